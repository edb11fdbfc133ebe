package io.millrace.transforms;

import static io.millrace.support.Table.rows;
import static io.millrace.support.Table.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.support.SparkExtension;
import io.millrace.transforms.ApplyMapping.Mapping;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Steps that give columns other names give them to {@code _not_supplied} too. */
@ExtendWith(SparkExtension.class)
class NotSuppliedTest {

  static Stream<Arguments> steps() {
    ApplyMapping mapping =
        new ApplyMapping(
            List.of(
                new Mapping("Office", "City"),
                new Mapping("office", "place"),
                new Mapping("id", "person.id"),
                new Mapping("_not_supplied", "_not_supplied")));
    return Stream.of(
        Arguments.of(new Rename(Map.of("Office", "City")), "office", "City"),
        Arguments.of(new Rename(Map.of("office", "city")), "OFFICE name", "name city"),
        Arguments.of(new Rename(Map.of("office", "name", "name", "office")), "name", "office"),
        Arguments.of(new Rename(Map.of("office", "city")), "dropped", ""),
        Arguments.of(mapping, "id office name", "City place"),
        Arguments.of(
            new ResolveChoice(List.of("office"), ChoiceAction.MAKE_COLS, List.of("int", "string")),
            "name office",
            "name office_int office_string"),
        Arguments.of(
            new HashColumns(Map.of("office", "office_hash"), HashAlgorithm.SHA_256),
            "office",
            "office office_hash"),
        Arguments.of(
            new HashColumns(Map.of("office", "office"), HashAlgorithm.SHA_256),
            "office",
            "office"));
  }

  @ParameterizedTest
  @MethodSource("steps")
  void namesFollowTheirColumns(Transform step, String before, String after, SparkSession spark) {
    Dataset<Row> named =
        rows(spark, "id int | name string | office string | n string\n1 | ann | 7 | " + before)
            .selectExpr("id", "name", "office", "split(n, ' ') as _not_supplied");
    Dataset<Row> told = step.apply(named);
    assertThat(text(told.selectExpr("array_join(_not_supplied, ' ') as n")))
        .isEqualTo("n string\n" + (after.isEmpty() ? "null" : after));
  }

  @Test
  void aPartOfAColumnCannotBeLeftOut(SparkSession spark) {
    Dataset<Row> named =
        rows(spark, "id int | name string\n1 | ann")
            .selectExpr("id", "name", "array('name') as _not_supplied");
    ApplyMapping nested = new ApplyMapping(List.of(new Mapping("name", "person.name")));
    assertThatThrownBy(() -> nested.apply(named))
        .hasMessage(
            "apply-mapping: a change may leave out name (_not_supplied says so), and person.name is only a part of a column; give it a column of its own");
  }
}
