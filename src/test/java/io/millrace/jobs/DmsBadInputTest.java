package io.millrace.jobs;

import static io.millrace.support.Table.table;
import static io.millrace.support.Table.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.support.SparkExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Records of AWS DMS that are no changes: set aside with reason and place, or the job fails. */
@ExtendWith(SparkExtension.class)
class DmsBadInputTest {

  private static final String LOAD = "LOAD00000001.csv";
  private static final String CHANGES = "20260102-040000000.csv";
  private static final String GOOD = "I,2026-01-02 03:00:00,1,ann,rome";

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

  private static String rejects(String rows) {
    return table("reason string | file string | position bigint\n" + rows);
  }

  @Test
  void recordsThatAreNoChangesAreSetAsideAndTheOthersGoOn() {
    people
        .quarantining()
        .file(LOAD, GOOD, "D,2026-01-02 03:00:00,4,di,rome")
        .file(
            CHANGES,
            "X,2026-01-02 03:10:00,1,bad,rome",
            ",2026-01-02 03:10:00,1,bad,rome",
            "U,2026-01-02 03:10:00,NULL,bad,rome",
            "U,NULL,1,bad,rome",
            "U,2026-02-30 03:10:00,1,bad,rome",
            "U,yesterday,1,bad,rome",
            "U,2026-01-02 03:10:00,one,bad,rome",
            "U,2026-01-02 03:10:00,1,bad",
            "U,2026-01-02 03:10:00,1,bad,rome,2",
            "I,2026-01-02 03:10:00,2,bo,rome");
    RunReport report = people.run();
    assertThat(now()).isEqualTo(people("1 | ann | rome\n2 | bo | rome"));
    assertThat(report.balances().get(0).rejected()).isEqualTo(10);
    assertThat(text(people.rejected()))
        .isEqualTo(
            rejects(
                """
                a deletion in a full load | LOAD00000001.csv | 33
                the operation is none of I, U, D | 20260102-040000000.csv | 0
                no operation, and not of a full load; nothing is guessed to be an insert | 20260102-040000000.csv | 33
                the key column id is null | 20260102-040000000.csv | 65
                the change has no ts | 20260102-040000000.csv | 101
                ts is no time such as 2026-01-31 13:07:09.123456 | 20260102-040000000.csv | 119
                ts is no time such as 2026-01-31 13:07:09.123456 | 20260102-040000000.csv | 152
                not an int | 20260102-040000000.csv | 175
                4 fields where the schema has 5 | 20260102-040000000.csv | 210
                6 fields where the schema has 5 | 20260102-040000000.csv | 238
                """));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          X,2026-01-02 03:10:00,1,bad,rome    | the operation is none of I, U, D
          ,2026-01-02 03:10:00,1,bad,rome     | nothing is guessed to be an insert
          U,2026-01-02 03:10:00,NULL,bad,rome | the key column id is null
          U,NULL,1,bad,rome                   | the change has no ts
          U,2026-01-02 03:10:00,1,bad         | 4 fields where the schema has 5
          """)
  void withoutAPlaceForRejectsOneOfThemFailsTheJobAndTheTableStays(String record, String reason) {
    people.file(LOAD, GOOD).run();
    var before = people.bytes();
    people.file(CHANGES, "U,2026-01-02 03:10:00,1,amy,rome", record);
    assertThatThrownBy(people::run)
        .isInstanceOf(JobFailedException.class)
        .hasMessageContaining(reason)
        .hasMessageContaining(CHANGES);
    assertThat(people.bytes()).isEqualTo(before);
  }

  @Test
  void aChangeWithoutItsChangeSequenceIsSetAside() {
    people
        .quarantining()
        .csv(
            "Op string, ts string, AR_H_CHANGE_SEQ string, id int, name string, office string",
            "header = false")
        .file(LOAD, "I,2026-01-02 03:00:00,NULL,1,ann,rome")
        .file(
            CHANGES,
            "U,2026-01-02 03:10:00,NULL,1,bad,rome",
            "U,2026-01-02 03:10:00,20260102031000000000000000000000001,1,amy,rome")
        .run();
    assertThat(now()).isEqualTo(people("1 | amy | rome"));
    assertThat(text(people.rejected()))
        .isEqualTo(rejects("the change has no AR_H_CHANGE_SEQ | 20260102-040000000.csv | 0"));
  }

  @Test
  void nullKeysAndLettersOfParquetAreSetAsideByTheirRow() throws IOException {
    people
        .quarantining()
        .parquet()
        .file(
            "20260102-040000000.parquet",
            spark.sql(
                """
                select * from values ('I', '2026-01-02 03:00:00', 1, 'ann'), ('U', '2026-01-02 03:00:00', null, 'b'),
                  ('Q', '2026-01-02 03:00:00', 1, 'b'), ('U', null, 1, 'b') as t(Op, ts, id, name)
                """))
        .run();
    assertThat(text(people.rows("id", "name"))).isEqualTo("id int | name string\n1 | ann");
    assertThat(text(people.rejected()))
        .isEqualTo(
            rejects(
                """
                the key column id is null        | 20260102-040000000.parquet | 1
                the operation is none of I, U, D | 20260102-040000000.parquet | 2
                the change has no ts             | 20260102-040000000.parquet | 3
                """));
  }

  private static final String ONE =
      "select '%s' as Op, '2026-01-02 03:00:00' as ts, 1 as id, '%s' as name";

  private void damagedParquet() throws IOException {
    people
        .file("20260102-040000000.parquet", spark.sql(ONE.formatted("U", "amy")))
        .file("20260102-050000000.parquet", "these bytes are of no Parquet file")
        .file("20260102-060000000.parquet", "nor are these");
  }

  @Test
  void filesThatAreNoParquetAreSetAsideAndTheOthersGoOn() throws IOException {
    people.quarantining().parquet();
    people.file("LOAD00000001.parquet", spark.sql(ONE.formatted("I", "ann"))).run();
    damagedParquet();
    people.run();
    assertThat(text(people.rows("id", "name"))).isEqualTo("id int | name string\n1 | amy");
    assertThat(text(people.rejected()))
        .isEqualTo(
            rejects(
                """
                not a Parquet file: it does not end with PAR1, so it is cut or of another format | 20260102-050000000.parquet | null
                not a Parquet file: it does not end with PAR1, so it is cut or of another format | 20260102-060000000.parquet | null
                """));
  }

  @Test
  void withoutAPlaceForRejectsTheJobFailsNamingAllOfThemAndTheTableStays() throws IOException {
    people.parquet();
    people.file("LOAD00000001.parquet", spark.sql(ONE.formatted("I", "ann"))).run();
    var before = people.bytes();
    damagedParquet();
    assertThatThrownBy(people::run)
        .isInstanceOf(JobFailedException.class)
        .hasMessageContaining("source: cannot read as Parquet: ")
        .hasMessageContaining("/20260102-050000000.parquet (not a Parquet file")
        .hasMessageContaining("/20260102-060000000.parquet (not a Parquet file");
    assertThat(people.bytes()).isEqualTo(before);
  }

  /** Its rows would be gone after the next merge: no policy for rejects may allow that. */
  @Test
  void aFileOfTheTableItselfThatIsDamagedFailsTheJob(@TempDir Path folder) throws IOException {
    DmsTable table = new DmsTable(folder, spark).quarantining();
    table.file(LOAD, GOOD).run();
    String name =
        table.bytes().keySet().stream().filter(any -> any.endsWith("t")).findFirst().get();
    Path file = folder.resolve("table").resolve(name);
    Files.delete(file.resolveSibling("." + name + ".crc"));
    Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 100));
    var before = table.bytes();
    table.file(CHANGES, "U,2026-01-02 03:10:00,1,amy,rome");
    assertThatThrownBy(table::run)
        .isInstanceOf(JobFailedException.class)
        .hasMessageContaining("sink")
        .hasMessageContaining(name + " (not a Parquet file");
    assertThat(table.bytes()).isEqualTo(before);
  }
}
