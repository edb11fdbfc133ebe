package io.millrace.jobs.io;

import io.millrace.jobs.text.Dialect;
import io.millrace.transforms.StepName;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What a crawler of AWS Glue would write into a table's properties. */
record TableFacts(TableFiles files) {

  private static final Map<String, String> PACKED =
      Map.of(".gz", "gzip", ".bz2", "bzip2", ".zst", "zstd", ".snappy", "snappy", ".lz4", "lz4");

  Map<String, String> parameters() {
    ReadFiles source = files.spec().source();
    Map<String, String> all = new TreeMap<>();
    all.put("classification", StepName.kebab(source.format().name()));
    all.put("typeOfData", "file");
    all.put("compressionType", compression());
    if (source.format() == Format.CSV) {
      Dialect dialect = Dialect.of(source.options());
      all.put("delimiter", String.valueOf(dialect.delimiter()));
      all.put("columnsOrdered", "true");
      all.put("areColumnsQuoted", Boolean.toString(dialect.quote() != Dialect.NONE));
      all.put("skip.header.line.count", dialect.header() == Dialect.HeaderLine.TRUE ? "1" : "0");
    }
    all.put("objectCount", Integer.toString(files.files().size()));
    all.put("sizeKey", Long.toString(files.bytes()));
    files
        .rows()
        .ifPresent(
            rows -> {
              all.put("recordCount", Long.toString(rows));
              all.put("averageRecordSize", Long.toString(rows == 0 ? 0 : files.bytes() / rows));
            });
    return all;
  }

  /** By the name, as Athena goes by it. */
  private String compression() {
    if (files.spec().source().format() == Format.PARQUET) {
      return "none";
    }
    String name = files.files().get(0).path().toLowerCase(Locale.ROOT);
    return PACKED.entrySet().stream()
        .filter(one -> name.endsWith(one.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse("none");
  }
}
