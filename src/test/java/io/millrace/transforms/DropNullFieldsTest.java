package io.millrace.transforms;

import static io.millrace.support.Table.table;
import static io.millrace.support.Table.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.support.SparkExtension;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Columns that can hold nothing but null. */
@ExtendWith(SparkExtension.class)
class DropNullFieldsTest {

  @Test
  void voidGoesWhereverItIsAndTheRestStays(SparkSession spark) {
    Dataset<Row> rows =
        spark.sql(
            """
            select 1 as id, null as gone, cast(null as string) as `all null`,
              named_struct('a.b', 1, 'v', null) as s, named_struct('v', null) as hollow,
              array(named_struct('x', 1, 'v', null), null) as list, array(null) as voids,
              map('k', named_struct('x', 2, 'v', null)) as m
            """);
    assertThat(text(new DropNullFields().apply(rows)))
        .isEqualTo(
            table(
                """
                id int | all null string | s struct<a.b:int> | list array<struct<x:int>> | m map<string,struct<x:int>>
                1 | null | {"a.b":1} | [{"x":1},null] | {"k":{"x":2}}
                """));
  }

  @Test
  void aNullStructStaysNull(SparkSession spark) {
    Dataset<Row> rows =
        spark.sql("select if(id = 1, named_struct('a', id, 'v', null), null) as s from range(2)");
    assertThat(new DropNullFields().apply(Traces.good(rows)).where("s is null").count())
        .isEqualTo(1);
  }

  @Test
  void theLastColumnIsNotDropped(SparkSession spark) {
    assertThatThrownBy(() -> new DropNullFields().apply(spark.sql("select null as a")))
        .hasMessage("drop-null-fields: no column would be left; every one is of type void");
  }
}
