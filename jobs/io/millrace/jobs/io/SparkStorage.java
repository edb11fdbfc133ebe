package io.millrace.jobs.io;

import io.millrace.jobs.register.Storage;
import io.millrace.jobs.text.Dialect;
import io.millrace.transforms.StepName;
import java.util.Map;
import java.util.TreeMap;

/** How Spark's own readers are told to read the files of a table. */
final class SparkStorage {

  private SparkStorage() {}

  /**
   * For a table of Spark's session catalog.
   *
   * @param nested whether files lie in folders that are no partitions
   */
  static Storage of(ReadFiles source, boolean nested) {
    String provider = StepName.kebab(source.format().name());
    Map<String, String> options = new TreeMap<>();
    if (source.format() == Format.PARQUET) {
      options.putAll(source.options());
    } else {
      Dialect dialect = Dialect.of(source.options());
      text(dialect, options);
      if (source.format() == Format.CSV) {
        delimited(dialect, options);
      } else {
        options.put("allowSingleQuotes", Boolean.toString(dialect.singleQuotes()));
      }
    }
    if (nested) {
      options.put("recursiveFileLookup", "true");
    }
    return new Storage(provider, provider, options, "", "");
  }

  private static void text(Dialect dialect, Map<String, String> options) {
    if (!dialect.encoding().equals("UTF-8")) {
      options.put("encoding", dialect.encoding());
    }
    if (!dialect.dateFormat().isEmpty()) {
      options.put("dateFormat", dialect.dateFormat());
    }
    if (!dialect.timestampFormat().isEmpty()) {
      options.put("timestampFormat", dialect.timestampFormat());
    }
  }

  private static void delimited(Dialect dialect, Map<String, String> options) {
    boolean quoted = dialect.quote() != Dialect.NONE;
    boolean doubled = dialect.escape() == Dialect.NONE;
    options.put("sep", String.valueOf(dialect.delimiter()));
    options.put("quote", quoted ? String.valueOf(dialect.quote()) : "");
    if (quoted) {
      options.put("escape", String.valueOf(doubled ? dialect.quote() : dialect.escape()));
    }
    options.put("header", Boolean.toString(dialect.header() == Dialect.HeaderLine.TRUE));
    if (!dialect.nullValue().isEmpty()) {
      options.put("nullValue", dialect.nullValue());
    }
    if (dialect.multiLine()) {
      options.put("multiLine", "true");
    }
    if (dialect.comment() != Dialect.NONE) {
      options.put("comment", String.valueOf(dialect.comment()));
    }
    options.put("ignoreLeadingWhiteSpace", Boolean.toString(dialect.trim()));
    options.put("ignoreTrailingWhiteSpace", Boolean.toString(dialect.trim()));
  }
}
