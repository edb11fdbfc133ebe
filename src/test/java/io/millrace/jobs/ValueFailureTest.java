package io.millrace.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.millrace.support.SparkExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What ANSI mode says of a value stands in no report, and in no message of a job over personal
 * data.
 */
@ExtendWith(SparkExtension.class)
class ValueFailureTest {

  private static final String LEFT_OUT = "an expression failed at a value, which is left out: ";
  private static final String TAG = "{ type = tag-columns, columns { ssn = ssn } }";
  private static final String MASK = "{ type = mask-columns, columns { other = full } }";

  @TempDir private Path folder;

  @BeforeEach
  void people() {
    new Lake(folder).write("in/people.csv", "id,ssn,other", "1,116-48-1824,x");
  }

  private JobFailedException failure(SparkSession spark, String step, String expression) {
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
    return failed;
  }

  /** The JSON and the page. */
  private static String saved(JobFailedException failed) throws IOException {
    Path json = Path.of(failed.report().path());
    return Files.readString(json)
        + Files.readString(Path.of(json.toString().replaceAll("json$", "html")));
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
  void theValueIsLeftOut(String expression, String kind, SparkSession spark) throws Exception {
    for (String step : new String[] {TAG, MASK}) {
      JobFailedException failed = failure(spark, step, expression);
      assertThat(failed).hasMessageStartingWith("people: " + LEFT_OUT);
      assertThat(failed.getMessage() + saved(failed))
          .as(step)
          .contains(kind == null ? "" : kind)
          .doesNotContain("116-48")
          .doesNotContain("116481824")
          .doesNotContain("'116'");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {TAG, ""})
  void theReportHasTheExpression(String step, SparkSession spark) throws Exception {
    JobFailedException failed = failure(spark, step, "cast(ssn as int)");
    assertThat(failed.report().json().get("error"))
        .asString()
        .startsWith(LEFT_OUT + "CAST_INVALID_INPUT at cast(ssn as int); use try_cast, ");
    assertThat(saved(failed)).contains("CAST_INVALID_INPUT").doesNotContain("116-48");
  }

  @Test
  void whereNothingIsPersonalTheMessageHasTheValue(SparkSession spark) {
    assertThat(failure(spark, "", "cast(ssn as int)")).hasMessageContaining("'116-48-1824'");
  }

  @Test
  void otherFailuresSayWhatTheyDid(SparkSession spark) throws Exception {
    JobFailedException failed = failure(spark, TAG, "if(id > 0, raise_error('half-way'), 1)");
    assertThat(failed).hasMessageContaining("people: ").hasMessageContaining("half-way");
    assertThat(saved(failed)).contains("half-way");
  }
}
