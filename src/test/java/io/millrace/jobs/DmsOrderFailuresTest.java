package io.millrace.jobs;

import static io.millrace.support.Table.table;
import static io.millrace.support.Table.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.support.SparkExtension;
import java.nio.file.Path;
import java.time.Instant;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * What users of AWS DMS report as failures of order and repetition, each as a job that gets it
 * right. {@link DmsShapeFailuresTest} has those of rows and files, {@link DmsValueFailuresTest}
 * those of values; the numbers are of one list.
 */
@ExtendWith(SparkExtension.class)
class DmsOrderFailuresTest {

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

  /** 1: olake#795, DataflowTemplates#127, airbyte#22563: ties let the wrong version win. */
  @Test
  void changesOfOneTransactionWithOneTimeEndAsWritten() {
    people
        .file("LOAD00000001.csv", "I,2026-01-02 03:00:00,1,ann,rome", "I,2026-01-02 03:00:00,2,b,x")
        .file(
            "20260102-040000000.csv",
            "U,2026-01-02 03:30:00,1,zoe,rome",
            "U,2026-01-02 03:30:00,1,amy,rome",
            "I,2026-01-02 03:30:00,3,cy,oslo",
            "D,2026-01-02 03:30:00,3,cy,oslo",
            "D,2026-01-02 03:30:00,2,b,x",
            "I,2026-01-02 03:30:00,2,bob,oslo")
        .file("20260102-040100000.csv", "U,2026-01-02 03:30:00,1,amy,oslo")
        .run();
    assertThat(now()).isEqualTo(people("1 | amy | oslo\n2 | bob | oslo"));
  }

  /** 2: delta#131, #218, #325, weevr#185: several source rows match, and the merge fails. */
  @Test
  void severalChangesOfARowThatIsThereAreOneChange() {
    people.file("LOAD00000001.csv", "I,2026-01-02 03:00:00,1,ann,rome").run();
    people
        .file(
            "20260102-040000000.csv",
            "U,2026-01-02 03:10:00,1,b,rome",
            "U,2026-01-02 03:20:00,1,c,rome",
            "U,2026-01-02 03:20:00,1,c,rome",
            "U,2026-01-02 03:15:00,1,d,rome")
        .run();
    assertThat(now()).isEqualTo(people("1 | c | rome"));
  }

  /** 3: hudi#2057: deletions and inserts of one key in one batch leave the wrong state. */
  @Test
  void deletedAndInsertedInOneBatchIsThereAndInsertedAndDeletedIsNot() {
    people
        .file(
            "LOAD00000001.csv",
            "I,2026-01-02 03:00:00,1,ann,rome",
            "I,2026-01-02 03:00:00,2,bo,rome",
            "I,2026-01-02 03:00:00,4,di,rome")
        .run();
    people
        .file(
            "20260102-040000000.csv",
            "D,2026-01-02 03:10:00,1,ann,rome",
            "I,2026-01-02 03:10:01,1,ann,oslo",
            "U,2026-01-02 03:10:02,2,bob,rome",
            "D,2026-01-02 03:10:03,2,bob,rome",
            "I,2026-01-02 03:10:04,3,cy,rome",
            "D,2026-01-02 03:10:05,3,cy,rome",
            "D,2026-01-02 03:10:06,4,di,rome",
            "I,2026-01-02 03:10:07,4,di,oslo",
            "D,2026-01-02 03:10:08,4,di,oslo")
        .run();
    assertThat(now()).isEqualTo(people("1 | ann | oslo"));
  }

  /** 5: airbyte#52633, target-bigquery#100: a late file overwrites, or brings a row back. */
  @Test
  void aFileThatComesLateOverwritesNothingNewerAndBringsNothingBack() {
    people
        .file("LOAD00000001.csv", "I,2026-01-02 03:00:00,1,ann,rome", "I,2026-01-02 03:00:00,2,b,x")
        .file(
            "20260102-050000000.csv",
            "U,2026-01-02 04:30:00,1,amy,oslo",
            "D,2026-01-02 04:30:00,2,b,x")
        .run();
    people
        .without("20260102-050000000.csv")
        .file(
            "20260102-040000000.csv",
            "U,2026-01-02 03:30:00,1,old,rome",
            "U,2026-01-02 03:30:00,2,old,rome",
            "I,2026-01-02 03:30:00,3,cy,rome")
        .run();
    assertThat(now()).isEqualTo(people("1 | amy | oslo\n3 | cy | rome"));
  }

  /** 6: amazon-s3-find-and-forget#291, Data-Platform#1529: files are missed, or given again. */
  @Test
  void filesGivenAgainOrAfterAFailedRunOrMissedAtFirstMakeTheSameTable() {
    String load = "I,2026-01-02 03:00:00,1,ann,rome";
    people
        .file("LOAD00000001.csv", load, "I,2026-01-02 03:00:00,2,bo,rome")
        .file("20260102-060000000.csv", "U,2026-01-02 05:30:00,2,bob,oslo")
        .run();
    var before = people.bytes();
    people.file("20260102-050000000.csv", "U,2026-01-02 04:30:00,1,amy,oslo", "?,2026,1");
    assertThatThrownBy(people::run).isInstanceOf(JobFailedException.class);
    assertThat(people.bytes()).isEqualTo(before);

    people
        .file(
            "20260102-050000000.csv",
            "U,2026-01-02 04:30:00,1,amy,oslo",
            "U,2026-01-02 04:30:00,2,late,rome")
        .run();
    assertThat(now()).isEqualTo(people("1 | amy | oslo\n2 | bob | oslo"));
    String rows = text(people.rows("*"));
    people.run();
    assertThat(text(people.rows("*"))).isEqualTo(rows);
  }

