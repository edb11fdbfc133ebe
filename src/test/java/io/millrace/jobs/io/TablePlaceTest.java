package io.millrace.jobs.io;

import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.jobs.table.TableFormat;
import io.millrace.support.SparkExtension;
import io.millrace.support.Table;
import io.millrace.transforms.Trace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An Iceberg table that is made gets a folder of its own, and all that it was meant to have. */
@ExtendWith(SparkExtension.class)
class TablePlaceTest {

  @TempDir private Path folder;
  private Tables tables;

  @BeforeEach
  void open(SparkSession spark) {
    tables = new Tables(spark.newSession(), TableFormat.ICEBERG, folder);
  }

  private List<String> write(String table, String... sortBy) {
    WriteTable sink =
        new WriteTable(
            tables.name(table),
            tables.format,
            WriteMode.APPEND,
            List.of(),
            List.of(sortBy),
            Map.of());
    var rows = Table.rows(tables.spark, "id int\n7");
    sink.plan(tables.spark, rows.schema());
    sink.stage(
            rows.withColumn(Trace.ASIDE, lit(null).cast(Trace.ASIDE_TYPE)),
            new Run("run", Optional.empty(), false))
        .publish();
    return tables.lines(table, "id");
  }

  private Path file(String name) throws IOException {
    Path file = folder.resolve("warehouse/shop").resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, "1,a");
  }

  /** A catalog of folders would drop them with the table, and others would read its files. */
  @ParameterizedTest
  @CsvSource({"visits/a.csv", "visits/day=1/part-0.parquet"})
  void noTableIsMadeWhereOtherFilesLie(String name) throws Exception {
    Path file = file(name);
    assertThatThrownBy(() -> write("visits"))
        .hasMessage(
            "sink.table: lake.shop.visits would be made in %s/warehouse/shop/visits, where other files lie, such as file:%s; move them away, or take another name: a table needs a folder of its own",
            folder, file);
    assertThat(file).hasContent("1,a");
    assertThat(tables.spark.catalog().tableExists(tables.name("visits"))).isFalse();
  }

  /** Whoever failed or was killed while the table was made, or dropped it, may have left these. */
  @ParameterizedTest
  @CsvSource({
    "visits/metadata/00000-x.metadata.json",
    "visits/data/day=1/x.parquet",
    "visits/.a.parquet.crc",
    "visit/a.csv"
  })
  void whatIsNoDataOfOthersIsNoHindrance(String name) throws Exception {
    file(name);
    assertThat(write("visits")).containsExactly("[7]");
  }

  @Test
  void noTableIsMadeInTheFolderOfAnother() {
    write("visits");
    assertThatThrownBy(() -> write("visits.eu"))
        .hasMessage(
            "sink.table: lake.shop.visits.eu would be made in %s/warehouse/shop/visits, which is the folder of another table; take another name: a table needs a folder of its own",
            folder);
    assertThat(write("sales.eu")).containsExactly("[7]");
  }

  /** As a run leaves it that was killed between the two statements that make it. */
  @Test
  void aTableThatNobodyHasWrittenToGetsItsOrder(SparkSession spark) {
    tables = new Tables(spark, TableFormat.ICEBERG, folder);
    spark.sql(
        "CREATE TABLE lake.shop.visits (id int) USING iceberg TBLPROPERTIES ('millrace.sort-by' = 'id desc')");
    write("visits", "id desc");
    assertThat(property("sort-order")).contains("id DESC");
    write("visits", "id asc");
    assertThat(property("sort-order")).contains("id DESC");
  }

  @Test
  void aTableThatSomebodyElseMadeKeepsItsOrder(SparkSession spark) {
    tables = new Tables(spark, TableFormat.ICEBERG, folder);
    spark.sql("CREATE TABLE lake.shop.visits (id int) USING iceberg");
    write("visits", "id desc");
    assertThat(property("sort-order")).doesNotContain("id DESC");
  }

  private String property(String key) {
    return tables
        .spark
        .sql("SHOW TBLPROPERTIES lake.shop.visits ('%s')".formatted(key))
        .head()
        .getString(1);
  }
}
