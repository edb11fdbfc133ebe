package io.millrace.jobs.io;

import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.jobs.stage.StagePlace;
import io.millrace.jobs.stage.StagedFile;
import io.millrace.jobs.table.TableFormat;
import io.millrace.support.SparkExtension;
import io.millrace.support.Table;
import io.millrace.transforms.Trace;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rows written to a table: added, replaced, taken back, written once, refused. */
@ExtendWith(SparkExtension.class)
class WriteTableTest {

  @TempDir private Path folder;
  private Tables tables;
  private int runs;

  private WriteTable sink(WriteMode mode, String... partitionBy) {
    return new WriteTable(
        tables.name("visits"), tables.format, mode, List.of(partitionBy), List.of(), Map.of());
  }

  /** {@code id page}. */
  private Dataset<Row> rows(String... rows) {
    StringBuilder table = new StringBuilder("id int | page string\n");
    for (String row : rows) {
      table.append(row.replace(" ", " | ")).append('\n');
    }
    return Table.rows(tables.spark, table.toString());
  }

  private Run run(String... attempts) {
    String staging = folder.resolve("bad-" + runs).toString();
    Optional<StagePlace> bad = Optional.of(new StagePlace(staging, staging, false));
    return new Run("run-" + runs++, bad, false, false, "", List.of(attempts), List.of());
  }

  private Sink.Staged write(WriteTable sink, Dataset<Row> rows, String... attempts) {
    sink.plan(tables.spark, rows.schema());
    Dataset<Row> traced = rows.withColumn(Trace.ASIDE, lit(null).cast(Trace.ASIDE_TYPE));
    Sink.Staged staged = sink.stage(traced, run(attempts));
    staged.publish();
    staged.finish();
    return staged;
  }

  private List<String> lines() {
    return tables.lines("visits", "id", "page");
  }

  private long commits() {
    String name = tables.name("visits");
    return tables.format == TableFormat.ICEBERG
        ? tables.spark.table(name + ".snapshots").count()
        : tables.spark.sql("DESCRIBE HISTORY " + name).where("operation = 'WRITE'").count();
  }

  @ParameterizedTest
  @EnumSource
  void everyModeLeavesItsRowsByOneCommitPerRun(TableFormat format, SparkSession spark) {
    tables = new Tables(spark, format, folder);
    write(sink(WriteMode.ERROR_IF_EXISTS, "page"), rows("1 a", "2 b", "3 a"));
    assertThat(lines()).containsExactly("[1,a]", "[2,b]", "[3,a]");
    write(sink(WriteMode.APPEND), rows("1 a", "4 c").select("page", "id"));
    assertThat(lines()).containsExactly("[1,a]", "[1,a]", "[2,b]", "[3,a]", "[4,c]");
    write(sink(WriteMode.OVERWRITE_PARTITIONS, "page"), rows("7 a", "8 d"));
    assertThat(lines()).containsExactly("[2,b]", "[4,c]", "[7,a]", "[8,d]");
    write(sink(WriteMode.OVERWRITE), rows("9 b"));
    assertThat(lines()).containsExactly("[9,b]");
    assertThat(commits()).isEqualTo(4);
    assertThatThrownBy(() -> write(sink(WriteMode.ERROR_IF_EXISTS), rows("1 a")))
        .hasMessage(
            "sink.table: %s holds rows already; set mode = append, overwrite or overwrite-partitions, or write elsewhere"
                .formatted(tables.name("visits")));
  }

  @ParameterizedTest
  @EnumSource
  void withoutARowTheTableIsMadeAndOnlyOverwriteChangesIt(TableFormat format, SparkSession spark) {
    tables = new Tables(spark, format, folder);
    write(sink(WriteMode.APPEND, "page"), rows());
    assertThat(spark.table(tables.name("visits")).columns()).containsExactly("id", "page");
    assertThat(commits()).isZero();
    write(sink(WriteMode.ERROR_IF_EXISTS), rows("1 a"));
    write(sink(WriteMode.APPEND), rows());
    write(sink(WriteMode.OVERWRITE_PARTITIONS, "page"), rows());
    assertThat(commits()).isEqualTo(1);
    assertThat(lines()).containsExactly("[1,a]");
    write(sink(WriteMode.OVERWRITE), rows());
    assertThat(lines()).isEmpty();
    assertThat(spark.table(tables.name("visits")).columns()).containsExactly("id", "page");
  }

