package io.millrace.jobs.register;

import java.util.Map;
import java.util.TreeMap;

/**
 * How the files of a table are read by those who find them in a catalog.
 *
 * @param classification what a crawler of AWS Glue would call it: csv, json, parquet
 * @param reader the class of a SerDe, or what Spark calls the format
 * @param settings of the reader
 * @param inputFormat a class of Hadoop; empty where the reader needs none
 * @param outputFormat the same
 */
public record Storage(
    String classification,
    String reader,
    Map<String, String> settings,
    String inputFormat,
    String outputFormat) {

  public Storage {
    settings = Map.copyOf(settings);
  }

  /** The same reader with what {@code was} has of its own; of another reader, nothing stays. */
  public Storage over(Storage was) {
    if (!reader.equals(was.reader)) {
      return this;
    }
    Map<String, String> all = new TreeMap<>(was.settings);
    all.putAll(settings);
    boolean bare = was.inputFormat.isEmpty() || was.outputFormat.isEmpty();
    return bare
        ? new Storage(classification, reader, all, inputFormat, outputFormat)
        : new Storage(classification, reader, all, was.inputFormat, was.outputFormat);
  }

  /** Whether readers do the same with both. */
  boolean isLike(Storage other) {
    return reader.equalsIgnoreCase(other.reader) && settings.equals(other.settings);
  }
}
