package io.millrace.jobs.table;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;

/**
 * {@code OPTIMIZE} and {@code VACUUM}. Source: Delta Lake documentation, "Table utility commands".
 */
record DeltaUpkeep(TableCatalog catalog, Chores chores) implements Upkeep {

  private static final String MAX_FILE_SIZE = "spark.databricks.delta.optimize.maxFileSize";

  /** 10,000 tasks by default, which takes minutes for a table of a few files. */
  private static final String LISTING = "spark.sql.sources.parallelPartitionDiscovery.parallelism";

  private static final int TASKS_PER_CORE = 4;

  @Override
  public void check() {
    List<String> unknown = new ArrayList<>();
    chores
        .compact()
        .ifPresent(
            how -> {
              how.minInputFiles().ifPresent(files -> unknown.add("compact.min-input-files"));
              how.options().keySet().forEach(key -> unknown.add("compact.options." + key));
            });
    if (chores.expireSnapshots().filter(how -> how.retainLast() > 1).isPresent()) {
      unknown.add("expire-snapshots.retain-last");
    }
    if (chores.removeOrphanFiles().isPresent()) {
      unknown.add("remove-orphan-files (expire-snapshots removes them too)");
    }
    if (chores.rewriteManifests()) {
      unknown.add("rewrite-manifests");
    }
    if (!unknown.isEmpty()) {
      throw catalog.mistake(
          "format: a Delta table knows no %s; leave it out".formatted(String.join(", ", unknown)));
    }
  }

  @Override
  public String state() {
    Row detail =
        catalog
            .spark()
            .sql("DESCRIBE DETAIL " + catalog.table().sql())
            .selectExpr("coalesce(numFiles, 0L)", "coalesce(sizeInBytes, 0L)")
            .head();
    return "%s has %s data files, %s bytes in all"
        .formatted(catalog.table(), detail.getLong(0), detail.getLong(1));
  }

  @Override
  public List<Step> steps() {
    List<Step> steps = new ArrayList<>();
    chores
        .compact()
        .ifPresent(
            how ->
                steps.add(
                    new Step(
                        "compact",
                        "small files would be rewritten",
                        (end, done) -> compact(how, done))));
    chores
        .expireSnapshots()
        .ifPresent(
            how ->
                steps.add(
                    new Step(
                        "expire-snapshots",
                        "files that only versions older than %s need would go"
                            .formatted(Chores.words(how.olderThan())),
                        (end, done) -> vacuum(how.olderThan(), done))));
    return steps;
  }

  private void compact(Compact how, Map<String, Object> done) {
    StringBuilder sql = new StringBuilder("OPTIMIZE " + catalog.table().sql());
    how.where().ifPresent(condition -> sql.append(" WHERE ").append(condition));
    if (!how.sortBy().isEmpty()) {
      sql.append(" ZORDER BY (").append(String.join(", ", how.sortBy())).append(")");
    }
    Map<String, String> setting = new LinkedHashMap<>();
    how.targetFileSize()
        .ifPresent(size -> setting.put(MAX_FILE_SIZE, String.valueOf(size.bytes())));
    with(
        setting,
        () -> {
          Row metrics =
              catalog
                  .spark()
                  .sql(sql.toString())
                  .select("metrics.numFilesRemoved", "metrics.numFilesAdded")
                  .head();
          done.put("rewritten-data-files", metrics.getLong(0));
          done.put("added-data-files", metrics.getLong(1));
        });
  }

  private void vacuum(Duration age, Map<String, Object> done) {
    long hours = (age.toMinutes() + 59) / 60;
    int parallelism = TASKS_PER_CORE * catalog.spark().sparkContext().defaultParallelism();
    with(
        Map.of(LISTING, String.valueOf(parallelism)),
        () -> {
          catalog.spark().sql("VACUUM %s RETAIN %s HOURS".formatted(catalog.table().sql(), hours));
          // Some file systems are given no commit that tells of it.
          catalog
              .spark()
              .sql("DESCRIBE HISTORY %s LIMIT 1".formatted(catalog.table().sql()))
              .where("operation = 'VACUUM END'")
              .selectExpr("operationMetrics['numDeletedFiles']")
              .collectAsList()
              .forEach(row -> done.put("removed-files", Long.valueOf(row.getString(0))));
        });
  }

  private void with(Map<String, String> settings, Runnable work) {
    Map<String, String> before = new LinkedHashMap<>();
    settings.keySet().forEach(key -> before.put(key, catalog.spark().conf().get(key, null)));
    settings.forEach(catalog.spark().conf()::set);
    try {
      work.run();
    } finally {
      before.forEach(
          (key, value) -> {
            if (value == null) {
              catalog.spark().conf().unset(key);
            } else {
              catalog.spark().conf().set(key, value);
            }
          });
    }
  }
}
