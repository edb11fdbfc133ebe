package io.millrace.jobs.io;

import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.jobs.table.TableFormat;
import io.millrace.jobs.table.TableRead;
import io.millrace.support.SparkExtension;
import io.millrace.support.Table;
import io.millrace.transforms.InvalidInputException;
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

/** Rows that an overwrite must not take away, or leave twice. */
@ExtendWith(SparkExtension.class)
class OverwriteTableTest {

  private static final String ROWS =
      """
      id int | page string | at timestamp
      1      | cat         | 2024-05-01 07:00:00
      2      | dog         | 2024-05-02 08:00:00
      3      | cow         | 2024-06-03 09:00:00
      """;

  @TempDir private Path folder;
  private Tables tables;
  private int runs;

  private WriteTable sink(WriteMode mode, String... partitionBy) {
    return new WriteTable(
        tables.name("visits"), tables.format, mode, List.of(partitionBy), List.of(), Map.of());
  }

  private Sink.Staged stage(WriteTable sink, Dataset<Row> rows, List<TableRead> read) {
    Dataset<Row> traced = rows.withColumn(Trace.ASIDE, lit(null).cast(Trace.ASIDE_TYPE));
    return sink.stage(
        traced, new Run("run-" + runs++, Optional.empty(), false, false, "", List.of(), read));
  }

  private void write(WriteTable sink, Dataset<Row> rows) {
    sink.plan(tables.spark, rows.schema());
    Sink.Staged staged = stage(sink, rows, List.of());
    staged.publish();
    staged.finish();
  }

  private List<String> ids() {
    return tables.lines("visits", "id");
  }

