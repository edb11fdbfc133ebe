package io.millrace.jobs;

import static io.millrace.support.Table.table;
import static io.millrace.support.Table.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.support.SparkExtension;
import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * What users of AWS DMS report as failures of values, each as a job that gets them right; the
 * numbers are of the list of {@link DmsOrderFailuresTest}.
 */
@ExtendWith(SparkExtension.class)
class DmsValueFailuresTest {

  private DmsTable people;

  @BeforeEach
  void files(@TempDir Path folder, SparkSession spark) {
    people = new DmsTable(folder, spark);
  }

  private String now() {
    return text(people.rows("id", "name", "office"));
  }

  private static String people(String rows) {
    return table("id int | name string | office string\n" + rows);
  }

  /** 12: transfer#1314, SPARK-22236: reader and writer differ in how they escape. */
  @Test
  void quotesBackslashesAndLineEndsOfTextStay() {
    people
        .csv(
            "Op string, ts string, id int, name string, office string",
            "header = false, multi-line = true")
        .file(
            "20260102-040000000.csv",
            "I,2026-01-02 03:00:00,1,\"a, \"\"q\"\" b\",\"c:\\\"",
            "I,2026-01-02 03:00:00,2,\\,\"one",
            "two\"",
            "I,2026-01-02 03:00:00,3,\"NULL\",NULL",
            "I,2026-01-02 03:00:00,4,\"\",\"\"\"\"")
        .run();
    assertThat(text(people.rows("id", "name", "replace(office, '\\n', '/') as office")))
        .isEqualTo(
            "id int | name string | office string\n"
                + "1 | a, \"q\" b | c:\\\n"
                + "2 | \\ | one/two\n"
                + "3 | NULL | null\n"
                + "4 |  | \"");
    assertThat(people.rows("name").where("id = 3 and name is not null").count()).isEqualTo(1);
  }

  /** 14: bc2adls#427: a null says "not changed" or "set to null". Here a marker tells. */
  @Test
  void aMarkerTellsAColumnThatDidNotChangeFromNull() {
    people
        .steps("{ type = normalize-dms-changes, timestamp = ts, not-supplied = \"-\" }")
        .file("LOAD00000001.csv", "I,2026-01-02 03:00:00,1,ann,rome", "I,2026-01-02 03:00:00,2,b,x")
        .run();
    people
        .file(
            "20260102-040000000.csv",
            "U,2026-01-02 03:10:00,1,-,NULL",
            "U,2026-01-02 03:10:00,2,NULL,-")
        .run();
    assertThat(now()).isEqualTo(people("1 | ann | null\n2 | null | x"));
  }

  /** 14, where columns have other names by the time at which they are merged. */
  @Test
  void aColumnThatDidNotChangeStaysUnderItsNewName() {
    people
        .steps(
            "{ type = normalize-dms-changes, timestamp = ts, not-supplied = \"-\" },"
                + " { type = rename, columns { office = City, name = Office } }")
        .file("LOAD00000001.csv", "I,2026-01-02 03:00:00,1,ann,rome", "I,2026-01-02 03:00:00,2,b,x")
        .run();
    people
        .file(
            "20260102-040000000.csv",
            "U,2026-01-02 03:10:00,1,amy,-",
            "U,2026-01-02 03:10:00,2,-,oslo")
        .run();
    assertThat(text(people.rows("id", "Office", "City")))
        .isEqualTo(table("id int | Office string | City string\n1 | amy | rome\n2 | b | oslo"));
  }

  /** 14, where no marker tells: by policy a null is a value, or says nothing. */
  @Test
  void withoutAMarkerTheRulesSayWhatANullIs() {
    people
        .changes("keys = [id], ignore-null-updates = true")
        .file("LOAD00000001.csv", "I,2026-01-02 03:00:00,1,ann,rome", "I,2026-01-02 03:00:00,2,b,x")
        .file(
            "20260102-040000000.csv",
            "U,2026-01-02 03:10:00,1,NULL,oslo",
            "U,2026-01-02 03:10:00,2,bob,NULL")
        .run();
    assertThat(now()).isEqualTo(people("1 | ann | oslo\n2 | bob | x"));

    people.changes("keys = [id]").sink("full-refresh = true").run();
    assertThat(now()).isEqualTo(people("1 | null | oslo\n2 | bob | null"));
  }
}
