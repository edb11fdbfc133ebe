package io.millrace.transforms;

import static io.millrace.support.Table.table;
import static io.millrace.support.Table.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.support.SparkExtension;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** One row per element. */
@ExtendWith(SparkExtension.class)
class ExplodeTest {

  private static Dataset<Row> people(SparkSession spark) {
    return spark.sql(
        """
        select * from values (1, array('a', null, 'b'), 'x'), (2, array(), 'y'), (3, null, 'z')
          as people(id, `my links`, note)
        """);
  }

  @Test
  void theElementTakesThePlaceOfTheArrayAndNoRowIsLost(SparkSession spark) {
    assertThat(text(new Explode("MY links").apply(people(spark))))
        .isEqualTo(
            table(
                """
                id int | MY links string | note string
                1 | a    | x
                1 | null | x
                1 | b    | x
                2 | null | y
                3 | null | z
                """));
  }

  @Test
  void rowsWithoutElementsGoIfNotOuterAndPositionsCountFromZero(SparkSession spark) {
    Explode explode = new Explode("my links", Optional.of("link"), false, Optional.of("at"));
    assertThat(text(explode.apply(people(spark))))
        .isEqualTo(
            table(
                """
                id int | at int | link string | note string
                1 | 0 | a    | x
                1 | 1 | null | x
                1 | 2 | b    | x
                """));
    assertThat(
            text(
                new Explode("my links", Optional.of("link"), true, Optional.of("at"))
                    .apply(people(spark).where("id > 1"))))
        .isEqualTo(
            table("id int | at int | link string | note string\n2|null|null|y\n3|null|null|z"));
  }

  @Test
  void namesThatAreTakenAndColumnsThatAreNoArraysAreRefused(SparkSession spark) {
    assertThatThrownBy(
            () ->
                new Explode("my links", Optional.of("NOTE"), true, Optional.empty())
                    .apply(people(spark)))
        .hasMessage(
            "explode: the element of my links would be called 'NOTE', as a column of the input is; choose another name");
    assertThatThrownBy(() -> new Explode("note").apply(people(spark)))
        .hasMessage("explode: column note is string but must be an array");
    assertThatThrownBy(() -> new Explode("a", Optional.of("x"), true, Optional.of("X")))
        .hasMessage("as and position-as are both 'X'; give one another name");
  }
}
