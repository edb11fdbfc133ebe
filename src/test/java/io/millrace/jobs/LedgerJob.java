package io.millrace.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.jobs.ledger.Ledger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Incremental jobs over a folder to which files are added, and what they must have written by then,
 * computed by plain Java. Each keeps to a folder of its own; all it writes lies on {@link
 * FaultyFileSystem}.
 */
enum LedgerJob {
  APPEND("{ type = write-files, path = \"%s/out\", mode = append }"),
  PARTITIONS(
      "{ type = write-files, path = \"%s/out\", mode = overwrite-partitions, partition-by = [b] }"),
  TWO_OUTPUTS(
      "{ type = write-files, path = \"%s/out\", mode = append } }, { transforms = [ { type = cast, columns { v = int } } ], sink { type = write-table, table = lake.shop.two_outputs, mode = append }"),
  TABLE_APPEND("{ type = write-table, table = lake.shop.table_append, mode = append }"),
  TABLE_MERGE("{ type = merge-into-table, table = lake.shop.table_merge, %s }"),
  FILES_MERGE("{ type = merge-into-files, path = \"%s/out\", %s }");

  private static final String CHANGES =
      "changes { keys = [id], sequence-by = [n], apply-as-delete-when = \"op = 'D'\", except-columns = [op, n] }";

  private final String sink;

  LedgerJob(String sink) {
    this.sink = sink;
  }

  /** Its name, in lower case. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What its run comes to, one after the other. */
  List<String> parts() {
    return this == TWO_OUTPUTS
        ? List.of("plan", "write outputs[0]", "write outputs[1]", "publish")
        : List.of("plan", "write", "publish");
  }

  private boolean isMerge() {
    return this == TABLE_MERGE || this == FILES_MERGE;
  }

  private boolean isTable() {
    return this == TABLE_MERGE || this == TABLE_APPEND;
  }

  /** The job, below {@code folder}. */
  Pipeline in(Path folder) throws java.io.IOException {
    Files.createDirectories(folder.resolve("warehouse/shop"));
    String faulty = "faulty:" + folder.resolve(word());
    String to = sink.contains("/out") ? sink.replaceFirst("%s", faulty) : sink;
    String text =
        """
        name = %1$s
        source { type = read-files, format = csv, path = "%2$s/in", incremental = true
                 schema = "id int, b int, op string, n int, v string", options { header = true } }
        outputs = [ { sink %3$s } ]
        rejects.path = "%4$s/bad"
        reports = "%4$s/reports"
        ledger = "%4$s/ledger"
        spark {
          "sql.codegen.wholeStage" = false, "sql.codegen.factoryMode" = NO_CODEGEN
          "sql.catalog.lake" = org.apache.iceberg.spark.SparkCatalog
          "sql.catalog.lake.type" = hadoop
          "sql.catalog.lake.cache-enabled" = false
          "sql.catalog.lake.warehouse" = "faulty:%5$s/warehouse"
        }
        """
            .formatted(word(), folder.resolve(word()), to.replace("%s", CHANGES), faulty, folder);
    // Processes that run together must not write one file.
    return new Lake(folder.resolve("jobs-" + ProcessHandle.current().pid())).job(text);
  }

  /** Adds the file of a batch: new rows, one that is changed, one that is deleted, one unfit. */
  void add(Path folder, int batch) {
    List<String> lines = new ArrayList<>(List.of("id,b,op,n,v"));
    rows(batch).forEach(row -> lines.add(String.join(",", row)));
    lines.add("x%s,%s,I,0,1".formatted(batch, batch));
    new Lake(folder.resolve(word())).write("in/" + batch + ".csv", lines.toArray(String[]::new));
  }

