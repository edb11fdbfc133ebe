package io.millrace.transforms;

import static io.millrace.support.Table.rows;
import static io.millrace.support.Table.table;
import static io.millrace.support.Table.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.support.SparkExtension;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(SparkExtension.class)
class JoinTest {

  private static final String VISITS =
      """
      visit int | user string
      1 | ann
      2 | bob
      3 | ann
      4 | eve
      5 | null
      """;

  private static final String USERS =
      """
      user string | age int
      ann | 30
      bob | null
      zoe | 50
      null | 99
      """;

  private record Given(String table) implements Source {
    @Override
    public Dataset<Row> read(SparkSession spark) {
      return rows(spark, table);
    }
  }

  private static Join join(String second, Map<String, String> on, JoinType how, Matches matches) {
    return new Join(new Given(second), on, how, matches, Optional.empty(), false);
  }

  private static Join byUser(JoinType how) {
    return join(USERS, Map.of("user", "user"), how, Matches.ONE);
  }

  private static String joined(JoinType how) {
    return switch (how) {
      case INNER -> "visit int|user string|age int\n1|ann|30\n2|bob|null\n3|ann|30";
      case LEFT ->
          "visit int|user string|age int\n1|ann|30\n2|bob|null\n3|ann|30\n4|eve|null\n5|null|null";
      case SEMI -> "visit int|user string\n1|ann\n2|bob\n3|ann";
      case ANTI -> "visit int|user string\n4|eve\n5|null";
    };
  }

  @ParameterizedTest
  @EnumSource(JoinType.class)
  void eachTypeKeepsItsRowsAndANullKeyFindsNothing(JoinType how, SparkSession spark) {
    assertThat(text(byUser(how).apply(rows(spark, VISITS)))).isEqualTo(table(joined(how)));
    Join many = join(USERS, Map.of("user", "user"), how, Matches.MANY);
    assertThat(text(many.apply(rows(spark, VISITS)))).isEqualTo(table(joined(how)));
  }

  @ParameterizedTest
  @EnumSource(JoinType.class)
  void inAJobARowThatGoesIsSetAsideAndOneThatWasAsideFindsNothing(
      JoinType how, SparkSession spark) {
    Dataset<Row> visits = Traces.aside(rows(spark, VISITS), "visit = 3");
    Dataset<Row> all = byUser(how).apply(visits);
    assertThat(all.count()).isEqualTo(5);
    String good = joined(how).replaceFirst("\n3[^\n]*", "");
    assertThat(text(all.where(Trace.ASIDE + " is null").drop(Trace.ASIDE))).isEqualTo(table(good));
    assertThat(all.where(Trace.ASIDE + ".rule = 'earlier'").count()).isEqualTo(1);
    long filtered = all.where(Trace.ASIDE + ".rule = 'join'").count();
    assertThat(filtered)
        .isEqualTo(Map.of("INNER", 2L, "LEFT", 0L, "SEMI", 2L, "ANTI", 2L).get(how.name()));
  }

  @Test
  void aKeyThatIsThereTwiceRejectsTheRowsThatFindIt(SparkSession spark) {
    String twice = "user string | age int\nann | 30\nann | 31\nbob | 40\nzoe | 1\nzoe | 2";
    Join one = join(twice, Map.of("user", "user"), JoinType.LEFT, Matches.ONE);
    Dataset<Row> all = one.apply(Traces.good(rows(spark, VISITS)));
    assertThat(Traces.reasons(all))
        .containsExactly(
            "join: user: more than one row of the second input has these keys; set matches = many",
            "join: user: more than one row of the second input has these keys; set matches = many");
    assertThatThrownBy(() -> one.apply(rows(spark, VISITS)).collectAsList())
        .hasStackTraceContaining("join: more than one row of the second input has these keys");

    Join many = join(twice, Map.of("user", "user"), JoinType.INNER, Matches.MANY);
    assertThat(text(many.apply(rows(spark, VISITS))))
        .isEqualTo(
            table(
                "visit int|user string|age int\n1|ann|30\n1|ann|31\n2|bob|40\n3|ann|30\n3|ann|31"));
    Join semi = join(twice, Map.of("user", "user"), JoinType.SEMI, Matches.ONE);
    assertThat(text(semi.apply(rows(spark, VISITS)))).isEqualTo(table(joined(JoinType.SEMI)));
  }

