package io.millrace.udf;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.support.Keys;
import io.millrace.support.SparkExtension;
import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Why a hash needs a key: somebody who has the hashes and knows where and when a person was born,
 * so the area and group of the number, tries the ten thousand serials that are left.
 */
@ExtendWith(SparkExtension.class)
class BruteForceTest {

  private static final String TRIED =
      "select concat('116-48-', lpad(cast(id as string), 4, '0')) as guess from range(10000)";

  @TempDir private Path folder;

  @Test
  void tryingAllNumbersUndoesThePlainHash(SparkSession spark) {
    Functions.register(spark);
    spark.sql("select millrace.sha_256('116-48-1824') as hash").createOrReplaceTempView("stolen");
    assertThat(
            spark
                .sql(
                    "select guess from stolen join (%s) on millrace.sha_256(guess) = hash"
                        .formatted(TRIED))
                .collectAsList())
        .singleElement()
        .satisfies(row -> assertThat(row.getString(0)).isEqualTo("116-48-1824"));
  }

  @Test
  void tryingAllNumbersDoesNotUndoTheTokenWithoutTheKey(SparkSession spark) {
    Functions.register(spark);
    String ours = Keys.file(folder, 1).text();
    String theirs = Keys.file(folder, 2).text();
    spark
        .sql("select millrace.token('ssn', '116-48-1824', '%s') as hash".formatted(ours))
        .createOrReplaceTempView("stolen");
    String guesses = "select guess from stolen join (%s) on hash in (%s)";
    String plain = "millrace.sha_256(guess), millrace.sha_256(guess, 'ssn')";
    String keyed = "millrace.token('ssn', guess, '%s')";
    assertThat(
            spark
                .sql(guesses.formatted(TRIED, plain + ", " + keyed.formatted(theirs)))
                .collectAsList())
        .isEmpty();
    assertThat(spark.sql(guesses.formatted(TRIED, keyed.formatted(ours))).collectAsList())
        .as("with the key it is as easy as before: the key is what protects")
        .hasSize(1);
  }
}