  /** {@code id, b, op, n, v}. */
  private static List<List<String>> rows(int batch) {
    String b = "" + batch;
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      rows.add(List.of("" + (batch * 10 + i), b, "I", "" + batch * 10, "" + i));
    }
    if (batch > 0) {
      rows.add(List.of("" + (batch * 10 - 9), b, "U", "" + (batch * 10 + 1), "q" + batch));
      rows.add(List.of("" + (batch * 10 - 8), b, "D", "" + (batch * 10 + 1), "0"));
    }
    return rows;
  }

  /** What readers are to see when so many batches are written, by output; sorted. */
  Map<String, List<String>> expected(int batches) {
    List<List<String>> all =
        IntStream.range(0, batches).mapToObj(LedgerJob::rows).flatMap(List::stream).toList();
    Map<String, List<String>> expected = new TreeMap<>();
    if (isMerge()) {
      Map<String, String> now = new TreeMap<>();
      for (List<String> row : all) {
        now.put(row.get(0), line(row));
        if (row.get(2).equals("D")) {
          now.remove(row.get(0));
        }
      }
      expected.put("out", now.values().stream().sorted().toList());
    } else {
      expected.put("out", all.stream().map(LedgerJob::line).sorted().toList());
    }
    Stream<String> unfit =
        IntStream.range(0, batches).mapToObj(b -> "x%s,%s,I,0,1".formatted(b, b));
    if (this == TWO_OUTPUTS) {
      expected.put(
          "two",
          all.stream()
              .filter(row -> !row.get(4).startsWith("q"))
              .map(LedgerJob::line)
              .sorted()
              .toList());
      Stream<String> texts =
          all.stream().filter(row -> row.get(4).startsWith("q")).map(row -> String.join(",", row));
      unfit = Stream.concat(unfit, texts);
    }
    expected.put("bad", unfit.sorted().toList());
    return expected;
  }

  private static String line(List<String> row) {
    return row.get(0) + " " + row.get(1) + " " + row.get(4);
  }

  /** What readers see, by output; sorted. */
  Map<String, List<String>> seen(Path folder, SparkSession spark) throws java.io.IOException {
    SparkSession session = Sessions.beside(spark, in(folder).spark()).spark();
    Map<String, List<String>> seen = new TreeMap<>();
    String columns = "id || ' ' || b || ' ' || v";
    seen.put(
        "out",
        isTable() ? table(session, word(), columns) : files(session, folder, "out", columns));
    if (this == TWO_OUTPUTS) {
      seen.put("two", table(session, word(), columns));
    }
    seen.put("bad", files(session, folder, "bad", "raw"));
    return seen;
  }

  private static List<String> table(SparkSession spark, String name, String columns) {
    return spark.catalog().tableExists("lake.shop." + name)
        ? lines(spark.table("lake.shop." + name).selectExpr(columns).collectAsList())
        : List.of();
  }

  private List<String> files(SparkSession spark, Path folder, String name, String columns) {
    Lake lake = new Lake(folder.resolve(word()));
    return lake.data(name).isEmpty()
        ? List.of()
        : lines(lake.rows(spark, name).selectExpr(columns).collectAsList());
  }

  private static List<String> lines(List<Row> rows) {
    return rows.stream().map(row -> row.getString(0)).sorted().toList();
  }

  /** Nothing is lost, doubled or left over when so many batches are done. */
  void check(Path folder, SparkSession spark, int batches, String after)
      throws java.io.IOException {
    assertThat(seen(folder, spark)).as("%s, %s", word(), after).isEqualTo(expected(batches));
    Ledger ledger =
        Ledger.open(
            new org.apache.hadoop.fs.Path(in(folder).ledgerFolder()),
            word(),
            spark.sparkContext().hadoopConfiguration());
    assertThat(ledger.openBatch()).as("%s, %s: open batch", word(), after).isEmpty();
    assertThat(ledger.files("source").map(Map.Entry::getKey).sorted().toList())
        .as("%s, %s: files in the ledger", word(), after)
        .isEqualTo(IntStream.range(0, batches).mapToObj(b -> b + ".csv").sorted().toList());
    assertThat(ledger.batches().stream().mapToLong(batch -> batch.files()).sum())
        .as("%s, %s: files in batches", word(), after)
        .isEqualTo(batches);
    assertThat(left(folder)).as("%s, %s: left over", word(), after).isEmpty();
  }

  /** What only a run in progress has, or one that died; a decision is tidied up by later runs. */
  private String left(Path folder) {
    return new Lake(folder.resolve(word()))
        .everything("").keySet().stream()
            .filter(name -> name.contains("_millrace/publishing-") || name.matches(".*/lock/.+"))
            .collect(Collectors.joining(", "));
  }
}
