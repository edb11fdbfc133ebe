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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Provider ids that are numbers, but for two at the end of the file. */
@ExtendWith(SparkExtension.class)
class ResolveChoiceTest {

  private static Dataset<Row> providers(SparkSession spark) {
    return rows(
        spark,
        """
        Provider Id string | name string
        10001   | a
        null    | b
        10002   | c
        No. 9   | d
        9223372036854775808 | e
        """
            .replace("Provider Id", "`Provider Id`"));
  }

  private static ResolveChoice choice(ChoiceAction action, String... types) {
    return new ResolveChoice(List.of("provider id"), action, List.of(types), OnInvalid.NULL);
  }

  @ParameterizedTest
  @EnumSource(names = {"CAST", "PROJECT"})
  void oneTypeIsGivenToAllAndTextThatDoesNotFitIsNull(ChoiceAction action, SparkSession spark) {
    assertThat(text(choice(action, "bigint").apply(providers(spark))))
        .isEqualTo(
            table(
                """
                Provider Id bigint | name string
                10001 | a
                null  | b
                10002 | c
                null  | d
                null  | e
                """));
  }

  @ParameterizedTest(name = "ANSI {0}")
  @ValueSource(booleans = {false, true})
  void makeColsGivesEachKindAColumnAtThePlaceOfTheText(boolean ansi, SparkSession spark) {
    Traces.ansi(spark, ansi);
    assertThat(text(choice(ChoiceAction.MAKE_COLS, "bigint", "string").apply(providers(spark))))
        .isEqualTo(
            table(
                """
                Provider Id_long bigint | Provider Id_string string | name string
                10001 | null  | a
                null  | null  | b
                10002 | null  | c
                null  | No. 9 | d
                null  | 9223372036854775808 | e
                """));
  }

  @Test
  void makeStructHoldsTheValueInOneFieldAndNullIsNoStruct(SparkSession spark) {
    assertThat(text(choice(ChoiceAction.MAKE_STRUCT, "int", "string").apply(providers(spark))))
        .isEqualTo(
            table(
                """
                Provider Id struct<int:int,string:string> | name string
                {"int":10001}      | a
                null               | b
                {"int":10002}      | c
                {"string":"No. 9"} | d
                {"string":"9223372036854775808"} | e
                """));
  }

  @Test
  void theFirstTypeThatFitsTakesTheValueAndWithoutStringSomeFitNone(SparkSession spark) {
    Dataset<Row> mixed =
        rows(spark, "x string|y string\n1|2\n1.5|true\n2020-01-02|x\nx|2020-01-02\nnull|null");
    ResolveChoice step =
        new ResolveChoice(
            List.of("x", "y"),
            ChoiceAction.MAKE_COLS,
            List.of("int", "double", "decimal(4,1)", "date"),
            OnInvalid.NULL);
    assertThat(text(step.apply(mixed)))
        .isEqualTo(
            table(
                """
                x_int int|x_double double|x_decimal decimal(4,1)|x_date date|y_int int|y_double double|y_decimal decimal(4,1)|y_date date
                1|null|null|null|2|null|null|null
                null|1.5|null|null|null|null|null|null
                null|null|null|2020-01-02|null|null|null|null
                null|null|null|null|null|null|null|2020-01-02
                null|null|null|null|null|null|null|null
                """));
    assertThat(Traces.reasons(rejecting(step).apply(Traces.good(mixed))))
        .containsExactly(
            "resolve-choice: x: x does not fit int or double or decimal(4,1) or date",
            "resolve-choice: y: y does not fit int or double or decimal(4,1) or date",
            "resolve-choice: y: y does not fit int or double or decimal(4,1) or date");
  }

  private static ResolveChoice rejecting(ResolveChoice step) {
    return new ResolveChoice(step.columns(), step.action(), step.types());
  }

  @Test
  void whatDoesNotFitIsARejectOnceAndRowsAsideAreLeftAlone(SparkSession spark) {
    Dataset<Row> rows = Traces.aside(providers(spark), "name = 'd'");
    for (ChoiceAction action : List.of(ChoiceAction.CAST, ChoiceAction.PROJECT)) {
      Dataset<Row> judged = rejecting(choice(action, "bigint")).apply(rows);
      assertThat(judged.count()).isEqualTo(5);
      assertThat(Traces.reasons(judged))
          .containsExactly(
              "earlier", "resolve-choice: Provider Id: Provider Id does not fit bigint");
    }
    assertThatThrownBy(
            () -> rejecting(choice(ChoiceAction.CAST, "int")).apply(providers(spark)).collect())
        .hasStackTraceContaining("resolve-choice: Provider Id does not fit int");
  }

  @Test
  void namesWithDotsAndBackTicksAndNoRowsAtAll(SparkSession spark) {
    Dataset<Row> none = spark.sql("select 'x' as `a.b``C` where false");
    for (ChoiceAction action : List.of(ChoiceAction.MAKE_COLS, ChoiceAction.MAKE_STRUCT)) {
      Dataset<Row> made =
          new ResolveChoice(List.of("A.b`c"), action, List.of("int", "string")).apply(none);
      assertThat(made.collectAsList()).isEmpty();
      assertThat(made.schema().simpleString())
          .isIn(
              "struct<a.b`C_int:int,a.b`C_string:string>",
              "struct<a.b`C:struct<int:int,string:string>>");
    }
  }

  @Test
  void whatCannotBeMeantIsRefused(SparkSession spark) {
    assertThatThrownBy(() -> choice(ChoiceAction.CAST, "int", "string"))
        .hasMessage("types must name one type to cast to, not [int, string]");
    assertThatThrownBy(() -> choice(ChoiceAction.MAKE_COLS, "int"))
        .hasMessage("types must name two types or more, such as [bigint, string], not [int]");
    assertThatThrownBy(() -> choice(ChoiceAction.MAKE_COLS, "string", "int"))
        .hasMessage(
            "types: string must come last, for every text is one; nothing would be left for int");
    assertThatThrownBy(() -> choice(ChoiceAction.MAKE_COLS, "decimal(3,1)", "decimal(9,2)"))
        .hasMessage("types: two of them would be called 'decimal'; keep one");
    assertThatThrownBy(() -> choice(ChoiceAction.CAST, "array<int>"))
        .hasMessage("types: no text can become array<int>");
    assertThatThrownBy(() -> choice(ChoiceAction.CAST, "nubmer"))
        .hasMessage("types: 'nubmer' is not a Spark SQL type, such as int or decimal(10,2)");
    Dataset<Row> taken = spark.sql("select '1' as x, 1 as X_LONG");
    assertThatThrownBy(
            () ->
                new ResolveChoice(List.of("x"), ChoiceAction.MAKE_COLS, List.of("bigint", "string"))
                    .apply(taken))
        .hasMessage(
            "resolve-choice: the input already has x_long; rename or drop it before this step");
    assertThatThrownBy(
            () ->
                new ResolveChoice(List.of("X_LONG"), ChoiceAction.CAST, List.of("int"))
                    .apply(taken))
        .hasMessage("resolve-choice: column X_LONG is int but must be string");
  }
}
