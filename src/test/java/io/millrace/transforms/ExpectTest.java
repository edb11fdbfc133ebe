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

/** Rules for each row, and for the rows together. */
@ExtendWith(SparkExtension.class)
class ExpectTest {

  private static Dataset<Row> people(SparkSession spark) {
    return rows(
        spark,
        """
        id int | gender string | age int
        1      | F             | 30
        2      | X             | 12
        3      | null          | 40
        4      | M             | 17
        4      | M             | 50
        null   | M             | 60
        """);
  }

  private static Expect rules() {
    Map<String, String> rules = new LinkedHashMap<>();
    rules.put("known-gender", "gender in ('M', 'F')");
    rules.put("adult", "age >= 18");
    return new Expect(rules);
  }

  private static String good(Dataset<Row> rows) {
    return text(rows.where(Trace.ASIDE + " is null").drop(Trace.ASIDE));
  }

  @Test
  void aRowIsRejectedForTheFirstRuleItBreaksAndNullBreaksARule(SparkSession spark) {
    Dataset<Row> judged = rules().apply(Traces.good(people(spark)));
    assertThat(good(judged))
        .isEqualTo(table("id int|gender string|age int\n1|F|30\n4|M|50\nnull|M|60"));
    assertThat(Traces.reasons(judged))
        .containsExactly(
            "expect: breaks the rule adult",
            "expect: breaks the rule known-gender",
            "expect: breaks the rule known-gender");
  }

  @Test
  void aloneABrokenRuleFailsTheQuery(SparkSession spark) {
    assertThatThrownBy(() -> rules().apply(people(spark)).collectAsList())
        .hasStackTraceContaining("expect: breaks the rule");
  }

  @Test
  void aRowThatIsAsideIsNotJudged(SparkSession spark) {
    Dataset<Row> rows = Traces.aside(people(spark), "id in (2, 4) or gender is null");
    assertThat(Traces.reasons(rules().apply(rows))).allMatch(why -> why.equals("earlier"));
    Expect fails = new Expect(Map.of("never", "1 / (id - 2) > 0 or id is null"));
    assertThat(Traces.reasons(fails.apply(rows))).contains("earlier");
  }

  @Test
  void aRuleMustBeAConditionOverTheRow(SparkSession spark) {
    assertThatThrownBy(() -> new Expect(Map.of("sum", "age + 1")).apply(people(spark)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("expect: rules.sum: 'age + 1' is int, but a rule must be true or false");
    assertThatThrownBy(() -> new Expect(Map.of("typo", "agee > 1")).apply(people(spark)))
        .hasMessageStartingWith("expect: rules.typo: 'agee > 1' cannot be computed from one row");
    assertThatThrownBy(() -> new Expect(Map.of("all", "count(*) > 1")).apply(people(spark)))
        .hasMessageStartingWith(
            "expect: rules.all: 'count(*) > 1' cannot be computed from one row");
    assertThatThrownBy(() -> new Expect(Map.of())).hasMessageStartingWith("rules must name");
    assertThatThrownBy(() -> new Expect(Map.of("empty", " ")))
        .hasMessage("rules.empty must not be empty");
  }

  @Test
  void everyRowOfARepeatedKeyIsRejected(SparkSession spark) {
    ExpectUnique unique = new ExpectUnique(List.of("ID"));
    Dataset<Row> judged = unique.apply(Traces.good(people(spark)));
    assertThat(good(judged.select("id", Trace.ASIDE))).isEqualTo(table("id int\n1\n2\n3\nnull"));
    assertThat(Traces.reasons(judged))
        .containsExactly(
            "expect-unique: ID: ID occurs more than once",
            "expect-unique: ID: ID occurs more than once");
    assertThat(judged.columns()).containsExactly("id", "gender", "age", Trace.ASIDE);
    assertThatThrownBy(() -> unique.apply(people(spark)).collectAsList())
        .hasStackTraceContaining("expect-unique: ID occurs more than once");
  }

  @Test
  void aRowThatIsAsideIsNoOccurrenceOfItsKey(SparkSession spark) {
    Dataset<Row> rows = Traces.aside(people(spark), "age = 17");
    Dataset<Row> judged = new ExpectUnique(List.of("id")).apply(rows);
    assertThat(Traces.reasons(judged)).containsExactly("earlier");
    assertThat(judged.where(Trace.ASIDE + " is null").count()).isEqualTo(5);
  }

  @Test
  void severalKeysTellRowsApartTogether(SparkSession spark) {
    ExpectUnique unique = new ExpectUnique(List.of("id", "age"));
    assertThat(unique.apply(people(spark)).count()).isEqualTo(6);
    assertThatThrownBy(() -> new ExpectUnique(List.of("nme")).apply(people(spark)))
        .hasMessageStartingWith("expect-unique: no column nme;");
  }
}
