package io.millrace.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.millrace.support.SparkExtension;
import java.nio.file.Path;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What ANSI mode says of a value stands in no message and no report of a job over personal data.
 */
@ExtendWith(SparkExtension.class)
class ValueFailureTest {

  private static final String TAG = "{ type = tag-columns, columns { ssn = ssn } }";
  private static final String MASK = "{ type = mask-columns, columns { other = full } }";

  @TempDir private Path folder;

  @BeforeEach
  void people() {
    new Lake(folder).write("in/people.csv", "id,ssn,other", "1,116-48-1824,x");
  }

  /** What the failure says, and with it the report. */
  private String failure(SparkSession spark, String step, String expression) {
    Path file =
        new Lake(folder)
            .write(
                "job.conf",
                """
                name = people
                spark { "sql.ansi.enabled" = "true" }
                source { type = read-files, format = csv, path = "%1$s/in", schema = "id int, ssn string, other string", options { header = true } }
                transforms = [ %2$s
                  { type = derive, columns { made = "%3$s" } } ]
                outputs = [ { restricted = true, sink { type = write-files, path = "%1$s/out", mode = overwrite } } ]
                """
                    .formatted(folder, step, expression));
    // Expressions take the mode of the session that is active when they are made.
    spark.conf().set("spark.sql.ansi.enabled", "true");
    SparkSession.setActiveSession(spark);
    JobFailedException failed =
        catchThrowableOfType(
            JobFailedException.class, () -> Lake.bound(file, Map.of()).pipeline().run(spark));
    assertThat(failed).as(expression).isNotNull();
    return failed.getMessage() + "\n" + failed.report().json().get("error");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "cast(ssn as int) | CAST_INVALID_INPUT",
        "cast(ssn as date) | CAST_INVALID_INPUT",
        "cast(replace(ssn, '-', '') as tinyint) | CAST_INVALID_INPUT",
        "cast(cast(replace(ssn, '-', '') as bigint) as tinyint) | CAST_OVERFLOW",
        "cast(replace(ssn, '-', '') as bigint) * 1000000000000L | ARITHMETIC_OVERFLOW",
        "element_at(array(1), cast(left(ssn, 3) as int)) | INVALID_ARRAY_INDEX_IN_ELEMENT_AT",
        "to_timestamp(ssn, 'yyyy/MM/dd') | CANNOT_PARSE_TIMESTAMP",
        "make_date(cast(left(ssn, 3) as int), 99, 1) | ",
        "map_from_arrays(array(ssn, concat(ssn, '')), array(1, 2)) | DUPLICATED_MAP_KEY"
      })
  void theValueIsLeftOut(String expression, String kind, SparkSession spark) {
    for (String step : new String[] {TAG, MASK}) {
      assertThat(failure(spark, step, expression))
          .as(step)
          .contains("people: an expression failed at a value, which is left out as the job")
          .contains(kind == null ? "" : kind)
          .doesNotContain("116-48")
          .doesNotContain("116481824")
          .doesNotContain("'116'");
    }
  }

  @Test
  void theExpressionStaysAndSoDoesTheValueWhereNothingIsPersonal(SparkSession spark) {
    assertThat(failure(spark, TAG, "cast(ssn as int)"))
        .contains("CAST_INVALID_INPUT at cast(ssn as int); use try_cast, ");
    assertThat(failure(spark, "", "cast(ssn as int)")).contains("'116-48-1824'");
  }

  @Test
  void otherFailuresSayWhatTheyDid(SparkSession spark) {
    assertThat(failure(spark, TAG, "if(id > 0, raise_error('half-way'), 1)"))
        .contains("people: ", "half-way");
  }
}