  /** 6, where only new files are read: neither names nor times say what is new. */
  @Test
  void aFileIsReadOnceWhateverItsNameAndTime() {
    Instant day = Instant.parse("2026-01-02T00:00:00Z");
    people
        .incremental()
        .fileOf(day, "LOAD00000001.csv", "I,2026-01-02 03:00:00,1,ann,rome")
        .fileOf(day, "20260102-060000000.csv", "I,2026-01-02 05:30:00,2,bob,oslo");
    assertThat(people.run().balances().get(0).read()).isEqualTo(2);
    people
        .fileOf(day, "20260102-050000000.csv", "I,2026-01-02 04:30:00,3,cy,oslo")
        .fileOf(day.minusSeconds(86_400), "20260101-050000000.csv", "I,2026-01-01 04:30:00,4,d,x")
        .fileOf(day.plusSeconds(1), "20260102-070000000.csv", "U,2026-01-02 06:30:00,1,amy,oslo");
    assertThat(people.run().balances().get(0).read()).isEqualTo(3);
    assertThat(people.run().nothingNew()).isPresent();
    assertThat(now()).isEqualTo(people("1 | amy | oslo\n2 | bob | oslo\n3 | cy | oslo\n4 | d | x"));
  }

  /** 9: airbyte#24079: times of whole seconds, or wrong ones; the change sequence is right. */
  @Test
  void aChangeSequenceOrdersWhatTimesDoNot() {
    people
        .csv(
            "Op string, ts string, AR_H_CHANGE_SEQ string, id int, name string, office string",
            "header = false")
        .file("LOAD00000001.csv", "I,2026-01-02 03:59:00,NULL,1,ann,rome")
        .file(
            "20260102-040000000.csv",
            "U,2026-01-02 03:30:01,20260102033000000000000000000000009,1,last,rome",
            "U,2026-01-02 03:30:01,20260102033000000000000000000000007,1,b,rome",
            "I,2026-01-02 03:30:01,20260102033000000000000000000000006,2,bo,rome")
        .file(
            "20260102-040100000.csv",
            "U,2026-01-02 03:30:01,20260102033000000000000000000000008,1,c,rome",
            "U,2026-01-02 03:29:59,20260102033000000000000000000000010,2,bob,oslo")
        .run();
    assertThat(now()).isEqualTo(people("1 | last | rome\n2 | bob | oslo"));
  }

  /** 13: iceberg#5833: with no column to order by, there is no right answer. */
  @Test
  void withoutAnyColumnOfOrderTheFilesGiveItAndRowsWithoutPlaceAreRefused() {
    people
        .csv("Op string, id int, name string, office string", "header = false")
        .steps("normalize-dms-changes")
        .file("20260102-040100000.csv", "U,1,last,rome", "D,2,bo,rome")
        .file("20260102-040000000.csv", "U,1,b,rome", "U,1,c,rome", "I,2,bo,rome")
        .file("LOAD00000001.csv", "I,1,ann,rome")
        .run();
    assertThat(now()).isEqualTo(people("1 | last | rome"));

    people.steps("{ type = sql, query = \"select * from input\" }, normalize-dms-changes");
    assertThatThrownBy(people::run)
        .isInstanceOf(JobFailedException.class)
        .hasMessageContaining(
            "normalize-dms-changes: these rows do not know their file and their position in it");
    people
        .steps("{ type = sql, query = \"select * from input\" }")
        .changes("keys = [id], apply-as-delete-when = \"Op = 'D'\"");
    assertThatThrownBy(people::run)
        .isInstanceOf(JobFailedException.class)
        .hasMessageContaining("changes.sequence-by: nothing puts the changes in order");
    assertThat(now()).isEqualTo(people("1 | last | rome"));
  }

  /** 15: iceberg#16600: the merge of many changes runs out of memory; a batch is reduced first. */
  @Test
  void manyChangesOfFewKeysAreOneRowEach() {
    String[] lines = new String[20_000];
    for (int i = 0; i < lines.length; i++) {
      lines[i] = "U,2026-01-02 03:00:00,%s,change %s,rome".formatted(i % 10, i);
    }
    people.file("20260102-040000000.csv", lines);
    RunReport report = people.run();
    assertThat(report.balances().get(0).read()).isEqualTo(20_000);
    assertThat(text(people.rows("id", "name")))
        .isEqualTo(
            table(
                """
                id int | name string
                0 | change 19990
                1 | change 19991
                2 | change 19992
                3 | change 19993
                4 | change 19994
                5 | change 19995
                6 | change 19996
                7 | change 19997
                8 | change 19998
                9 | change 19999
                """));
  }
}
