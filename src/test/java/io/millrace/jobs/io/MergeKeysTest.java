package io.millrace.jobs.io;

import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.jobs.table.TableFormat;
import io.millrace.support.SparkExtension;
import io.millrace.support.Table;
import io.millrace.transforms.ChangeRules;
import io.millrace.transforms.Trace;
import java.nio.file.Path;
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

/** A table whose rows are one per other keys. */
@ExtendWith(SparkExtension.class)
class MergeKeysTest {

  @TempDir private Path folder;

  private static ChangeRules of(String... keys) {
    return new ChangeRules(List.of(keys), List.of("at"));
  }

  /** {@code day id item}. */
  private static Dataset<Row> changes(Tables tables, String... changes) {
    StringBuilder table = new StringBuilder("at timestamp | id int | item string\n");
    for (String change : changes) {
      table.append("2024-05-%s 00:00:00 | %s | %s%n".formatted((Object[]) change.split(" ", -1)));
    }
    return Table.rows(tables.spark, table.toString());
  }

  @ParameterizedTest
  @EnumSource
  void aChangedKeyWithoutAColumnThatTheTableKeepsIsAReject(TableFormat format, SparkSession spark) {
    Tables tables = new Tables(spark, format, folder);
    tables.merge(tables.sink("orders", of("id")), changes(tables, "01 1 a"));
    SchemaPolicy fail = SchemaPolicy.FAIL;
    MergeIntoTable sink =
        new MergeIntoTable(
            tables.name("orders"),
            of("id"),
            format,
            List.of(),
            Map.of(),
            new SchemaChanges(fail, fail, fail, fail, SchemaPolicy.IGNORE, fail),
            false,
            Optional.empty());
    String moved = "at timestamp | id int | BI_id int\n2024-05-02 00:00:00 | 2 | 1";

    Dataset<Row> judged =
        sink.judged(
            Table.rows(spark, moved).withColumn(Trace.ASIDE, lit(null).cast(Trace.ASIDE_TYPE)));

    assertThat(judged.selectExpr(Trace.ASIDE + ".reason").head().getString(0))
        .isEqualTo("the key changed, and the change does not supply every column");
  }

  @ParameterizedTest
  @EnumSource
  void changesOfOtherKeysAreRefused(TableFormat format, SparkSession spark) {
    Tables tables = new Tables(spark, format, folder);
    tables.merge(tables.sink("orders", of("id", "item")), changes(tables, "01 1 a", "01 1 b"));
    MergeIntoTable fewer = tables.sink("orders", of("id"));

    assertThatThrownBy(() -> tables.merge(fewer, changes(tables, "02 1 c")))
        .hasMessageContaining(
            "orders was made for the keys id, item, and a change by id may find several rows; give changes.keys as they were, or another table");
    assertThat(tables.lines("orders", "id", "item")).containsExactly("[1,a]", "[1,b]");

    tables.merge(tables.sink("orders", of("ITEM", "id")), changes(tables, "03 1 c"));
    assertThat(tables.lines("orders", "id", "item")).containsExactly("[1,a]", "[1,b]", "[1,c]");
  }

  @Test
  void deletionsOfAnotherTableAreRefused(SparkSession spark) {
    Tables tables = new Tables(spark, TableFormat.ICEBERG, folder);
    // Spark hides a property in whose value it finds a word such as url.
    tables.merge(beside(tables, "hourly", "other"), changes(tables, "01 1 a"));
    tables.merge(beside(tables, "hourly", "other"), changes(tables, "02 1 b"));
    tables.merge(beside(tables, "orders", "gone"), changes(tables, "01 1 a"));
    MergeIntoTable other = beside(tables, "offices", "gone");

    assertThatThrownBy(() -> tables.merge(other, changes(tables, "02 1 c")))
        .hasMessageContaining(
            "gone remembers deletions of %s, which say nothing of %s; give each table its own"
                .formatted(
                    tables.name("orders").replaceAll("^[^.]*\\.", ""), tables.name("offices")));
    tables.merge(beside(tables, "orders", "gone"), changes(tables, "02 1 b"));
    assertThat(tables.lines("orders", "id", "item")).containsExactly("[1,b]");
  }

  private static MergeIntoTable beside(Tables tables, String table, String tombstones) {
    return new MergeIntoTable(
        tables.name(table),
        of("id"),
        tables.format,
        List.of(),
        Map.of(),
        SchemaChanges.USUAL,
        false,
        Optional.of(tables.name(tombstones)));
  }

  /** Where the table cannot become wider, deletions find their rows all the same. */
  @Test
  void deletionsOfAWiderKeyFindTheirRow(SparkSession spark) {
    Tables tables = new Tables(spark, TableFormat.DELTA, folder);
    ChangeRules rules = Tables.rules("id");
    SchemaPolicy fail = SchemaPolicy.FAIL;
    MergeIntoTable sink =
        new MergeIntoTable(
            tables.name("orders"),
            rules,
            TableFormat.DELTA,
            List.of(),
            Map.of(),
            new SchemaChanges(fail, SchemaPolicy.QUARANTINE, fail, fail, fail, fail),
            false,
            Optional.empty());
    tables.merge(sink, changes(tables, "01 1 a", "01 2 b"));
    tables.merge(
        sink, changes(tables, "02 1 gone").withColumn("id", functions.col("id").cast("bigint")));
    assertThat(tables.lines("orders", "id", "item")).containsExactly("[2,b]");
  }

  @Test
  void aKeyThatWasOneTheTableCannotHaveIsAReject(SparkSession spark) {
    Tables tables = new Tables(spark, TableFormat.ICEBERG, folder);
    String moved = "at timestamp | id int | BI_id bigint\n2024-05-02 00:00:00 | 2 | 4294967297";
    Dataset<Row> judged =
        tables
            .sink("orders", of("id"))
            .judged(
                Table.rows(spark, moved).withColumn(Trace.ASIDE, lit(null).cast(Trace.ASIDE_TYPE)));
    assertThat(judged.selectExpr(Trace.ASIDE + ".reason").head().getString(0))
        .isEqualTo("the key as it was before does not fit the type of the key");
  }
}