  @Test
  void partitionsThatAreLargerThanMeantAreNotReplaced(SparkSession spark) {
    tables = new Tables(spark, TableFormat.ICEBERG, folder);
    Dataset<Row> rows = Table.rows(spark, ROWS);
    write(sink(WriteMode.APPEND, "months(at)", "page"), rows);

    WriteTable days = sink(WriteMode.OVERWRITE_PARTITIONS, "days(at)", "page");
    assertThatThrownBy(() -> days.plan(spark, rows.schema()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "sink.partition-by: lake.shop.visits is partitioned by months(at), page, not by days(at), page, and overwrite-partitions would replace all rows of those; give partition-by as the table has it, if that is meant, or make the table anew");
    WriteTable fits = sink(WriteMode.OVERWRITE_PARTITIONS, "page", "months(at)");
    assertThat(fits.plan(spark, rows.schema()))
        .last()
        .isEqualTo("rows in the partitions written would be replaced: months(at), page");
    write(fits, rows.where("id = 1").withColumn("id", lit(9)));
    assertThat(ids()).containsExactly("[2]", "[3]", "[9]");
  }

  @ParameterizedTest
  @EnumSource
  void columnsAsPartitionsMustBeTheSame(TableFormat format, SparkSession spark) {
    tables = new Tables(spark, format, folder);
    Dataset<Row> rows = Table.rows(spark, ROWS);
    write(sink(WriteMode.APPEND, "page"), rows);
    assertThatThrownBy(() -> sink(WriteMode.OVERWRITE_PARTITIONS, "id").plan(spark, rows.schema()))
        .hasMessageContaining("is partitioned by page, not by id");
    write(sink(WriteMode.OVERWRITE_PARTITIONS, "PAGE"), rows.where("id = 1"));
    assertThat(ids()).containsExactly("[1]", "[2]", "[3]");
  }

  @Test
  void filesOfAnEarlierPartitioningAreNotLeftBesideTheirSuccessors(SparkSession spark) {
    tables = new Tables(spark, TableFormat.ICEBERG, folder);
    Dataset<Row> rows = Table.rows(spark, ROWS);
    write(sink(WriteMode.APPEND, "months(at)"), rows);
    spark.sql(
        "ALTER TABLE %s REPLACE PARTITION FIELD months(at) WITH days(at)"
            .formatted(tables.name("visits")));

    WriteTable days = sink(WriteMode.OVERWRITE_PARTITIONS, "days(at)");
    Sink.Staged staged = stage(days, rows.where("id = 1"), List.of());
    assertThatThrownBy(staged::publish)
        .hasMessageContaining("has files of a partitioning that it had before");
    staged.withdraw();
    staged.discard();
    assertThat(ids()).containsExactly("[1]", "[2]", "[3]");
    write(sink(WriteMode.APPEND), rows.where("id = 1"));
    assertThatThrownBy(() -> days.plan(spark, rows.schema()))
        .hasMessageContaining("rewrite them first, by maintain-table");
    write(sink(WriteMode.OVERWRITE), rows);
    write(days, rows.where("id = 1"));
    assertThat(ids()).containsExactly("[1]", "[2]", "[3]");
  }

  @ParameterizedTest
  @EnumSource
  void whatHasComeSinceTheTableWasReadIsNotReplaced(TableFormat format, SparkSession spark) {
    tables = new Tables(spark, format, folder);
    Dataset<Row> rows = Table.rows(spark, ROWS);
    write(sink(WriteMode.APPEND, "page"), rows);
    TableRead read = read(spark);
    Dataset<Row> fewer = rows.where("id < 3");
    Sink.Staged all = stage(sink(WriteMode.OVERWRITE), fewer, List.of(read));
    Sink.Staged some = stage(sink(WriteMode.OVERWRITE_PARTITIONS, "page"), fewer, List.of(read));
    write(sink(WriteMode.APPEND), rows.where("id = 1").withColumn("id", lit(7)));

    for (Sink.Staged staged : List.of(all, some)) {
      assertThatThrownBy(staged::publish)
          .hasMessageContaining(
              "visits was written by somebody else since this job looked at it; run the job again");
      staged.withdraw();
      staged.discard();
      assertThat(ids()).containsExactly("[1]", "[2]", "[3]", "[7]");
    }

    Sink.Staged again = stage(sink(WriteMode.OVERWRITE), fewer, List.of(read(spark)));
    again.publish();
    again.finish();
    assertThat(ids()).containsExactly("[1]", "[2]");
  }

  private TableRead read(SparkSession spark) {
    return new ReadTable(tables.name("visits"), tables.format).open(spark).table().orElseThrow();
  }

  @Test
  void anOlderStateMayBePutBack(SparkSession spark) {
    tables = new Tables(spark, TableFormat.ICEBERG, folder);
    Dataset<Row> rows = Table.rows(spark, ROWS);
    write(sink(WriteMode.APPEND), rows);
    String first = read(spark).version().orElseThrow().id();
    write(sink(WriteMode.OVERWRITE), rows.where("id = 1"));
    Reading old =
        new ReadTable(
                tables.name("visits"),
                tables.format,
                Optional.of(first),
                Optional.empty(),
                Optional.empty(),
                Optional.empty())
            .open(spark);
    Sink.Staged back = stage(sink(WriteMode.OVERWRITE), rows, List.of(old.table().orElseThrow()));
    back.publish();
    back.finish();
    assertThat(ids()).containsExactly("[1]", "[2]", "[3]");
  }

  @ParameterizedTest
  @EnumSource
  void aTableIsFilledOnce(TableFormat format, SparkSession spark) {
    tables = new Tables(spark, format, folder);
    Dataset<Row> rows = Table.rows(spark, ROWS);
    write(sink(WriteMode.APPEND), rows.limit(0));
    Sink.Staged one = stage(sink(WriteMode.ERROR_IF_EXISTS), rows, List.of());
    Sink.Staged other = stage(sink(WriteMode.ERROR_IF_EXISTS), rows, List.of());
    one.publish();
    one.finish();
    assertThatThrownBy(other::publish).hasMessageContaining("holds rows already");
    other.withdraw();
    other.discard();
    assertThat(ids()).containsExactly("[1]", "[2]", "[3]");
  }
}
