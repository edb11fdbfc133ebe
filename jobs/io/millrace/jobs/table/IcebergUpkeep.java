package io.millrace.jobs.table;

import static io.millrace.jobs.table.NewTable.literal;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;

/** By Iceberg's own procedures. */
record IcebergUpkeep(TableCatalog catalog, Chores chores, IcebergProcedures procedures)
    implements Upkeep {

  IcebergUpkeep(TableCatalog catalog, Chores chores) {
    this(catalog, chores, new IcebergProcedures(catalog));
  }

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
                  new Step(
                      "compact",
                      "small files would be rewritten",
                      new IcebergCompaction(procedures, how)::run));
              steps.add(
                  new Step(
                      "compact-deletes",
                      "deletes that are kept beside files would be rewritten",
                      (end, done) ->
                          done.putAll(
                              procedures.call(
                                  "rewrite_position_delete_files",
                                  how.where()
                                      .map(condition -> Map.of("where", literal(condition)))
                                      .orElse(Map.of())))));
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
                        (end, done) -> done.putAll(expire(how)))));
    chores
        .removeOrphanFiles()
        .ifPresent(
            how ->
                steps.add(
                    new Step(
                        "remove-orphan-files",
                        "files that no snapshot knows would go, if older than "
                            + Chores.words(how.olderThan()),
                        (end, done) -> done.put("removed-files", orphans(how)))));
    if (chores.rewriteManifests()) {
      steps.add(
          new Step(
              "rewrite-manifests",
              "manifests would be rewritten by partition",
              (end, done) ->
                  done.putAll(
                      procedures.call("rewrite_manifests", Map.of("use_caching", "false")))));
    }
    return steps;
  }

  private Map<String, Object> expire(ExpireSnapshots how) {
    return procedures.call(
        "expire_snapshots",
        Map.of(
            "older_than", ago(how.olderThan()),
            "retain_last", String.valueOf(how.retainLast()),
            // So that the names of many files are not all held on the driver.
            "stream_results", "true"));
  }

  private long orphans(RemoveOrphanFiles how) {
    String arguments = "older_than => " + ago(how.olderThan());
    return catalog.spark().sql(procedures.statement("remove_orphan_files", arguments)).count();
  }

  private static String ago(Duration age) {
    return "TIMESTAMP '%s'".formatted(Instant.now().minus(age).truncatedTo(ChronoUnit.MILLIS));
  }
}
