package io.millrace.transforms;

import static io.millrace.support.Table.rows;
import static io.millrace.support.Table.table;
import static io.millrace.support.Table.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.support.SparkExtension;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The plain steps, each used on its own as in a notebook. */
@ExtendWith(SparkExtension.class)
class StepsTest {

  private static Dataset<Row> people(SparkSession spark) {
    return rows(
        spark,
        """
        name string | age string | zip string
        Ann         | 31         | 01002
        Bob         | null       | 99501
        Ann         | 31         | 01002
        """);
  }

  @Test
  void selectKeepsColumnsInTheOrderGivenAndEveryRow(SparkSession spark) {
    assertThat(text(new Select(List.of("zip", "name")).apply(people(spark))))
        .isEqualTo(
            table(
                """
                zip string | name string
                01002      | Ann
                99501      | Bob
                01002      | Ann
                """));
  }

  @Test
  void dropRemovesColumns(SparkSession spark) {
    assertThat(text(new Drop(List.of("AGE", "zip")).apply(people(spark))))
        .isEqualTo(table("name string\nAnn\nBob\nAnn"));
  }

  @Test
  void dropOfEveryColumnIsRefused(SparkSession spark) {
    assertThatThrownBy(() -> new Drop(List.of("name", "age", "zip")).apply(people(spark)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("drop: no column would be left; keep at least one");
  }

  @Test
  void renameCanSwapTwoColumns(SparkSession spark) {
    assertThat(text(new Rename(Map.of("name", "zip", "zip", "name")).apply(people(spark))))
        .isEqualTo(
            table(
                """
                zip string | age string | name string
                Ann        | 31         | 01002
                Bob        | null       | 99501
                Ann        | 31         | 01002
                """));
  }

  @Test
  void renameToATakenNameIsRefused(SparkSession spark) {
    assertThatThrownBy(() -> new Rename(Map.of("name", "Zip")).apply(people(spark)))
        .hasMessage("rename: two columns would be called 'Zip'; drop or rename one of them");
  }

  @Test
  void aMissingColumnIsNamedWithWhatIsThereAndASuggestion(SparkSession spark) {
    assertThatThrownBy(() -> new Select(List.of("nmae")).apply(people(spark)))
        .hasMessage("select: no column nmae; the input has name, age, zip; did you mean 'name'?");
  }

  @Test
  void filterTakesOutFalseAndNull(SparkSession spark) {
    assertThat(text(new Filter("age > 30").apply(people(spark))))
        .isEqualTo(table("name string | age string | zip string\nAnn|31|01002\nAnn|31|01002"));
  }

  @Test
  void castGivesNumbersAndKeepsNull(SparkSession spark) {
    assertThat(text(new Cast(Map.of("age", "int")).apply(people(spark))))
        .isEqualTo(
            table(
                """
                name string | age int | zip string
                Ann         | 31      | 01002
                Bob         | null    | 99501
                Ann         | 31      | 01002
                """));
  }

  @Test
  void castToNullGivesNullWhereAValueDoesNotFit(SparkSession spark) {
    Dataset<Row> rows =
        rows(
            spark,
            """
            id int | i string    | d string  | f double | n bigint
            1      | 7           | 1.25      | 2.0      | 127
            2      | 7.5         | 1.255     | 2.5      | 128
            3      | x           | 12345.00  | null     | -129
            4      | 2147483648  | abc       | 1e300    | -128
            """);
    Cast cast =
        new Cast(
            Map.of("i", "int", "d", "decimal(6,2)", "f", "int", "n", "tinyint"), OnInvalid.NULL);
    assertThat(text(cast.apply(rows)))
        .isEqualTo(
            table(
                """
                id int | i int | d decimal(6,2) | f int | n tinyint
                1      | 7     | 1.25           | 2     | 127
                2      | null  | null           | null  | null
                3      | null  | null           | null  | null
                4      | null  | null           | null  | -128
                """));
  }

  @Test
  void aRejectOutsideAJobFailsTheQuery(SparkSession spark) {
    Dataset<Row> cast = new Cast(Map.of("name", "int")).apply(people(spark));
    assertThatThrownBy(cast::collectAsList).hasMessageContaining("cast: name does not fit int");
  }

  @Test
  void insideAJobARejectTravelsOnWithItsReason(SparkSession spark) {
    Dataset<Row> traced = traced(people(spark));
    Dataset<Row> cast =
        new Select(List.of("age")).apply(new Cast(Map.of("zip", "tinyint")).apply(traced));
    assertThat(text(cast.select("age", Trace.ASIDE + ".*")))
        .isEqualTo(
            table(
                """
                age string | kind string | rule string | reason string | column string | file string | position bigint | raw string
                31   | reject | cast | zip does not fit tinyint | zip | null | null | {"name":"Ann","age":"31","zip":"01002"}
                null | reject | cast | zip does not fit tinyint | zip | null | null | {"name":"Bob","zip":"99501"}
                31   | reject | cast | zip does not fit tinyint | zip | null | null | {"name":"Ann","age":"31","zip":"01002"}
                """));
  }

  @Test
  void theFirstReasonStaysAndAFilterDoesNotTouchARejectedRow(SparkSession spark) {
    Dataset<Row> traced = traced(people(spark));
    Dataset<Row> rows =
        new Cast(Map.of("age", "date")).apply(new Filter("age is null").apply(traced));
    assertThat(text(rows.select("name", Trace.ASIDE + ".kind", Trace.ASIDE + ".rule")))
        .isEqualTo(
            table(
                """
                name string | kind string | rule string
                Ann | filter | filter: age is null
                Bob | null   | null
                Ann | filter | filter: age is null
                """));
  }

  @Test
  void sqlSeesTheRowsAsInputAndLeavesNoViewBehind(SparkSession spark) {
    Sql sql = new Sql("select name, count(*) as n from input group by name");
    assertThat(text(sql.apply(people(spark))))
        .isEqualTo(table("name string|n bigint\nAnn|2\nBob|1"));
    assertThat(spark.catalog().tableExists("input")).isFalse();
  }

  @Test
  void columnNamesMayHoldDotsAndBlanks(SparkSession spark) {
    Dataset<Row> odd = people(spark).toDF("a.b", "c d", "e`f");
    assertThat(new Drop(List.of("c d")).apply(odd).columns()).containsExactly("a.b", "e`f");
    assertThat(new Select(List.of("a.b")).apply(odd).columns()).containsExactly("a.b");
    assertThat(new Rename(Map.of("e`f", "g")).apply(odd).columns())
        .containsExactly("a.b", "c d", "g");
  }

  @Test
  void parametersAreCheckedWhereAStepIsMade() {
    assertThatThrownBy(() -> new Select(List.of()))
        .hasMessage("columns must name at least one column");
    assertThatThrownBy(() -> new Drop(List.of("a", "A"))).hasMessage("columns names 'A' twice");
    assertThatThrownBy(() -> new Filter(" ")).hasMessage("where must not be empty");
    assertThatThrownBy(() -> new Cast(Map.of("a", "integr")))
        .hasMessage("columns.a: 'integr' is not a Spark SQL type, such as int or decimal(10,2)");
  }

  private static Dataset<Row> traced(Dataset<Row> rows) {
    return rows.withColumn(
        Trace.ASIDE, org.apache.spark.sql.functions.lit(null).cast(Trace.ASIDE_TYPE));
  }
}
