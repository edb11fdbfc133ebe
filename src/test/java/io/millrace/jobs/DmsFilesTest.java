package io.millrace.jobs;

import static io.millrace.support.Table.table;
import static io.millrace.support.Table.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.millrace.jobs.io.Format;
import io.millrace.jobs.io.ReadFiles;
import io.millrace.jobs.io.Reading;
import io.millrace.support.SparkExtension;
import io.millrace.transforms.InvalidInputException;
import io.millrace.transforms.NormalizeDmsChanges;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Files as AWS DMS lays them down. */
@ExtendWith(SparkExtension.class)
class DmsFilesTest {

  private static final Path DATA = Lake.PROJECT.resolve("../shared/data").normalize();

  @TempDir private Path folder;

  private void write(String name, String content) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }

  private static ReadFiles csv(Path path, String schema, String header) {
    Map<String, String> options = Map.of("header", header, "optional-columns", "Op");
    return new ReadFiles(path.toString(), Format.CSV, schema, options);
  }

  @Test
  void aFullLoadWithoutOpAndChangesWithIt(SparkSession spark) throws IOException {
    write("LOAD00000001.csv", "1,Ann\n2,Bo\n");
    write("20260102-030405678.csv", "U,1,Anna\nD,2,\n");

    assertThat(
            text(csv(folder, "Op string, id int, name string", "false").read(spark).orderBy("id")))
        .isEqualTo(
            table(
                """
                Op string | id int | name string
                null      | 1      | Ann
                U         | 1      | Anna
                null      | 2      | Bo
                D         | 2      | null
                """));
  }

  @Test
  void detectionGoesByTheNamesOfASchema(SparkSession spark) throws IOException {
    write("LOAD00000001.csv", "id,name\n1,Ann\n");
    for (Map<String, String> options :
        List.of(Map.of("header", "detect"), Map.of("header", "true", "optional-columns", "Op"))) {
      assertThatThrownBy(
              () -> new ReadFiles(folder.toString(), Format.CSV, null, options).read(spark))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageStartingWith("source: header = detect and optional-columns go by the names");
    }
    assertThatThrownBy(() -> csv(folder, "op2 string, id int", "true").read(spark))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("optional-columns names 'Op', which the schema lacks; did you mean 'op2'?");
  }

  @Test
  void controlTablesAreLeftOutWithANote(SparkSession spark) throws IOException {
    write("awsdms_status/LOAD00000001.csv", "a task,running\n");
    write("awsdms_history/LOAD00000001.csv", "a task,1\n");
    assertThatThrownBy(() -> csv(folder, "Op string, id int", "false").open(spark))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "source.path: "
                + folder
                + " holds no files; folders that begin with awsdms_ are not read, and AWS DMS"
                + " deletes a table's files when the source table is truncated or dropped");

    write("LOAD00000001.csv", "1\n");
    try (Reading reading = csv(folder, "Op string, id int", "false").open(spark)) {
      assertThat(reading.files()).hasSize(1);
      assertThat(reading.notes())
          .containsExactly(
              "2 files in folders that begin with awsdms_ are not read: they are AWS DMS's own"
                  + " tables");
    }
  }

  @Test
  void parquetOfAFullLoad(SparkSession spark) throws Exception {
    Path file = DATA.resolve("dms-parquet-types/dms_test_table_LOAD00000001.parquet");
    assumeTrue(Files.isRegularFile(file), "../shared/data/dms-parquet-types is absent");
    ReadFiles source = new ReadFiles(file.toString(), Format.PARQUET, null, Map.of());
    Lake lake = new Lake(folder);
    RunReport report = Lake.job(source, lake.parquet("out")).run(spark);
    assertThat(report.balances().get(0).written()).isEqualTo(10);
    try (Duck duck = Duck.open()) {
      String ours = Duck.parquet(folder.resolve("out"));
      String theirs = "select * from read_parquet('" + file + "')";
      assertThat(duck.rows("select count(*) from ((" + ours + ") except all (" + theirs + "))"))
          .containsExactly("0");
    }
  }

  @Test
  void aJobWritesWhatEachRowDid(SparkSession spark) throws Exception {
    write("raw/LOAD00000001.csv", "1,Ann\n2,Bo\n");
    write("raw/20260102-030405678.csv", "U,1,Anna\nX,2,Bob\n,3,Cy\nD,2,\n");
    Lake lake = new Lake(folder);
    ReadFiles source = csv(folder.resolve("raw"), "Op string, id int, name string", "false");
    RunReport report =
        Lake.job(source, lake.parquet("out"), new NormalizeDmsChanges(Optional.empty()))
            .rejecting(lake.rejectsTo("bad", null, null))
            .run(spark);

    assertThat(report.balances().get(0).written()).isEqualTo(4);
    assertThat(
            text(
                lake.rows(spark, "out")
                    .selectExpr(
                        "id",
                        "name",
                        "_change.phase",
                        "substring_index(_change.file, ' ', 1) as file",
                        "_change.position",
                        "_change.op")))
        .isEqualTo(
            table(
                """
                id int | name string | phase int | file string | position bigint | op string
                1 | Ann  | 0 | LOAD00000001.csv       | 0  | I
                2 | Bo   | 0 | LOAD00000001.csv       | 6  | I
                1 | Anna | 1 | 20260102-030405678.csv | 0  | U
                2 | null | 1 | 20260102-030405678.csv | 23 | D
                """));
    assertThat(text(lake.rows(spark, "bad").select("rule", "reason", "column", "raw")))
        .isEqualTo(
            table(
                """
                rule string | reason string | column string | raw string
                normalize-dms-changes | the operation is none of I, U, D | Op | X,2,Bob
                normalize-dms-changes | no operation, and not of a full load; nothing is guessed to be an insert | Op | ,3,Cy
                """));
  }

  @Test
  void theExampleOfTheGuideEndsWithADeletion(SparkSession spark) {
    Path file = DATA.resolve("dms-doc-example/employee-cdc.csv");
    assumeTrue(Files.isRegularFile(file), "../shared/data/dms-doc-example is absent");
    String schema = "Op string, id int, last string, first string, hired string, office string";
    try (Reading reading = csv(file, schema, "false").open(spark)) {
      assertThat(
              new NormalizeDmsChanges(Optional.empty())
                  .apply(reading.rows())
                  .orderBy("_change")
                  .selectExpr("concat(_change.op, ' ', office)")
                  .collectAsList())
          .extracting(row -> row.getString(0))
          .containsExactly("I New York", "U Los Angeles", "U Dallas", "D Dallas");
    }
  }

  @Test
  void filesOfQlikReplicateHaveTheirOperationInAHeader(SparkSession spark) {
    Path sample = DATA.resolve("qlik-replicate-sample");
    assumeTrue(Files.isDirectory(sample), "../shared/data/qlik-replicate-sample is absent");
    String headers = "header__change_seq,header__change_oper,header__timestamp";
    ReadFiles source =
        new ReadFiles(
            sample + "/*/*.csv.gz",
            Format.CSV,
            headers.replace(",", " string, ")
                + " string, SAMPLE_ID int, SAMPLE_NAME string, EDW_INSERTED_DTM string,"
                + " EDW_UPDATED_DTM string",
            Map.of("header", "true", "optional-columns", headers));
    NormalizeDmsChanges step =
        new NormalizeDmsChanges(
            "header__change_oper",
            Optional.of("header__timestamp"),
            Optional.empty(),
            Optional.of("_file_name like 'LOAD%'"),
            Optional.empty(),
            false,
            false,
            Optional.empty());
    try (Reading reading = source.open(spark)) {
      assertThat(
              step.apply(reading.rows())
                  .orderBy("_change")
                  .selectExpr(
                      "concat_ws(' ', sample_id, _change.phase, _change.op,"
                          + " substring(_change.sequence.change_seq, 10, 8), _change.at)")
                  .collectAsList())
          .extracting(row -> row.getString(0))
          .containsExactly(
              "1 0 I",
              "2 0 I",
              "3 0 I",
              "4 1 I 31230320 2021-10-08 13:12:31.32",
              "4 1 U 31230320 2021-10-08 14:12:31.32",
              "2 1 U 31231320 2021-10-08 13:12:31.32",
              "5 1 I 31231320 2021-10-08 15:12:31.32");
    }
  }

  @Test
  void customersOfAPublishedSample(SparkSession spark) {
    Path customers = DATA.resolve("dms-customers-csv");
    assumeTrue(Files.isDirectory(customers), "../shared/data/dms-customers-csv is absent");
    String schema = "Op string, CustomerID string, Email string, LCLid string";

    assertThat(
            text(
                csv(customers, schema, "detect")
                    .read(spark)
                    .selectExpr(
                        "Op", "Email like '%@octank.com' as moved", "LCLid like 'MAC%' as is_id")
                    .groupBy("Op", "moved", "is_id")
                    .count()
                    .orderBy("Op", "moved")))
        .isEqualTo(
            table(
                """
                Op string | moved boolean | is_id boolean | count bigint
                null      | false         | true          | 500
                U         | true          | true          | 248
                """));
  }
}
