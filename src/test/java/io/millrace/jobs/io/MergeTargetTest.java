package io.millrace.jobs.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.jobs.table.TableFormat;
import io.millrace.support.SparkExtension;
import io.millrace.support.Table;
import io.millrace.transforms.ChangeRules;
import io.millrace.transforms.Deletes;
import io.millrace.transforms.Ties;
import io.millrace.transforms.Trace;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The table itself: made, taken back, refused, truncated, partly updated, forgetting. */
@ExtendWith(SparkExtension.class)
class MergeTargetTest {

  @TempDir private Path folder;

  private static ChangeRules rules(Deletes deletes, boolean ignoreNulls) {
    return new ChangeRules(
        List.of("id"),
        List.of("at"),
        Optional.of("op = 'D'"),
        Optional.of("op = 'T'"),
        ignoreNulls,
        List.of(),
        List.of("op"),
        1,
        Ties.LAST,
        deletes,
        "BI_",
        Duration.ofDays(2));
  }

  private static ChangeRules plain(Deletes deletes) {
    ChangeRules rules = rules(deletes, false);
    return new ChangeRules(
        rules.keys(),
        rules.sequenceBy(),
        rules.applyAsDeleteWhen(),
        Optional.empty(),
        false,
        List.of(),
        rules.exceptColumns(),
        1,
        Ties.LAST,
        deletes,
        "BI_",
        rules.tombstoneLifetime());
  }

  /** {@code op day id item}; a dash is null. */
  private static Dataset<Row> changes(Tables tables, String... changes) {
    StringBuilder table = new StringBuilder("op string | at timestamp | id int | item string\n");
    for (String change : changes) {
      String[] parts = change.replace("-", "null").split(" ", -1);
      table.append(
          "%s | 2024-05-%s 00:00:00 | %s | %s%n".formatted(parts[0], parts[1], parts[2], parts[3]));
    }
    return Table.rows(tables.spark, table.toString());
  }

  @ParameterizedTest
  @EnumSource
  void whatIsTakenBackIsAsItWas(TableFormat format, SparkSession spark) {
    Tables tables = new Tables(spark, format, folder);
    MergeIntoTable sink = tables.sink("orders", plain(Deletes.HARD));

    tables.merge(sink, changes(tables, "I 01 1 a", "D 01 2 -")).withdraw();
    assertThat(spark.catalog().tableExists(tables.name("orders"))).isFalse();
    assertThat(spark.catalog().tableExists(tables.name("orders_tombstones"))).isFalse();

    tables.merge(sink, changes(tables, "I 01 1 a", "I 01 2 b"));
    Sink.Staged second = tables.merge(sink, changes(tables, "U 02 1 A", "D 02 2 -"));
    assertThat(tables.lines("orders", "id", "item")).containsExactly("[1,A]");
    assertThat(second.sample(spark).columns()).containsExactly("at", "id", "item");
    second.withdraw();
    assertThat(tables.lines("orders", "id", "item")).containsExactly("[1,a]", "[2,b]");
    assertThat(tables.lines("orders_tombstones", "id")).isEmpty();

    Sink.Staged third = tables.merge(sink, changes(tables, "U 03 1 z"));
    spark.sql("DELETE FROM %s WHERE id = 2".formatted(tables.name("orders")));
    assertThatThrownBy(third::withdraw)
        .hasMessageStartingWith(
            "sink.table: %s was written by somebody else since run run-003"
                .formatted(tables.name("orders")));
    assertThat(tables.lines("orders", "id", "item")).containsExactly("[1,z]");
  }

