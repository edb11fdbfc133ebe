package io.millrace.transforms;

import static io.millrace.support.Table.rows;
import static io.millrace.support.Table.table;
import static io.millrace.support.Table.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.support.SparkExtension;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** One row per group. */
@ExtendWith(SparkExtension.class)
class AggregateTest {

  private static Dataset<Row> views(SparkSession spark) {
    return rows(spark, "page string | bytes int\nCats|1\nCats|3\nDogs|5\nnull|7");
  }

  @Test
  void eachGroupIsOneRow(SparkSession spark) {
    Map<String, String> columns = new LinkedHashMap<>();
    columns.put("views", "count(*)");
    columns.put("p50", "percentile_approx(bytes, 0.5)");
    assertThat(text(new Aggregate(List.of("PAGE"), columns).apply(views(spark))))
        .isEqualTo(table("PAGE string | views bigint | p50 int\nCats|2|1\nDogs|1|5\nnull|1|7"));
  }

  @Test
  void withoutByAllRowsAreOneGroup(SparkSession spark) {
    assertThat(text(new Aggregate(List.of(), Map.of("n", "count(page)")).apply(views(spark))))
        .isEqualTo(table("n bigint\n3"));
  }

  @Test
  void whatAGroupDoesNotGiveIsRefused(SparkSession spark) {
    assertThatThrownBy(
            () -> new Aggregate(List.of("page"), Map.of("b", "bytes")).apply(views(spark)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith(
            "aggregate: columns.b: 'bytes' cannot be computed from the rows of a group: ");
    assertThatThrownBy(() -> new Aggregate(List.of("page"), Map.of("Page", "count(*)")))
        .hasMessage("columns.Page: 'by' has a column of this name; choose another");
    assertThatThrownBy(
            () -> new Aggregate(List.of("pge"), Map.of("n", "count(*)")).apply(views(spark)))
        .hasMessage("aggregate: no column pge; the input has page, bytes; did you mean 'page'?");
  }
}
