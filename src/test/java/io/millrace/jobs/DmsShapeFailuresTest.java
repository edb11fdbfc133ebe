package io.millrace.jobs;

import static io.millrace.support.Table.table;
import static io.millrace.support.Table.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.support.SparkExtension;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What users of AWS DMS report as failures of rows and files that are not as expected, each as a
 * job that gets it right. {@link DmsOrderFailuresTest} and {@link DmsValueFailuresTest} have the
 * other numbers of the list.
 */
@ExtendWith(SparkExtension.class)
class DmsShapeFailuresTest {

  private DmsTable people;
  private SparkSession spark;

  @BeforeEach
  void files(@TempDir Path folder, SparkSession given) {
    spark = given;
    people = new DmsTable(folder, spark);
  }

  private String now() {
    return text(people.rows("id", "name", "office"));
  }

  private static String people(String rows) {
    return table("id int | name string | office string\n" + rows);
  }

  /** 4: hudi#5036, #6590, #8278: a deletion that has only its key is lost, or throws. */
  @Test
  void aDeletionOfNothingButTheKeyFindsItsRow() {
    people
        .sink("partition-by = [office]")
        .file(
            "LOAD00000001.csv",
            "I,2026-01-02 03:00:00,1,ann,rome",
            "I,2026-01-02 03:00:00,2,bo,oslo",
            "I,2026-01-02 03:00:00,3,cy,NULL")
        .run();
    people
        .file(
            "20260102-040000000.csv",
            "D,2026-01-02 03:10:00,1,NULL,NULL",
            "D,2026-01-02 03:10:00,3,NULL,NULL",
            "D,2026-01-02 03:10:00,9,NULL,NULL")
        .run();
    assertThat(text(people.rows("id", "name", "office"))).isEqualTo(people("2 | bo | oslo"));
  }

  /** 7: the full load has no Op and the changes have: columns shift by one. */
  @Test
  void aFullLoadWithoutOpShiftsNoColumn() {
    people
        .csv(
            "Op string, ts string, id int, name string, office string",
            "header = false, optional-columns = Op")
        .file("LOAD00000001.csv", "2026-01-02 03:00:00,1,ann,rome", "2026-01-02 03:00:00,2,b,x")
        .file(
            "20260102-040000000.csv",
            "U,2026-01-02 03:10:00,1,ann,oslo",
            "D,2026-01-02 03:10:00,2,b,x")
        .run();
    assertThat(now()).isEqualTo(people("1 | ann | oslo"));
  }

  /** 8: hudi#6304: a column is added or gets another type while changes flow. */
  @Test
  void aColumnAddedAndOneThatGrowsComeWithTheirFirstFile() throws IOException {
    String before =
        "select '%s' as Op, '2026-01-02 03:00:0%s' as ts, %s as id, cast(%s as int) as qty";
    String after =
        "select '%s' as Op, '2026-01-02 03:00:0%s' as ts, %s as id, cast(%s as bigint) as qty, %s as note";
    people
        .parquet()
        .file("LOAD00000001.parquet", spark.sql(before.formatted("I", 0, 1, 10)))
        .file("20260102-040000000.parquet", spark.sql(before.formatted("I", 1, 2, 20)))
        .run();
    people
        .file(
            "20260102-050000000.parquet", spark.sql(after.formatted("U", 2, 2, 3000000000L, "'n'")))
        .run();
    assertThat(text(people.rows("id", "qty", "note")))
        .isEqualTo(
            table(
                """
                id int | qty bigint | note string
                1 | 10         | null
                2 | 3000000000 | n
                """));
  }

  /** 10: a TRUNCATE or DROP on the source deletes the files: nothing there is not nothing new. */
  @Test
  void filesThatVanishedFailTheRunAndLeaveTheTable() {
    people.file("LOAD00000001.csv", "I,2026-01-02 03:00:00,1,ann,rome").run();
    var before = people.bytes();
    people.without("LOAD00000001.csv");
    assertThatThrownBy(people::run)
        .isInstanceOf(JobFailedException.class)
        .hasMessageContaining("in/hr/people holds no files");
    assertThat(people.bytes()).isEqualTo(before).isNotEmpty();
  }

  /** 10, where files that came since lie in the place of those that were read. */
  @Test
  void filesThatVanishedBehindNewOnesFailTheRunToo() {
    people.incremental().file("LOAD00000001.csv", "I,2026-01-02 03:00:00,1,ann,rome").run();
    var before = people.bytes();
    people
        .without("LOAD00000001.csv")
        .file("20260102-040000000.csv", "I,2026-01-02 03:10:00,2,bo,oslo");
    assertThatThrownBy(people::run)
        .isInstanceOf(JobFailedException.class)
        .hasMessageContaining("files that were read are gone from ")
        .hasMessageContaining("in/hr/people: LOAD00000001.csv. AWS DMS deletes ");
    assertThat(people.bytes()).isEqualTo(before).isNotEmpty();
  }

  /** 11: a change of the primary key leaves the row of the old one. */
  @Test
  void aChangedKeyLeavesNoRowOfTheOldOneWhereTheFilesTellIt() {
    people
        .csv(
            "Op string, ts string, id int, name string, office string, BI_id int",
            "header = false, optional-columns = BI_id")
        .file("LOAD00000001.csv", "I,2026-01-02 03:00:00,1,ann,rome", "I,2026-01-02 03:00:00,2,b,x")
        .run();
    people
        .file(
            "20260102-040000000.csv",
            "U,2026-01-02 03:10:00,7,ann,rome,1",
            "U,2026-01-02 03:10:00,2,bob,oslo,2",
            "I,2026-01-02 03:11:00,3,cy,oslo,NULL")
        .run();
    assertThat(text(people.rows("*").drop("_change")))
        .isEqualTo(people("2 | bob | oslo\n3 | cy | oslo\n7 | ann | rome"));
  }

  /** 11, where the change leaves a value as it was: that value stands under the old key. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "ignore-null-updates = true;  ;                                   drop, columns = [ts2]",
        "                          ;  schema-changes { dropped = ignore }; drop, columns = [ts2, office]",
      })
  void aChangedKeyThatLeavesAValueIsAReject(String changes, String sink, String drop) {
    String normalize = "{ type = normalize-dms-changes, timestamp = ts }, ";
    people
        .csv(
            "Op string, ts string, id int, name string, office string, BI_id int, ts2 string",
            "header = false")
        .steps(normalize + "{ type = drop, columns = [ts2] }")
        .changes("keys = [id]" + (changes == null ? "" : ", " + changes))
        .sink(sink == null ? "" : sink)
        .quarantining()
        .file("LOAD00000001.csv", "I,2026-01-02 03:00:00,1,ann,rome,NULL,")
        .run();
    people
        .steps(normalize + "{ type = " + drop + " }")
        .file("20260102-040000000.csv", "U,2026-01-02 03:10:00,2,NULL,oslo,1,")
        .run();
    assertThat(now()).isEqualTo(people("1 | ann | rome"));
    assertThat(text(people.rejected().select("reason")))
        .isEqualTo("reason string\nthe key changed, and the change does not supply every column");
  }
}