  @ParameterizedTest
  @EnumSource
  void whatSomebodyElseWroteMeanwhileIsNotTakenBack(TableFormat format, SparkSession spark) {
    Tables tables = new Tables(spark, format, folder);
    MergeIntoTable sink = tables.sink("orders", plain(Deletes.HARD));
    String orders = tables.name("orders");
    tables.merge(sink, changes(tables, "I 01 1 a", "I 01 2 b", "I 01 3 c"));

    Sink.Staged second = tables.merge(sink, changes(tables, "U 02 1 A", "D 02 2 -"));
    elsewhere(tables, "DELETE FROM %s WHERE id = 3".formatted(orders));
    mergeAgain(tables, second, changes(tables, "I 03 4 d"));
    assertThatThrownBy(second::withdraw)
        .hasMessageStartingWith(
            "sink.table: %s was written by somebody else since run run-001".formatted(orders));
    assertThat(tables.lines("orders", "id", "item")).containsExactly("[1,A]", "[4,d]");
    assertThat(tables.lines("orders_tombstones", "id")).containsExactly("[2]");
  }

  @ParameterizedTest
  @EnumSource
  void severalCommitsOfOneRunAreTakenBackTogether(TableFormat format, SparkSession spark) {
    Tables tables = new Tables(spark, format, folder);
    MergeIntoTable sink = tables.sink("orders", plain(Deletes.HARD));
    tables.merge(sink, changes(tables, "I 01 1 a", "I 01 2 b"));
    Sink.Staged second = tables.merge(sink, changes(tables, "U 02 1 A", "D 02 2 -"));
    mergeAgain(tables, second, changes(tables, "I 03 4 d"));
    second.withdraw();
    assertThat(tables.lines("orders", "id", "item")).containsExactly("[1,a]", "[2,b]");
    assertThat(tables.lines("orders_tombstones", "id")).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void aTableIsNotDroppedThatSomebodyElseWroteTo(TableFormat format, SparkSession spark) {
    Tables tables = new Tables(spark, format, folder);
    MergeIntoTable sink = tables.sink("orders", plain(Deletes.HARD));
    Sink.Staged first = tables.merge(sink, changes(tables, "I 01 1 a", "I 01 2 b"));
    elsewhere(tables, "DELETE FROM %s WHERE id = 2".formatted(tables.name("orders")));
    mergeAgain(tables, first, changes(tables, "I 03 4 d"));
    assertThatThrownBy(first::withdraw)
        .hasMessageContaining("was written by somebody else since run run-000");
    assertThat(tables.lines("orders", "id", "item")).containsExactly("[1,a]", "[4,d]");
  }

  @Test
  void figuresAreNotThoseOfARunBefore(SparkSession spark) {
    Tables tables = new Tables(spark, TableFormat.DELTA, folder);
    MergeIntoTable sink = tables.sink("orders", plain(Deletes.HARD));
    Dataset<Row> rows = changes(tables, "I 01 1 a", "I 01 2 b");
    assertThat(tables.merge(sink, rows).counts()).containsEntry("rows-inserted", 2L);
    assertThat(tables.merge(sink, rows).counts()).doesNotContainEntry("rows-inserted", 2L);
  }

  /** Another writer, who does not know what our Spark session remembers of the table. */
  private void elsewhere(Tables tables, String sql) {
    SparkSession other = tables.spark.newSession();
    tables.settings(folder).forEach(other.conf()::set);
    other.conf().set("spark.databricks.delta.snapshotPartitions", "1");
    other.sql(sql);
  }

  /** One more commit of the run that staged the other. */
  private static void mergeAgain(Tables tables, Sink.Staged staged, Dataset<Row> rows) {
    StagedMerge merge = (StagedMerge) staged;
    MergeIntoTable sink = tables.sink("orders", plain(Deletes.HARD));
    Dataset<Row> traced = rows.withColumn(Trace.ASIDE, functions.lit(null).cast(Trace.ASIDE_TYPE));
    Run run = new Run(merge.run(), Optional.empty(), false);
    Sink.Staged again = sink.stage(sink.judged(traced), run);
    again.publish();
    again.finish();
  }

  @Test
  void aDeletionIsForgottenWhenItsTimeIsOver(SparkSession spark) {
    Tables tables = new Tables(spark, TableFormat.ICEBERG, folder);
    MergeIntoTable sink = tables.sink("orders", plain(Deletes.HARD));
    tables.merge(sink, changes(tables, "D 10 1 -", "I 12 5 e"));
    tables.merge(sink, changes(tables, "I 09 1 late"));
    assertThat(tables.lines("orders", "id", "item")).containsExactly("[5,e]");
    assertThat(tables.lines("orders_tombstones", "id")).containsExactly("[1]");

    tables.merge(sink, changes(tables, "I 13 6 f"));
    assertThat(tables.lines("orders_tombstones", "id")).isEmpty();
    tables.merge(sink, changes(tables, "I 09 1 late"));
    assertThat(tables.lines("orders", "id", "item")).containsExactly("[1,late]", "[5,e]", "[6,f]");
  }

  /** Which nobody means who remembers deletions for two days. */
  @Test
  void aTimeOfTheFutureForgetsNothing(SparkSession spark) {
    Tables tables = new Tables(spark, TableFormat.ICEBERG, folder);
    MergeIntoTable sink = tables.sink("orders", plain(Deletes.HARD));
    String now = java.time.LocalDate.now(java.time.ZoneOffset.UTC).toString();
    String rows =
        """
        op string | at timestamp | id int | item string
        D | %s 00:00:00 | 1 | null
        I | 2062-01-01 00:00:00 | 5 | e
        """;
    tables.merge(sink, Table.rows(spark, rows.formatted(now)));
    tables.merge(sink, changes(tables, "I 09 1 late"));
    assertThat(tables.lines("orders", "id", "item")).containsExactly("[5,e]");
  }

  @Test
  void deletionsAreRememberedOfAKeyThatBecomesWider(SparkSession spark) {
    Tables tables = new Tables(spark, TableFormat.ICEBERG, folder);
    MergeIntoTable sink = tables.sink("orders", plain(Deletes.HARD));
    tables.merge(sink, changes(tables, "I 01 1 a", "I 01 2 b", "D 03 2 -"));
    Dataset<Row> wider = changes(tables, "I 04 5 c", "D 04 1 -", "I 02 2 late");
    tables.merge(
        sink, wider.withColumn("id", functions.expr("if(id = 5, 5000000000L, bigint(id))")));
    assertThat(tables.lines("orders", "id", "item")).containsExactly("[5000000000,c]");
    assertThat(tables.lines("orders_tombstones", "id")).containsExactly("[1]", "[2]");
  }

  @ParameterizedTest
  @EnumSource
  void aTruncationTakesWhatWasBeforeItAndWhatComesLate(Deletes deletes, SparkSession spark) {
    Tables tables = new Tables(spark, TableFormat.ICEBERG, folder);
    MergeIntoTable sink = tables.sink("orders", rules(deletes, false));
    tables.merge(sink, changes(tables, "I 01 1 a", "I 01 2 b"));
    tables.merge(sink, changes(tables, "T 03 - -", "I 04 2 B", "I 04 3 c"));
    tables.merge(sink, changes(tables, "I 02 9 late", "U 02 1 late"));
    String alive = "if(_deletion > _change, '-', item)";
    assertThat(
            tables.lines("orders", "id", deletes == Deletes.HARD ? "item" : alive).stream()
                .filter(line -> !line.endsWith("-]")))
        .containsExactly("[2,B]", "[3,c]");
  }

  @ParameterizedTest
  @EnumSource
  void aNullThatIsNoUpdateLeavesTheValue(Deletes deletes, SparkSession spark) {
    Tables tables = new Tables(spark, TableFormat.ICEBERG, folder);
    ChangeRules all = rules(deletes, true);
    MergeIntoTable sink = tables.sink("orders", all);
    tables.merge(sink, changes(tables, "I 02 1 a", "I 02 2 b", "I 02 3 c"));
    tables.merge(sink, changes(tables, "U 04 1 -", "D 03 2 -", "U 01 3 z"));
    tables.merge(sink, changes(tables, "U 03 1 A", "U 05 2 -"));
    assertThat(tables.lines("orders", "id", "item", "string(date(at))"))
        .containsExactly("[1,A,2024-05-04]", "[2,null,2024-05-05]", "[3,c,2024-05-02]");
  }

  @Test
  void aNewTableIsPartitionedAndPersistsWithoutARow(SparkSession spark) {
    Tables tables = new Tables(spark, TableFormat.ICEBERG, folder);
    MergeIntoTable sink =
        new MergeIntoTable(
            tables.name("orders"),
            plain(Deletes.HARD),
            TableFormat.ICEBERG,
            List.of("months(at)", "bucket(4, id)"),
            Map.of("write.merge.mode", "copy-on-write"),
            SchemaChanges.USUAL,
            false,
            Optional.of(tables.name("gone")));
    assertThat(sink.plan(spark, changes(tables).schema()))
        .containsExactly(
            "changes into the iceberg table lake.shop.orders",
            "it would be made, with at, id, item, _change, partitioned by months(at), bucket(4, id)",
            "one row per id; a deleted one leaves",
            "deletions are remembered for 2 days in lake.shop.gone");
    assertThat(spark.catalog().tableExists(tables.name("orders"))).isFalse();

    tables.merge(sink, changes(tables));
    assertThat(spark.table(tables.name("gone")).columns()).containsExactly("id", "_deletion");
    assertThat(tables.lines("orders", "id")).isEmpty();
    assertThat(
            spark
                .sql("DESCRIBE TABLE lake.shop.orders")
                .where("col_name like 'Part %'")
                .collectAsList()
                .stream()
                .map(row -> row.getString(1)))
        .containsExactly("months(at)", "bucket(4, id)");
    assertThat(sink.plan(spark, changes(tables).schema())).contains("it is there");

    tables.merge(sink, changes(tables, "I 01 1 a"));
    tables.merge(sink, changes(tables, "U 02 1 b"));
    assertThat(tables.lines("orders", "id", "item")).containsExactly("[1,b]");
  }

  @Test
  void columnsThatDifferAreRefused(SparkSession spark) {
    Tables tables = new Tables(spark, TableFormat.ICEBERG, folder);
    MergeIntoTable sink = tables.sink("orders", plain(Deletes.HARD));
    tables.merge(sink, changes(tables, "I 01 1 a"));
    Dataset<Row> rows = changes(tables, "I 02 1 b");
    refuses(
        sink,
        rows.drop("item"),
        "column item of the table is not in the changes (dropped: fail); change the source, or say in schema-changes what is to be done");
    refuses(
        sink,
        rows.withColumn("item", functions.lit(1)),
        "column item is int, the table has string (retyped: fail); change the source, or say in schema-changes what is to be done");
    refuses(
        sink,
        rows.withColumn("_file", functions.lit("x")),
        "sink.table: Iceberg keeps the column name _file for itself; rename the column before");
    spark.sql("DROP TABLE lake.shop.orders_tombstones");
    spark.sql("CREATE TABLE lake.shop.orders_tombstones (id string) USING iceberg");
    refuses(
        sink,
        rows,
        "sink.table: lake.shop.orders_tombstones lacks column _deletion, which the rows have; add it to the table, or drop it before");
  }

  @Test
  void theTableTakesColumnsThatAreAddedWidenedAndRenamed(SparkSession spark) {
    Tables tables = new Tables(spark, TableFormat.ICEBERG, folder);
    SchemaPolicy apply = SchemaPolicy.APPLY;
    SchemaChanges all =
        new SchemaChanges(apply, apply, apply, apply, SchemaPolicy.IGNORE, SchemaPolicy.FAIL);
    MergeIntoTable sink =
        new MergeIntoTable(
            tables.name("orders"),
            plain(Deletes.HARD),
            TableFormat.ICEBERG,
            List.of(),
            Map.of(),
            all,
            false,
            Optional.empty());
    tables.merge(sink, changes(tables, "I 01 1 a").withColumn("size", functions.lit(1)));
    Dataset<Row> wide =
        changes(tables, "I 02 2 b").withColumn("size", functions.lit(3_000_000_000L));
    assertThat(sink.plan(spark, wide.withColumn("more", functions.lit("x")).schema()))
        .contains(
            "it would be altered: ALTER COLUMN `size` TYPE BIGINT",
            "it would be altered: ADD COLUMNS (`more` STRING)");
    tables.merge(sink, wide.withColumn("more", functions.lit("x")));
    tables.merge(
        sink,
        changes(tables, "U 03 1 c")
            .withColumn("size", functions.lit(7L))
            .withColumn("rest", functions.lit("y")));
    assertThat(tables.lines("orders", "id", "item", "size", "rest"))
        .containsExactly("[1,c,7,y]", "[2,b,3000000000,x]");
    tables.merge(sink, changes(tables, "U 04 1 d").withColumn("rest", functions.lit("z")));
    assertThat(tables.lines("orders", "id", "item", "size", "rest"))
        .as("a column that is left out keeps its value")
        .containsExactly("[1,d,7,z]", "[2,b,3000000000,x]");
  }

  @Test
  void aFullRefreshReplacesTheRowsInOneCommit(SparkSession spark) {
    Tables tables = new Tables(spark, TableFormat.ICEBERG, folder);
    tables.merge(
        tables.sink("orders", plain(Deletes.HARD)), changes(tables, "I 01 1 a", "D 02 2 -"));
    MergeIntoTable sink =
        new MergeIntoTable(
            tables.name("orders"),
            plain(Deletes.HARD),
            TableFormat.ICEBERG,
            List.of(),
            Map.of(),
            SchemaChanges.USUAL,
            true,
            Optional.empty());
    tables.merge(sink, changes(tables, "I 01 2 b", "I 01 3 c"));
    assertThat(tables.lines("orders", "id", "item")).containsExactly("[2,b]", "[3,c]");
    assertThat(tables.lines("orders.snapshots", "count(1)")).containsExactly("[2]");
  }

  @Test
  void aTableThatCannotBeReachedIsRefused(SparkSession spark) {
    Tables tables = new Tables(spark, TableFormat.ICEBERG, folder);
    spark.conf().set("spark.sql.catalog.other", "com.example.Catalog");
    // No folders, so its namespaces are not ours to make.
    spark.conf().set("spark.sql.catalog.memory", "org.apache.iceberg.spark.SparkCatalog");
    spark
        .conf()
        .set(
            "spark.sql.catalog.memory.catalog-impl", "org.apache.iceberg.inmemory.InMemoryCatalog");
    Dataset<Row> rows = changes(tables, "I 02 1 b");
    refuses(
        into("nowhere.shop.orders", TableFormat.ICEBERG),
        rows,
        "sink.table: no catalog nowhere is known; set spark { \"sql.catalog.nowhere\" = org.apache.iceberg.spark.SparkCatalog, and beside it sql.catalog.nowhere.type and what that type needs }");
    refuses(
        into("other.shop.orders", TableFormat.ICEBERG),
        rows,
        "sink.table: spark.sql.catalog.other is com.example.Catalog, which is not on the class path; add the jar of that table format, by --packages or MILLRACE_CLASSPATH");
    refuses(
        into("memory.market.orders", TableFormat.ICEBERG),
        rows,
        "sink.table: there is no namespace memory.market; make it with CREATE NAMESPACE memory.market");
    refuses(
        into("nowhere.shop.orders", TableFormat.DELTA),
        rows,
        "sink.table: catalog nowhere is not one of Delta; set spark { \"sql.catalog.nowhere\" = org.apache.spark.sql.delta.catalog.DeltaCatalog }");
    tables.merge(into("lake.shop.orders", TableFormat.ICEBERG), rows);
    refuses(
        into("lake.shop.orders", TableFormat.DELTA),
        rows,
        "sink.table: lake.shop.orders is a table of iceberg, not of delta; set format");
  }

  private static MergeIntoTable into(String table, TableFormat format) {
    return new MergeIntoTable(
        table,
        plain(Deletes.HARD),
        format,
        List.of(),
        Map.of(),
        SchemaChanges.USUAL,
        false,
        Optional.empty());
  }

  private static void refuses(MergeIntoTable sink, Dataset<Row> rows, String message) {
    assertThatThrownBy(() -> sink.plan(rows.sparkSession(), rows.schema())).hasMessage(message);
  }
}
