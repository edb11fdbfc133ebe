package io.millrace.transforms;

import static io.millrace.support.Table.rows;
import static io.millrace.support.Table.table;
import static io.millrace.support.Table.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.support.SparkExtension;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Columns computed by SQL. */
@ExtendWith(SparkExtension.class)
class DeriveTest {

  private static Dataset<Row> posts(SparkSession spark) {
    return rows(spark, "id int | body string\n1 | quia et\n2 | null\n3 | x");
  }

  @Test
  void newColumnsStandBehindTheOthers(SparkSession spark) {
    assertThat(text(new Derive(Map.of("body_length", "length(body)")).apply(posts(spark))))
        .isEqualTo(
            table(
                """
                id int | body string | body_length int
                1      | quia et     | 7
                2      | null        | null
                3      | x           | 1
                """));
  }

  @Test
  void replacedColumnsKeepTheirPlaceAndExpressionsSeeTheInput(SparkSession spark) {
    Map<String, String> columns = new LinkedHashMap<>();
    columns.put("twice", "id * 2");
    columns.put("ID", "id + 10");
    assertThat(text(new Derive(columns, true).apply(posts(spark).drop("body"))))
        .isEqualTo(table("ID int | twice int\n11|2\n12|4\n13|6"));
  }

  @Test
  void aColumnThatIsThereIsReplacedOnlyWhenAsked(SparkSession spark) {
    assertThatThrownBy(() -> new Derive(Map.of("Body", "id")).apply(posts(spark)))
        .hasMessage("derive: the input already has Body; rename or drop it before this step");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "strlen(boddy)",
        "made",
        "count(*)",
        "sum(id) over ()",
        "explode(array(id))",
        "id +",
      })
  void whatARowDoesNotGiveIsRefused(String sql, SparkSession spark) {
    Map<String, String> columns = new LinkedHashMap<>();
    columns.put("made", "id");
    columns.put("bad", sql);
    assertThatThrownBy(() -> new Derive(columns).apply(posts(spark)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith(
            "derive: columns.bad: '" + sql + "' cannot be computed from one row of the input: ");
  }

  @Test
  void rowsThatAreSetAsideAreNotComputed(SparkSession spark) {
    Dataset<Row> rows = Traces.aside(posts(Traces.ansi(spark, true)), "id = 3");
    Dataset<Row> derived = new Derive(Map.of("n", "if(id = 3, cast(body as int), id)")).apply(rows);
    assertThat(text(derived.select("id", "n")))
        .isEqualTo(table("id int | n int\n1 | 1\n2 | 2\n3 | null"));
    assertThat(Traces.reasons(derived)).containsExactly("earlier");
  }
}