  @Test
  void keysOfDifferentNamesAreBothKeptAndSeveralKeysMustAllBeEqual(SparkSession spark) {
    Dataset<Row> second =
        rows(spark, "a int | b string | c string\n1 | x | one x\n1 | y | one y\n2 | x | two x")
            .withColumnRenamed("c", "c.d");
    Join join = join(USERS, Map.of("id", "a", "KIND", "b"), JoinType.INNER, Matches.ONE);
    Dataset<Row> rows = rows(spark, "id bigint | kind string\n1 | y\n2 | x\n2 | y");
    assertThat(text(join.apply(rows, second)))
        .isEqualTo(
            table("id bigint|kind string|a int|b string|c.d string\n1|y|1|y|one y\n2|x|2|x|two x"));
  }

  @Test
  void aNameOfBothSidesIsRefusedOrGetsThePrefix(SparkSession spark) {
    Dataset<Row> posts = rows(spark, "id int | userId int\n7 | 1");
    Given users = new Given("id int | name string\n1 | ann");
    Map<String, String> on = Map.of("userId", "id");
    assertThatThrownBy(() -> new Join(users, on).apply(posts))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "join: two columns would be called id; set prefix = \"…\" to tell those of the second input apart, or rename or drop one");
    Join prefixed = new Join(users, on, JoinType.INNER, Matches.ONE, Optional.of("user"), false);
    assertThatThrownBy(() -> prefixed.apply(rows(spark, "id int|userId int\n7|1")))
        .hasMessageStartingWith("join: two columns would be called userid;");
    Join dotted = new Join(users, on, JoinType.INNER, Matches.ONE, Optional.of("user."), true);
    assertThat(text(dotted.apply(posts)))
        .isEqualTo(table("id int|userId int|user.id int|name string\n7|1|1|ann"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "usr  | user | join: no column usr; the input has visit, user; did you mean 'user'?",
        "user | usr  | join: with: no column usr; the input has user, age; did you mean 'user'?",
        "visit | user | join: visit is int, but user of the second input is string; cast one of them, so that it is clear when they are equal",
      })
  void wrongKeysAreToldBeforeAnythingIsRead(
      String mine, String other, String message, SparkSession spark) {
    Join join = join(USERS, Map.of(mine, other), JoinType.INNER, Matches.ONE);
    assertThatThrownBy(() -> join.apply(rows(spark, VISITS)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(message);
  }

  @Test
  void keysMustBeNamed() {
    assertThatThrownBy(() -> new Join(new Given(USERS), Map.of()))
        .hasMessage("on must name at least one column, as { id = user_id }");
    assertThatThrownBy(() -> new Join(new Given(USERS), Map.of("a", "x", "b", "X")))
        .hasMessageContaining("on names");
  }

  @Test
  void aPrefixedNameMayNotMeetAnotherOfTheSecondInput(SparkSession spark) {
    Given second = new Given("id int | name string | b_name string\n1 | x | y");
    Join join =
        new Join(second, Map.of("id", "id"), JoinType.INNER, Matches.ONE, Optional.of("b_"), false);
    assertThatThrownBy(() -> join.apply(rows(spark, "id int | name string\n1 | z")))
        .hasMessageStartingWith("join: two columns would be called b_name;");
  }

  @ParameterizedTest
  @EnumSource(JoinType.class)
  void aKeyThatIsThereTwiceHarmsNoRowThatDoesNotFindIt(JoinType how, SparkSession spark) {
    Join join =
        join("id int | x string\n1 | a\n7 | b\n7 | c", Map.of("id", "id"), how, Matches.ONE);
    assertThat(join.apply(rows(spark, "id int\n1\n2")).collectAsList())
        .hasSize(how == JoinType.LEFT ? 2 : 1);
  }

  @Test
  void aJoinWithItselfWorks(SparkSession spark) {
    Dataset<Row> employees = rows(spark, "id int | boss int\n1 | null\n2 | 1\n3 | 1\n4 | 3");
    Join join =
        new Join(
            new Given("none int\n0"),
            Map.of("boss", "id"),
            JoinType.LEFT,
            Matches.ONE,
            Optional.of("boss_"),
            false);
    Dataset<Row> all = join.apply(employees, employees);
    assertThat(List.of(all.columns())).containsExactly("id", "boss", "boss_id", "boss_boss");
    assertThat(text(all.select("id", "boss_boss")))
        .isEqualTo(table("id int|boss_boss int\n1|null\n2|null\n3|null\n4|1"));
  }
}
