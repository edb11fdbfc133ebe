package io.millrace.jobs;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Incremental jobs whose every path is in an object store, each batch one file of seven lines. */
enum FaultyJob {
  APPEND("{ type = write-files, path = \"%s/out\", mode = append }"),
  PARTITIONS(
      "{ type = write-files, path = \"%s/out\", mode = overwrite-partitions, partition-by = [day] }"),
  MERGE(
      "{ type = merge-into-files, path = \"%s/out\", changes { keys = [id], sequence-by = [n] } }"),
  TABLE("{ type = write-table, table = lake.faults.table, mode = append }"),
  /** Each batch makes a folder of its own. */
  ONCE("{ type = write-files, path = \"%s/out/b%s\", mode = error-if-exists }"),
  MERGE_TABLE(
      "{ type = merge-into-table, table = lake.faults.merge_table, changes { keys = [id], sequence-by = [n] } }");

  private static final int ROWS = 6;
  private static final String LINE = "id || ' ' || day || ' ' || n";

  private final String sink;

  FaultyJob(String sink) {
    this.sink = sink;
  }

  private String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Where all of it lies. */
  String root(String bucket) {
    return "s3a://" + bucket + "/" + word();
  }

  Pipeline pipeline(Lake files, String bucket, int batch, Map<String, String> catalog) {
    String root = root(bucket);
    return files.job(
        """
        name = %1$s
        source { type = read-files, format = csv, path = "%2$s/in", incremental = true
                 schema = "id int, day string, n int" }
        sink %3$s
        rejects.path = "%2$s/bad", ledger = "%2$s/ledger", reports = "%2$s/reports"
        """
                .formatted(word(), root, sink.formatted(root, batch))
            + LakeCatalog.block(catalog));
  }

  private record Visit(int id, String day, int n) {

    String line() {
      return id + " " + day + " " + n;
    }
  }

  private static List<Visit> visits(int batch) {
    return IntStream.range(0, ROWS)
        .mapToObj(i -> new Visit(batch * 3 + i, "d" + (batch + i / 2) % 5, batch))
        .toList();
  }

  /** The file of a batch; its last line fits no schema. */
  static List<String> lines(int batch) {
    List<String> lines = new ArrayList<>();
    visits(batch).forEach(visit -> lines.add(visit.line().replace(' ', ',')));
    lines.add(unfit(batch));
    return lines;
  }

  private static String unfit(int batch) {
    return "x" + batch + ",d," + batch;
  }

  /** The rows that so many batches leave, sorted. */
  List<String> expected(int batches) {
    Map<String, List<Visit>> left = new TreeMap<>();
    for (int batch = 0; batch < batches; batch++) {
      Map<String, List<Visit>> fresh = new TreeMap<>();
      for (Visit visit : visits(batch)) {
        String group =
            switch (this) {
              case PARTITIONS -> visit.day();
              case MERGE, MERGE_TABLE -> "" + visit.id();
              default -> batch + " " + visit.id();
            };
        fresh.computeIfAbsent(group, any -> new ArrayList<>()).add(visit);
      }
      left.putAll(fresh);
    }
    return left.values().stream().flatMap(List::stream).map(Visit::line).sorted().toList();
  }

  static List<String> expectedRejects(int batches) {
    return IntStream.range(0, batches).mapToObj(FaultyJob::unfit).sorted().toList();
  }

  /** The rows that readers see, sorted. */
  List<String> seen(SparkSession spark, String bucket) {
    if (!isTable()) {
      return sorted(files(spark, out(bucket, "b*"), LINE));
    }
    String table = "lake.faults." + word();
    return spark.catalog().tableExists(table)
        ? sorted(spark.sql("REFRESH TABLE " + table).sparkSession().table(table).selectExpr(LINE))
        : List.of();
  }

  boolean isTable() {
    return this == TABLE || this == MERGE_TABLE;
  }

  /** The folder of a batch's files. */
  String out(String bucket, String batch) {
    return root(bucket) + "/out" + (this == ONCE ? "/" + batch : "");
  }

  List<String> seenRejects(SparkSession spark, String bucket) {
    return sorted(files(spark, root(bucket) + "/bad", "raw"));
  }

  private static Dataset<Row> files(SparkSession spark, String folder, String columns) {
    try {
      Configuration hadoop = spark.sparkContext().hadoopConfiguration();
      Path path = new Path(folder);
      var all = path.getFileSystem(hadoop).globStatus(new Path(folder + "/[!_.]*"));
      return all == null || all.length == 0
          ? spark.sql("SELECT '' AS none WHERE false")
          : spark.read().parquet(folder).selectExpr(columns);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static List<String> sorted(Dataset<Row> rows) {
    return rows.collectAsList().stream().map(row -> row.getString(0)).sorted().toList();
  }
}
