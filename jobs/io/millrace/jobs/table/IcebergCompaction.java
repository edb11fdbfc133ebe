package io.millrace.jobs.table;

import static io.millrace.jobs.table.NewTable.literal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Small files of an Iceberg table into large ones. */
record IcebergCompaction(IcebergProcedures procedures, Compact how) {

  /** Iceberg's default of {@code write.target-file-size-bytes}. */
  private static final long TARGET = 512L << 20;

  private static final String MOST_FILES = "max-files-to-rewrite";

  /** Of one round; its last file may be small, so a round makes several. */
  private static final long FILES_WRITTEN = 16;

  /** In rounds if the time may end: each is a commit, so what was done before the end stays. */
  void run(Deadline deadline, Map<String, Object> done) {
    Map<String, String> options = options();
    if (!deadline.isSet()) {
      done.putAll(procedures.call("rewrite_data_files", arguments(options)));
      return;
    }
    Row files =
        sql("SELECT count(*), coalesce(avg(IF(file_size_in_bytes < %s, file_size_in_bytes, NULL)), 1D) FROM %s.data_files"
                .formatted(target(), table()))
            .head();
    long all = files.getLong(0);
    long each = (long) Math.ceil(FILES_WRITTEN * target() / Math.max(1, files.getDouble(1)));
    options.putIfAbsent(MOST_FILES, String.valueOf(Math.min(each, Integer.MAX_VALUE)));
    long rewritten;
    do {
      Map<String, Object> round = round(options);
      rewritten = (Long) round.get("rewritten-data-files");
      round.forEach((what, count) -> done.merge(what, count, (a, b) -> (Long) a + (Long) b));
      // More than there were: they would be rewritten for ever.
    } while (rewritten > 0 && (Long) done.get("rewritten-data-files") <= all && !deadline.isOver());
    if (rewritten > 0) {
      done.put(
          "unfinished",
          deadline.isOver()
              ? "the time was over"
              : "more files were rewritten than there were; another run goes on");
    }
  }

  /** Up to 1.9 Iceberg knows no limit of files, and does all in one. */
  private Map<String, Object> round(Map<String, String> options) {
    try {
      return procedures.call("rewrite_data_files", arguments(options));
    } catch (IllegalArgumentException e) {
      if (how.options().containsKey(MOST_FILES)
          || !String.valueOf(e.getMessage()).contains(MOST_FILES)) {
        throw e;
      }
      return procedures.call("rewrite_data_files", arguments(options()));
    }
  }

  private long target() {
    return how.targetFileSize()
        .map(size -> size.bytes())
        .orElseGet(
            () -> property("write.target-file-size-bytes").map(Long::valueOf).orElse(TARGET));
  }

  private Map<String, String> options() {
    Map<String, String> options = new LinkedHashMap<>(how.options());
    how.targetFileSize()
        .ifPresent(size -> options.put("target-file-size-bytes", String.valueOf(size.bytes())));
    how.minInputFiles().ifPresent(files -> options.put("min-input-files", String.valueOf(files)));
    return options;
  }

  private Map<String, String> arguments(Map<String, String> options) {
    Map<String, String> arguments = new LinkedHashMap<>();
    if (!how.sortBy().isEmpty() || property("sort-order").isPresent()) {
      arguments.put("strategy", literal("sort"));
    }
    if (!how.sortBy().isEmpty()) {
      arguments.put("sort_order", literal(String.join(", ", how.sortBy())));
    }
    how.where().ifPresent(condition -> arguments.put("where", literal(condition)));
    if (!options.isEmpty()) {
      List<String> pairs = new ArrayList<>();
      options.forEach(
          (key, value) -> {
            pairs.add(literal(key));
            pairs.add(literal(value));
          });
      arguments.put("options", "map(" + String.join(", ", pairs) + ")");
    }
    return arguments;
  }

  private Optional<String> property(String name) {
    return sql("SHOW TBLPROPERTIES " + table()).collectAsList().stream()
        .filter(row -> row.getString(0).equals(name))
        .map(row -> row.getString(1))
        .findFirst();
  }

  private Dataset<Row> sql(String query) {
    return procedures.catalog().spark().sql(query);
  }

  private String table() {
    return procedures.catalog().table().sql();
  }
}
