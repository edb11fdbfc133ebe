package io.millrace.transforms;

import static io.millrace.support.Table.rows;
import static io.millrace.support.Table.table;
import static io.millrace.support.Table.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.support.SparkExtension;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** One row of those that are the same. */
@ExtendWith(SparkExtension.class)
class DeduplicateTest {

  private static Dataset<Row> changes(SparkSession spark) {
    return rows(
        spark,
        """
        name string | ts int | age int
        joe         | 1      | 47
        jack        | 1      | 22
        joe         | 2      | 51
        joe         | 2      | 50
        null        | null   | 1
        null        | 3      | 2
        """);
  }

  @Test
  void theFirstByTheOrderStaysAndOtherColumnsBreakTies(SparkSession spark) {
    String latest =
        table(
            """
            name string | ts int | age int
            joe         | 2      | 50
            jack        | 1      | 22
            null        | 3      | 2
            """);
    Deduplicate step = new Deduplicate(List.of("NAME"), List.of("ts desc"));
    assertThat(text(step.apply(changes(spark)))).isEqualTo(latest);
    assertThat(text(step.apply(changes(spark).orderBy("age").repartition(3)))).isEqualTo(latest);
  }

  @Test
  void theOrderIsSpelledAsInSql(SparkSession spark) {
    Dataset<Row> odd = changes(spark).withColumnRenamed("ts", "my ts desc");
    Deduplicate step =
        new Deduplicate(List.of("name"), List.of("`my ts desc` ASC NULLS LAST", "age desc"));
    assertThat(text(step.apply(odd)))
        .isEqualTo(table("name string | my ts desc int | age int\njoe|1|47\njack|1|22\nnull|3|2"));
  }

  @Test
  void withoutKeysRowsThatAreWhollyEqualGo(SparkSession spark) {
    assertThat(text(new Deduplicate().apply(rows(spark, "a int|b int\n1|2\n1|2\nnull|2\nnull|2"))))
        .isEqualTo(table("a int|b int\n1|2\nnull|2"));
  }

  @Test
  void whatIsNotDefinedIsRefused(SparkSession spark) {
    assertThatThrownBy(() -> new Deduplicate(List.of("name"), List.of()))
        .hasMessage("keys need order-by, such as [\"ts desc\"], to say which row of a key stays");
    assertThatThrownBy(() -> new Deduplicate(List.of(), List.of("ts")))
        .hasMessage("order-by needs keys; without keys only rows that are equal in all columns go");
    assertThatThrownBy(
            () -> new Deduplicate(List.of("name"), List.of("when desc")).apply(changes(spark)))
        .hasMessage("deduplicate: no column when; the input has name, ts, age");
    assertThatThrownBy(() -> new Deduplicate().apply(spark.sql("select map(1, 2) as m")))
        .hasMessage(
            "deduplicate: column m is map<int,int>, which cannot be compared; drop it, or choose keys and order-by without it");
  }
}
