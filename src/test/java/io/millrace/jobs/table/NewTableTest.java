package io.millrace.jobs.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Names, and the statement that makes a table. */
class NewTableTest {

  @ParameterizedTest
  @CsvSource({
    "lake.shop.orders, `lake`.`shop`.`orders`",
    "lake.eu.shop.orders, `lake`.`eu`.`shop`.`orders`",
    "lake.`my.shop`.`a``, ",
    "lake.`my.shop`.`a``b`, `lake`.`my.shop`.`a``b`"
  })
  void aNameHasAtLeastThreeParts(String text, String sql) {
    if (sql == null) {
      assertThatThrownBy(() -> TableName.parse(text, "table"))
          .hasMessageContaining("table must be");
    } else {
      assertThat(TableName.parse(text, "table").sql()).isEqualTo(sql);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"orders", "shop.orders", "lake.shop.", "lake..orders", ".lake.shop.a"})
  void anotherNameIsRefused(String text) {
    assertThatThrownBy(() -> TableName.parse(text, "table"))
        .hasMessage(
            "table must be catalog.namespace.name, such as lake.shop.orders, was '%s'"
                .formatted(text));
  }

  @Test
  void theNameBesideHasTheSuffix() {
    assertThat(TableName.parse("lake.shop.orders", "table").with("_tombstones"))
        .hasToString("lake.shop.orders_tombstones");
  }

  @Test
  void theStatementQuotesEveryNameAndAllowsNullEverywhere() {
    StructType columns =
        StructType.fromDDL("`my id` bigint not null, at timestamp, s struct<a:int not null>");
    assertThat(
            new NewTable(
                    TableFormat.ICEBERG,
                    List.of("days(at)", "bucket(16, `my id`)", "my id"),
                    List.of(),
                    Map.of("write.merge.mode", "copy-on-write", "comment", "it's \\ here"))
                .sql(TableName.parse("lake.shop.orders", "table"), columns))
        .isEqualTo(
            "CREATE TABLE `lake`.`shop`.`orders` (`my id` BIGINT, `at` TIMESTAMP, `s` STRUCT<a: INT>)"
                + " USING iceberg PARTITIONED BY (days(`at`), bucket(16, `my id`), `my id`)"
                + " TBLPROPERTIES ('comment' = 'it\\'s \\\\ here', 'format-version' = '2', 'write.delete.mode' = 'merge-on-read',"
                + " 'write.merge.mode' = 'copy-on-write', 'write.update.mode' = 'merge-on-read')");
  }

  @Test
  void theOrderIsAStatementOfItsOwn() {
    TableName name = TableName.parse("lake.shop.orders", "table");
    List<String> by = List.of("`my id` desc nulls last", "at");
    assertThat(new NewTable(TableFormat.ICEBERG, List.of(), by, Map.of()).orderSql(name))
        .hasValue(
            "ALTER TABLE `lake`.`shop`.`orders` WRITE LOCALLY ORDERED BY `my id` DESC NULLS LAST, `at`");
    assertThat(new NewTable(TableFormat.ICEBERG, List.of("at"), by, Map.of()).orderSql(name))
        .hasValue(
            "ALTER TABLE `lake`.`shop`.`orders` WRITE DISTRIBUTED BY PARTITION LOCALLY ORDERED BY `my id` DESC NULLS LAST, `at`");
  }

  @ParameterizedTest
  @ValueSource(strings = {"day(", "hash(id)", "bucket(id)", "days(at, at)", "id); drop table x --"})
  void whatIsNoPartitionIsRefused(String partition) {
    assertThatThrownBy(
            () -> new NewTable(TableFormat.ICEBERG, List.of(partition), List.of(), Map.of()))
        .hasMessageStartingWith("partition-by: '" + partition + "' is neither a column nor one of");
  }

  @Test
  void deltaKnowsNoTransforms() {
    assertThatThrownBy(
            () -> new NewTable(TableFormat.DELTA, List.of("days(at)"), List.of(), Map.of()))
        .hasMessage(
            "partition-by: a Delta table is partitioned by columns only, not by 'days(at)'");
  }

  @Test
  void aPartitionOfNoColumnAndANameThatIcebergKeepsAreRefused() {
    StructType columns = StructType.fromDDL("id int, at timestamp");
    NewTable table = new NewTable(TableFormat.ICEBERG, List.of("days(when)"), List.of(), Map.of());
    assertThatThrownBy(() -> table.check(columns))
        .hasMessage("sink.partition-by: no column when; the table would have id, at");
    assertThatThrownBy(() -> table.check(columns.add("_POS", "int")))
        .hasMessageStartingWith("sink.table: Iceberg keeps the column name _POS for itself");
  }
}
