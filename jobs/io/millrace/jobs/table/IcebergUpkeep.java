package io.millrace.jobs.table;

import static io.millrace.jobs.table.NewTable.literal;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Row;

/**
 * Iceberg's own procedures, by {@code CALL}. Source of their arguments: Iceberg documentation,
 * "Spark Procedures".
 */
record IcebergUpkeep(TableCatalog catalog, Chores chores) implements Upkeep {

  /** Iceberg's default of {@code write.target-file-size-bytes}. */
  private static final long TARGET = 512L << 20;

  private static final String MOST_FILES = "max-files-to-rewrite";

  /** Of one round; its last file may be small, so a round makes several. */
  private static final long FILES_WRITTEN = 16;

  @Override
  public void check() {
    // Spark 4 knows CALL by itself.
    if (catalog.spark().version().startsWith("3.")) {
      IcebergExtension.require(catalog, "table: maintenance of Iceberg tables");
    }
  }

  /** Before the first step; a file that comes later is too young to be removed. */
  @Override
  public void checkTable() {
    if (chores.removeOrphanFiles().isPresent()) {
      new FullPaths(catalog).require("remove-orphan-files");
    }
  }

  @Override
  public String state() {
    Row files =
        catalog
            .spark()
            .sql(
                "SELECT count_if(content = 0), count_if(content <> 0), coalesce(sum(file_size_in_bytes), 0) FROM %s.files"
                    .formatted(catalog.table().sql()))
            .head();
    long snapshots =
        catalog.spark().sql("SELECT 1 FROM %s.snapshots".formatted(catalog.table().sql())).count();
    return "%s has %s data files and %s delete files, %s bytes in all, and %s snapshots"
        .formatted(catalog.table(), files.get(0), files.get(1), files.get(2), snapshots);
  }

  @Override
  public List<Step> steps() {
    List<Step> steps = new ArrayList<>();
    chores
        .compact()
        .ifPresent(
            how -> {
              steps.add(
                  new Step("compact", "small files would be rewritten", end -> compact(how, end)));
              steps.add(
                  new Step(
                      "compact-deletes",
                      "deletes that are kept beside files would be rewritten",
                      end ->
                          call(
                              "rewrite_position_delete_files",
                              how.where()
                                  .map(condition -> Map.of("where", literal(condition)))
                                  .orElse(Map.of()))));
            });
    chores
        .expireSnapshots()
        .ifPresent(
            how ->
                steps.add(
                    new Step(
                        "expire-snapshots",
                        "snapshots older than %s would go, but for the last %s"
                            .formatted(Chores.words(how.olderThan()), how.retainLast()),
                        end -> expire(how))));
    chores
        .removeOrphanFiles()
        .ifPresent(
            how ->
                steps.add(
                    new Step(
                        "remove-orphan-files",
                        "files that no snapshot knows would go, if older than "
                            + Chores.words(how.olderThan()),
                        end -> orphans(how))));
    if (chores.rewriteManifests()) {
      steps.add(
          new Step(
              "rewrite-manifests",
              "manifests would be rewritten by partition",
              end -> call("rewrite_manifests", Map.of("use_caching", "false"))));
    }
    return steps;
  }

  /** In rounds if the time may end: each is a commit, so what was done before the end stays. */
  private Map<String, Object> compact(Compact how, Deadline deadline) {
    Map<String, String> options = options(how);
    if (!deadline.isSet()) {
      return call("rewrite_data_files", arguments(how, options));
    }
    Row small =
        catalog
            .spark()
            .sql(
                "SELECT count(*), coalesce(avg(file_size_in_bytes), 1D) FROM %s.data_files WHERE file_size_in_bytes < %s"
                    .formatted(catalog.table().sql(), target(how)))
            .head();
    long all = small.getLong(0);
    long each = (long) Math.ceil(FILES_WRITTEN * target(how) / Math.max(1, small.getDouble(1)));
    options.putIfAbsent(MOST_FILES, String.valueOf(Math.min(each, Integer.MAX_VALUE)));
    Map<String, Object> done = new TreeMap<>();
    long rewritten;
    do {
      Map<String, Object> round = round(how, options);
      rewritten = (Long) round.get("rewritten-data-files");
      round.forEach((what, count) -> done.merge(what, count, (a, b) -> (Long) a + (Long) b));
      // More than there were: they would be rewritten for ever.
    } while (rewritten > 0 && (Long) done.get("rewritten-data-files") <= all && !deadline.isOver());
    if (rewritten > 0 && deadline.isOver()) {
      done.put("unfinished", "the time was over");
    }
    return done;
  }