  @ParameterizedTest
  @EnumSource
  void whatIsTakenBackIsAsItWas(TableFormat format, SparkSession spark) {
    tables = new Tables(spark, format, folder);
    write(sink(WriteMode.APPEND), rows("1 a")).withdraw();
    assertThat(spark.catalog().tableExists(tables.name("visits"))).isFalse();

    write(sink(WriteMode.APPEND), rows());
    write(sink(WriteMode.APPEND), rows("1 a")).withdraw();
    assertThat(lines()).isEmpty();
    write(sink(WriteMode.APPEND), rows("1 a"));
    write(sink(WriteMode.OVERWRITE), rows("2 b")).withdraw();
    assertThat(lines()).containsExactly("[1,a]");

    Sink.Staged last = write(sink(WriteMode.APPEND), rows("3 c"));
    spark.sql("DELETE FROM %s WHERE id = 1".formatted(tables.name("visits")));
    assertThatThrownBy(last::withdraw)
        .hasMessage(
            "sink.table: %s was written by somebody else since run run-5, so what that run wrote stays; take it back by hand"
                .formatted(tables.name("visits")));
    assertThat(lines()).containsExactly("[3,c]");
  }

  @ParameterizedTest
  @EnumSource
  void aBatchIsWrittenOnceHoweverManyRunsTry(TableFormat format, SparkSession spark) {
    tables = new Tables(spark, format, folder);
    WriteTable sink = sink(WriteMode.APPEND);
    assertThat(sink.holds(spark, List.of("run-0"))).as("no table").isFalse();
    write(sink, rows());
    assertThat(sink.holds(spark, List.of("run-0"))).as("only made").isFalse();
    write(sink, rows("1 a"));
    write(sink, rows("2 b"));
    assertThat(sink.holds(spark, List.of("run-9", "run-1"))).isTrue();
    assertThat(sink.holds(spark, List.of("run-9"))).isFalse();
    assertThat(sink.holds(spark, List.of())).isFalse();

    Sink.Staged again = write(sink, rows("1 a"), "run-9", "run-1");
    assertThat(lines()).containsExactly("[1,a]", "[2,b]");
    assertThat(again.counts()).containsExactly(Map.entry("rows-there-before", 1L));
    again.withdraw();
    assertThat(lines()).as("another run's rows stay").containsExactly("[1,a]", "[2,b]");

    write(sink, rows("5 e")).withdraw();
    assertThat(sink.holds(spark, List.of("run-4"))).as("taken back").isFalse();
    write(sink, rows("5 e"), "run-4");
    assertThat(lines()).containsExactly("[1,a]", "[2,b]", "[5,e]");
  }

