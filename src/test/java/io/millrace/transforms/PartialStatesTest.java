package io.millrace.transforms;

import static io.millrace.support.Table.rows;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.support.SparkExtension;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** States of keys whose changes say only some columns, in whatever batches they come. */
@ExtendWith(SparkExtension.class)
class PartialStatesTest {

  private static ChangeRules rules(Deletes deletes) {
    return new ChangeRules(
        List.of("id"),
        List.of("at"),
        Optional.of("op = 'D'"),
        Optional.of("op = 'T'"),
        true,
        List.of(),
        List.of("op", "at"),
        1,
        Ties.LAST,
        deletes,
        "BI_",
        Duration.ofDays(30));
  }

  /** {@code op at id a b} of each; a dash says nothing. */
  private static Dataset<Row> batch(SparkSession spark, String changes) {
    StringBuilder table = new StringBuilder("op string | at int | id int | a string | b int");
    for (String change : changes.split(", ", -1)) {
      String[] parts = change.strip().replace("-", "null").split(" ", -1);
      table.append('\n').append(String.join(" | ", parts));
    }
    return rows(spark, table.toString());
  }

  private static String merged(ChangeRules rules, String batches, SparkSession session) {
    SparkSession spark = session.newSession();
    // Compiling what runs once, over a few rows, is most of the time.
    spark.conf().set("spark.sql.codegen.wholeStage", "false");
    spark.conf().set("spark.sql.codegen.factoryMode", "NO_CODEGEN");
    Dataset<Row> all = null;
    for (String each : batches.split(" / ", -1)) {
      Dataset<Row> batch = rules.merged(rules.states(rules.judged(batch(spark, each))));
      Dataset<Row> known = all == null ? batch : rules.merged(all.unionByName(batch, true));
      all = spark.createDataFrame(known.collectAsList(), known.schema());
    }
    return all.where("id is not null")
        .selectExpr("id", "a", "b", "coalesce(_deletion > _change, false) as dead")
        .collectAsList()
        .toString();
  }

  /** Deleted softly it keeps what it had when it was last there. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          I 1 1 x 1 / D 2 1 - -                                       | [[1,x,1,true]]
          I 1 1 x 1, D 2 1 - -                                        | [[1,x,1,true]]
          D 2 1 - - / I 1 1 x 1                                       | [[1,x,1,true]]
          I 1 1 x 1 / D 2 1 - - / U 3 1 - 2                           | [[1,null,2,false]]
          I 1 1 x 1 / D 2 1 - -, U 3 1 - 2                            | [[1,null,2,false]]
          I 1 1 x 1 / D 2 1 - - / U 3 1 - 2 / D 4 1 - -               | [[1,null,2,true]]
          I 1 1 x 1 / D 2 1 - -, U 3 1 - 2, D 4 1 - -                 | [[1,null,2,true]]
          I 1 1 x 1, D 2 1 - -, U 3 1 - 2, D 4 1 - -                  | [[1,null,2,true]]
          D 4 1 - - / U 3 1 - 2 / D 2 1 - - / I 1 1 x 1               | [[1,null,2,true]]
          I 1 1 x 1, D 4 1 - - / U 3 1 - 2, D 2 1 - -                 | [[1,null,2,true]]
          I 1 1 x 1 / D 2 1 - - / U 3 1 - 2 / D 4 1 - - / U 5 1 y -   | [[1,y,null,false]]
          I 1 1 x 1 / D 4 1 - - / U 2 1 - 2                           | [[1,x,2,true]]
          I 1 1 x 1, U 5 1 - 2 / T 3 - - -                            | [[1,null,2,false]]
          I 1 1 x 1, D 2 1 - -, U 3 1 - 2, T 4 - - -                  | [[1,null,2,true]]
          I 1 1 x 1, D 2 1 - -, U 3 1 - 2 / T 4 - - -                 | [[1,null,2,true]]
          """)
  void aDeletedRowThatStaysKeepsWhatItHad(String batches, String rows, SparkSession spark) {
    assertThat(merged(rules(Deletes.SOFT), batches, spark)).isEqualTo(rows);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          I 1 1 x 1 / D 3 1 - - / U 5 1 - 2       | [[1,null,2,false]]
          U 5 1 - 2 / D 3 1 - - / I 1 1 x 1       | [[1,null,2,false]]
          U 5 1 - 2 / I 1 1 x 1                   | [[1,x,2,false]]
          I 1 1 x 1, U 5 1 - 2 / T 3 - - -        | [[1,null,2,false]]
          """)
  void whatWasTakenDoesNotComeBack(String batches, String rows, SparkSession spark) {
    assertThat(merged(rules(Deletes.HARD), batches, spark)).isEqualTo(rows);
  }
}
