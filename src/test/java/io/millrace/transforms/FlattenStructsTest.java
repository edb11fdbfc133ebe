package io.millrace.transforms;

import static io.millrace.support.Table.table;
import static io.millrace.support.Table.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.support.SparkExtension;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Fields of structs at the top. */
@ExtendWith(SparkExtension.class)
class FlattenStructsTest {

  private static Dataset<Row> users(SparkSession spark) {
    return spark.sql(
        """
        select 1 as id,
          named_struct('street', 'Kattie Turnpike', 'geo', named_struct('lat', '-38.2', 'l.ng', '57.2')) as address,
          array(named_struct('a', 1)) as links
        """);
  }

  @Test
  void everyLevelComesToTheTopAtItsPlace(SparkSession spark) {
    assertThat(text(new FlattenStructs().apply(users(spark))))
        .isEqualTo(
            table(
                """
                id int | address_street string | address_geo_lat string | address_geo_l.ng string | links array<struct<a:int>>
                1 | Kattie Turnpike | -38.2 | 57.2 | [{"a":1}]
                """));
  }

  @Test
  void depthSeparatorAndColumnsMayBeChosen(SparkSession spark) {
    assertThat(new FlattenStructs(List.of(), ".", Optional.of(1)).apply(users(spark)).columns())
        .containsExactly("id", "address.street", "address.geo", "links");
    assertThat(
            new FlattenStructs(List.of("id"), "_", Optional.empty()).apply(users(spark)).columns())
        .containsExactly("id", "address", "links");
    assertThatThrownBy(() -> new FlattenStructs(List.of(), "_", Optional.of(0)))
        .hasMessage("max-depth must be at least 1, was 0");
  }

  @Test
  void aNullStructGivesNullFieldsAndTheTraceStays(SparkSession spark) {
    Dataset<Row> rows = spark.sql("select cast(null as struct<a: int, b: struct<c: int>>) as s");
    assertThat(text(new FlattenStructs().apply(rows)))
        .isEqualTo(table("s_a int | s_b_c int\nnull | null"));
    assertThat(new FlattenStructs().apply(Traces.good(rows)).columns())
        .containsExactly("s_a", "s_b_c", Trace.ASIDE);
  }

  @Test
  void aClashNamesBothPaths(SparkSession spark) {
    Dataset<Row> rows = spark.sql("select named_struct('B', 1) as a, 2 as a_b");
    assertThatThrownBy(() -> new FlattenStructs().apply(rows))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "flatten-structs: a.B and a_b would both be called 'a_b'; rename one before, or set another separator");
  }
}