  @Test
  void whatTheFirstRunWroteAndTookBackIsNotHeldByTheTable(SparkSession spark) {
    tables = new Tables(spark, TableFormat.ICEBERG, folder);
    WriteTable sink = sink(WriteMode.APPEND);
    write(sink, rows());
    write(sink, rows("1 a")).withdraw();
    assertThat(commits()).as("one that writes and one that takes back").isEqualTo(2);
    assertThat(sink.holds(spark, List.of("run-1"))).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void rowsSetAsideAreCountedAndStagedAndAllIsReadOnce(TableFormat format, SparkSession spark) {
    tables = new Tables(spark, format, folder);
    WriteTable sink = sink(WriteMode.APPEND);
    Dataset<Row> traced =
        rows("1 a", "2 b", "3 c")
            .withColumn(
                Trace.ASIDE,
                expr(
                    "if(id = 2, named_struct('kind', 'reject', 'rule', 'cast', 'reason', 'too big', 'column', 'id', 'file', 'f', 'position', 7L, 'raw', '2,b'), null)"));
    Run run = run();
    Sink.Staged staged = sink.stage(traced, run);
    assertThat(spark.catalog().tableExists(tables.name("visits"))).as("not yet").isFalse();
    staged.publish();
    staged.finish();
    assertThat(lines()).containsExactly("[1,a]", "[3,c]");
    assertThat(staged.output().written()).isEqualTo(2);
    assertThat(staged.output().rejectedRows()).isEqualTo(1);
    assertThat(staged.output().rejectFiles()).extracting(StagedFile::rows).containsExactly(1L);
    assertThat(traced.storageLevel().useMemory()).as("still kept").isFalse();
    assertThatThrownBy(() -> sink.stage(traced, new Run("x", Optional.empty(), true)).publish())
        .hasMessageContaining("too big");
    assertThat(traced.storageLevel().useMemory()).as("still kept").isFalse();
  }

  @Test
  void thePartitionsOfATableMayBeMadeOfColumns(SparkSession spark) {
    tables = new Tables(spark, TableFormat.ICEBERG, folder);
    WriteTable sink = sink(WriteMode.OVERWRITE_PARTITIONS, "days(at)", "truncate(1, page)");
    Dataset<Row> rows =
        Table.rows(
            spark,
            """
            id int | page string | at timestamp
            1      | cat         | 2024-05-01 07:00:00
            2      | dog         | 2024-05-01 08:00:00
            3      | cow         | 2024-05-02 09:00:00
            """);
    assertThat(sink.plan(spark, rows.schema()))
        .containsExactly(
            "rows into the iceberg table lake.shop.visits",
            "it would be made, with id, page, at, partitioned by days(at), truncate(1, page)",
            "rows in the partitions written would be replaced");
    write(sink, rows);
    write(sink, rows.where("id = 1").withColumn("id", lit(9)).withColumn("page", lit("cold")));
    assertThat(lines()).containsExactly("[2,dog]", "[3,cow]", "[9,cold]");
    assertThat(sink.plan(spark, rows.schema())).contains("it is there");
  }

  @ParameterizedTest
  @EnumSource
  void whatDoesNotFitTheTableIsRefused(TableFormat format, SparkSession spark) {
    tables = new Tables(spark, format, folder);
    WriteTable sink = sink(WriteMode.APPEND);
    write(sink, rows("1 a"));
    Dataset<Row> rows = rows("2 b");
    String name = tables.name("visits");
    refuses(
        sink,
        rows.drop("page"),
        "sink.table: %s has column page, which the rows lack; add it to the rows, or drop it from the table"
            .formatted(name));
    refuses(
        sink,
        rows.withColumn("more", lit(1)),
        "sink.table: %s lacks column more, which the rows have; add it to the table, or drop it before"
            .formatted(name));
    refuses(
        sink,
        rows.withColumn("id", lit("x")),
        "sink.table: %s has column id as int, but the rows have string; cast it before"
            .formatted(name));
    refuses(
        sink(WriteMode.OVERWRITE_PARTITIONS, "page"),
        rows,
        "sink.mode: %s has no partitions, so overwrite-partitions would replace all its rows; set mode = overwrite, or make the table anew"
            .formatted(name));
    refuses(
        sink(WriteMode.APPEND, "nothing"),
        rows,
        "sink.partition-by: no column nothing; the table would have id, page");
    assertThat(lines()).containsExactly("[1,a]");
  }

  private static void refuses(WriteTable sink, Dataset<Row> rows, String message) {
    assertThatThrownBy(() -> sink.plan(rows.sparkSession(), rows.schema())).hasMessage(message);
  }

  @Test
  void keysThatDoNotGoTogetherAreRefused() {
    assertThatThrownBy(() -> new WriteTable("lake.shop.visits", WriteMode.OVERWRITE_PARTITIONS))
        .hasMessage(
            "mode overwrite-partitions needs partition-by; without partitions use overwrite");
    assertThatThrownBy(() -> new WriteTable("visits", WriteMode.APPEND))
        .hasMessage("table must be catalog.namespace.name, such as lake.shop.orders, was 'visits'");
    assertThatThrownBy(
            () ->
                new WriteTable(
                    "a.b.c",
                    TableFormat.DELTA,
                    WriteMode.APPEND,
                    List.of("days(at)"),
                    List.of(),
                    Map.of()))
        .hasMessage(
            "partition-by: a Delta table is partitioned by columns only, not by 'days(at)'");
  }

  @Test
  void rowsOfAFileAreInTheOrderThatTheTableRemembers(SparkSession spark) {
    tables = new Tables(spark, TableFormat.ICEBERG, folder);
    WriteTable sorted =
        new WriteTable(
            tables.name("visits"),
            TableFormat.ICEBERG,
            WriteMode.APPEND,
            List.of("page"),
            List.of("id desc"),
            Map.of());
    assertThat(sorted.plan(spark, rows("1 a").schema()))
        .contains("it would be made, with id, page, partitioned by page, sorted by id desc");
    write(sorted, rows("3 a", "1 b", "9 a", "5 b", "4 a"));
    // Whoever writes later keeps to it, without being told.
    write(sink(WriteMode.APPEND), rows("2 a", "8 a"));
    assertThat(
            spark
                .table(tables.name("visits"))
                .groupBy(expr("input_file_name()").as("file"))
                .agg(expr("collect_list(id)").as("ids"))
                .select("ids")
                .collectAsList()
                .stream()
                .map(row -> row.getList(0).toString()))
        .containsExactlyInAnyOrder("[9, 4, 3]", "[5, 1]", "[8, 2]");
  }

  @Test
  void anOrderOfNoColumnAndOneThatDeltaWouldForgetAreRefused(SparkSession spark) {
    tables = new Tables(spark, TableFormat.ICEBERG, folder);
    assertThatThrownBy(() -> sorted(TableFormat.ICEBERG, "id up"))
        .hasMessage(
            "sort-by: 'id up' is not a column, perhaps with asc or desc, and nulls first or nulls last");
    assertThatThrownBy(() -> sorted(TableFormat.DELTA, "id"))
        .hasMessageStartingWith("sort-by: a Delta table remembers no order");
    assertThatThrownBy(() -> sorted(TableFormat.ICEBERG, "at").plan(spark, rows("1 a").schema()))
        .hasMessage("sink.sort-by: no column at; the table would have id, page");
  }

  private WriteTable sorted(TableFormat format, String by) {
    return new WriteTable(
        tables.name("visits"), format, WriteMode.APPEND, List.of(), List.of(by), Map.of());
  }
}