  /** Up to 1.9 Iceberg knows no limit of files, and does all in one. */
  private Map<String, Object> round(Compact how, Map<String, String> options) {
    try {
      return call("rewrite_data_files", arguments(how, options));
    } catch (IllegalArgumentException e) {
      if (how.options().containsKey(MOST_FILES)
          || !String.valueOf(e.getMessage()).contains(MOST_FILES)) {
        throw e;
      }
      return call("rewrite_data_files", arguments(how, options(how)));
    }
  }

  private long target(Compact how) {
    return how.targetFileSize()
        .map(size -> size.bytes())
        .orElseGet(
            () ->
                catalog
                    .spark()
                    .sql("SHOW TBLPROPERTIES " + catalog.table().sql())
                    .collectAsList()
                    .stream()
                    .filter(row -> row.getString(0).equals("write.target-file-size-bytes"))
                    .map(row -> Long.valueOf(row.getString(1)))
                    .findFirst()
                    .orElse(TARGET));
  }

  private static Map<String, String> options(Compact how) {
    Map<String, String> options = new LinkedHashMap<>(how.options());
    how.targetFileSize()
        .ifPresent(size -> options.put("target-file-size-bytes", String.valueOf(size.bytes())));
    how.minInputFiles().ifPresent(files -> options.put("min-input-files", String.valueOf(files)));
    return options;
  }

  private Map<String, String> arguments(Compact how, Map<String, String> options) {
    Map<String, String> arguments = new LinkedHashMap<>();
    if (!how.sortBy().isEmpty() || isSorted()) {
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

  private boolean isSorted() {
    return catalog
        .spark()
        .sql("SHOW TBLPROPERTIES " + catalog.table().sql())
        .collectAsList()
        .stream()
        .anyMatch(row -> row.getString(0).equals("sort-order"));
  }

  private Map<String, Object> expire(ExpireSnapshots how) {
    return call(
        "expire_snapshots",
        Map.of(
            "older_than", ago(how.olderThan()),
            "retain_last", String.valueOf(how.retainLast()),
            // So that the names of many files are not all held on the driver.
            "stream_results", "true"));
  }

  private Map<String, Object> orphans(RemoveOrphanFiles how) {
    String arguments = "older_than => " + ago(how.olderThan());
    long files = catalog.spark().sql(statement("remove_orphan_files", arguments)).count();
    return Map.of("removed-files", files);
  }

  private static String ago(Duration age) {
    return "TIMESTAMP '%s'".formatted(Instant.now().minus(age).truncatedTo(ChronoUnit.MILLIS));
  }

  private Map<String, Object> call(String procedure, Map<String, String> arguments) {
    List<String> all = new ArrayList<>();
    arguments.forEach((key, value) -> all.add(key + " => " + value));
    Row row = catalog.spark().sql(statement(procedure, String.join(", ", all))).head();
    Map<String, Object> told = new TreeMap<>();
    for (int i = 0; i < row.size(); i++) {
      String figure = row.schema().fieldNames()[i].replaceAll("_count$", "").replace('_', '-');
      long count = row.isNullAt(i) ? 0 : ((Number) row.get(i)).longValue();
      if (count > 0 || i == 0) {
        told.put(figure, count);
      }
    }
    return told;
  }

  private String statement(String procedure, String arguments) {
    return "CALL %s.system.%s(table => %s%s)"
        .formatted(
            TableName.quoted(catalog.table().catalog()),
            procedure,
            literal(catalog.table().within()),
            arguments.isEmpty() ? "" : ", " + arguments);
  }
}
