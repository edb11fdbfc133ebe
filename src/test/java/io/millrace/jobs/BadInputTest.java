package io.millrace.jobs;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.millrace.jobs.io.Format;
import io.millrace.jobs.io.ReadFiles;
import io.millrace.support.SparkExtension;
import io.millrace.transforms.Transform;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a user can get wrong: one sentence that says what, where and what to do; nothing written.
 */
@ExtendWith(SparkExtension.class)
class BadInputTest {

  private static final String SCHEMA = "id int, name string";

  @TempDir private Path folder;

  private Lake lake() {
    return new Lake(folder);
  }

  @BeforeEach
  void target() {
    lake().write("out/part-0.parquet", "the old rows");
  }

  /** Fails with this sentence, in which FOLDER is the folder of the test. */
  private void assertFails(SparkSession spark, Pipeline job, String sentence) {
    Map<String, String> before = lake().data("");
    assertThatThrownBy(() -> job.run(spark))
        .isInstanceOf(JobFailedException.class)
        .hasMessage("test: " + sentence.replace("FOLDER", folder.toString()));
    assertThat(lake().data("")).isEqualTo(before);
    assertThat(lake().everything("").keySet()).noneMatch(name -> name.contains("/staging-"));
  }

  private Pipeline csv() {
    return Lake.job(lake().csv("in", SCHEMA), lake().parquet("out"));
  }

  private Pipeline reading(Format format, String schema) {
    return Lake.job(
        new ReadFiles(lake().text("in"), format, schema, Map.of()), lake().parquet("out"));
  }

  @Test
  void aMissingPath(SparkSession spark) {
    assertFails(spark, csv(), "source.path: nothing at FOLDER/in");
    assertFails(
        spark,
        Lake.job(lake().csv("raw/2018/in", SCHEMA), lake().parquet("out")),
        "source.path: nothing at FOLDER/raw/2018/in; file:FOLDER exists, but has no raw");
  }

  @Test
  void anEmptyFolder(SparkSession spark) throws IOException {
    Files.createDirectories(lake().path("in/sub"));
    assertFails(
        spark,
        csv(),
        "source.path: FOLDER/in holds no files; names that begin with _ or . are not read");
  }

  @Test
  void aFolderWithHiddenFilesOnly(SparkSession spark) {
    lake().write("in/_SUCCESS", "");
    lake().write("in/.part.csv", "id,name", "1,a");
    lake().write("in/_tmp/part.csv", "id,name", "1,a");
    assertFails(
        spark,
        csv(),
        "source.path: FOLDER/in holds no files; names that begin with _ or . are not read");
  }

  @Test
  void aGlobDoesNotFindHiddenNames(SparkSession spark) {
    lake().write("in/_SUCCESS", "");
    lake().write("in/_tmp/part.csv", "id,name", "1,a");
    Pipeline job = Lake.job(lake().csv("in/*", SCHEMA), lake().parquet("out"));
    assertFails(
        spark,
        job,
        "source.path: FOLDER/in/* holds no files; names that begin with _ or . are not read");
  }

  @Test
  void aGzipFileThatIsCut(SparkSession spark) throws IOException {
    byte[] whole = gzip("id,name\n" + "1,abcdefghijklmnopqrstuvwxyz\n".repeat(5000));
    lake().write("in/a.csv.gz", Arrays.copyOf(whole, whole.length / 2));
    assertThatThrownBy(() -> csv().run(spark))
        .isInstanceOf(JobFailedException.class)
        .hasMessageMatching(
            "test: cannot read file:\\S+/in/a.csv.gz at byte \\d+: the gzip stream ends early, the file is cut; bring it again from where it came");
    assertThat(lake().data("out")).hasSize(1);
  }

  @Test
  void aGzipFileThatIsNone(SparkSession spark) {
    lake().write("in/a.csv.gz", "id,name", "1,a");
    assertFails(
        spark,
        csv(),
        "cannot read file:FOLDER/in/a.csv.gz at byte 0: the gzip stream is damaged (not a gzip file); bring the file again from where it came, or correct its name");
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(UTF_8));
    }
    return bytes.toByteArray();
  }

  @Test
  void anotherDelimiter(SparkSession spark) {
    lake().write("in/a.csv", "id;name", "1;a");
    assertFails(
        spark,
        csv(),
        "cannot read file:FOLDER/in/a.csv: its header [id;name] is one column; is the delimiter ';'?");
  }

  @Test
  void anAbsentHeader(SparkSession spark) {
    lake().write("in/a.csv", "1,a", "2,b");
    assertFails(
        spark,
        csv(),
        "cannot read file:FOLDER/in/a.csv: the first line looks like data, none of its 2 fields is a column of the schema; set header = false if so");
  }

  @Test
  void aDoubledHeader(SparkSession spark) {
    lake().write("in/a.csv", "id,name", "1,a", "id,name", "2,b");
    assertFails(
        spark,
        csv(),
        "read: repeats the header line (file:FOLDER/in/a.csv, position 12); give the job a rejects path to set such rows aside and go on");
  }

  @Test
  void aHeaderThatIsReadAsData(SparkSession spark) {
    lake().write("in/a.csv", "id,name", "1,a");
    assertFails(
        spark,
        reading(Format.CSV, SCHEMA),
        "read: looks like a header line; set header = true (file:FOLDER/in/a.csv, position 0); give the job a rejects path to set such rows aside and go on");
  }

  @Test
  void textThatIsNotUtf8(SparkSession spark) {
    lake().write("in/a.csv", "id,name\n1,caf\u00e9\n".getBytes(ISO_8859_1));
    assertFails(
        spark,
        csv(),
        "read: not valid UTF-8 (file:FOLDER/in/a.csv, position 8); give the job a rejects path to set such rows aside and go on");
  }

  @Test
  void byteOrderMarksAndCarriageReturnsAreNoProblem(SparkSession spark) {
    lake().write("in/a.csv", "\ufeffid,name\r\n1,a\r\n".getBytes(UTF_8));
    csv().run(spark);
    assertThat(lake().rows(spark, "out").collectAsList().toString()).isEqualTo("[[1,a]]");
  }

  @Test
  void anEmptyFileAddsNoRows(SparkSession spark) {
    lake().write("in/a.csv", new byte[0]);
    lake().write("in/b.csv", "id,name", "1,a");
    assertThat(csv().run(spark).balances().get(0).written()).isEqualTo(1);
  }

  @Test
  void aFolderNamedLikeAFileIsReadAsAFolder(SparkSession spark) {
    lake().write("in/a.csv/part.csv", "id,name", "1,a");
    assertThat(csv().run(spark).balances().get(0).written()).isEqualTo(1);
  }

  @Test
  void pathsThatLieInEachOther(SparkSession spark) {
    lake().write("in/a.csv", "id,name", "1,a");
    ReadFiles in = lake().csv("in", SCHEMA);
    assertFails(
        spark,
        Lake.job(in, lake().parquet("in/flat")),
        "outputs[0].sink.path: FOLDER/in/flat lies inside the input FOLDER/in, so the next run would read it; write elsewhere");
    assertFails(
        spark,
        Lake.job(in, lake().parquet("in")),
        "outputs[0].sink.path: FOLDER/in lies inside the input FOLDER/in, so the next run would read it; write elsewhere");
    assertFails(
        spark,
        Lake.job(in, lake().parquet("out/../")),
        "outputs[0].sink.path: the input file file:FOLDER/in/a.csv lies inside FOLDER/out/..; write elsewhere");
    assertFails(
        spark,
        Lake.job(in, lake().parquet("out")).rejecting(lake().rejectsTo("out/bad", null, null)),
        "outputs[0].sink.path and rejects.path: FOLDER/out and FOLDER/out/bad are one inside the other; give each a folder of its own");
    assertFails(
        spark,
        new Pipeline(
            "test",
            in,
            List.of(),
            List.of(new Output(lake().parquet("new")), new Output(lake().parquet("./new"))),
            Rejects.NONE,
            Optional.of(lake().text("_reports")),
            Map.of()),
        "outputs[0].sink.path and outputs[1].sink.path: FOLDER/new and FOLDER/./new are one inside the other; give each a folder of its own");
  }

  @Test
  void aFileWithoutTheRightToReadIt(SparkSession spark) throws IOException {
    assumeFalse(System.getProperty("user.name").equals("root"), "root may read every file");
    Path file = lake().write("in/a.csv", "id,name", "1,a");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
    assertFails(
        spark,
        csv(),
        "cannot read file:FOLDER/in/a.csv at byte 0: there is no such file, or no right to read it; plan the read again");
  }

  @Test
  void parquetThatIsNone(SparkSession spark) {
    lake().write("in/a.parquet", "this is no Parquet file");
    assertFails(
        spark,
        reading(Format.PARQUET, null),
        "source: no file can be read as Parquet, so nobody knows the columns: file:FOLDER/in/a.parquet (not a Parquet file: it does not end with PAR1, so it is cut or of another format); remove or replace the files, set the right format, or give a schema");
  }

  @Test
  void parquetFilesWhoseColumnsDoNotAgree(SparkSession spark) {
    spark.sql("select 1 as id").write().parquet(lake().text("in/a"));
    spark.sql("select array(1) as id").write().parquet(lake().text("in/b"));
    assertThatThrownBy(() -> reading(Format.PARQUET, null).run(spark))
        .isInstanceOf(JobFailedException.class)
        .hasMessageStartingWith("test: source: the Parquet files below " + lake().text("in"))
        .hasMessageContaining("do not have the same columns: ")
        .hasMessageEndingWith("; give a schema, or read them apart");
    assertThat(lake().data("out")).hasSize(1);
  }

  @Test
  void parquetFilesMayAddColumns(SparkSession spark) {
    spark.sql("select 1 as id").write().parquet(lake().text("in/a"));
    spark.sql("select 2 as id, 'x' as name").write().parquet(lake().text("in/b"));
    reading(Format.PARQUET, null).run(spark);
    assertThat(lake().rows(spark, "out").orderBy("id").collectAsList().toString())
        .isEqualTo("[[1,null], [2,x]]");
  }

  @Test
  void aTypeThatDoesNotExist() {
    assertThatThrownBy(() -> lake().csv("in", "id integr"))
        .hasMessageStartingWith(
            "schema: 'id integr' is not a list of columns such as \"username string, bytes bigint\": ");
  }

  @Test
  void aTypeThatTextCannotHold(SparkSession spark) {
    lake().write("in/a.csv", "id", "1");
    assertThatThrownBy(
            () -> Lake.job(lake().csv("in", "id array<int>"), lake().parquet("out")).run(spark))
        .hasMessageStartingWith("test: ")
        .hasMessageContaining(
            "column 'id' is array<int>, which delimited text cannot be read into");
  }

  @Test
  void csvWithNeitherHeaderNorSchema(SparkSession spark) {
    lake().write("in/a.csv", "1");
    assertFails(
        spark,
        reading(Format.CSV, null),
        "source: CSV without a header needs a schema; give schema = \"…\", or options { header = true }");
  }

  @Test
  void jsonWithoutASchemaIsInferredAndBadJsonIsRejected(SparkSession spark) {
    lake().write("in/a.json", "{\"id\": 1, \"n\": {\"a\": \"x\"}}", "{\"id\": 2}");
    reading(Format.JSON, null).run(spark);
    assertThat(lake().rows(spark, "out").orderBy("id").collectAsList().toString())
        .isEqualTo("[[1,[x]], [2,null]]");

    lake().write("in/b.json", "{\"id\": 1", "{\"id\": 2}");
    assertFails(
        spark,
        reading(Format.JSON, null),
        "read: not JSON (file:FOLDER/in/b.json, position 0); give the job a rejects path to set such rows aside and go on");
  }

  @Test
  void jsonThatIsNoLines(SparkSession spark) {
    String advice =
        "not a JSON object but an array, or the begin of one; set layout = documents to read its elements";
    lake().write("in/a.json", "[", "  {", "    \"id\": 1", "  }", "]");
    assertFails(
        spark,
        reading(Format.JSON, SCHEMA),
        "read: not a JSON object but an array, or the begin of one; set layout = documents to read its elements (file:FOLDER/in/a.json, position 0); give the job a rejects path to set such rows aside and go on");
    assertFails(
        spark,
        reading(Format.JSON, null),
        "source: cannot infer columns, as no record is a JSON object with a field; the first one is "
            + advice
            + " (file:FOLDER/in/a.json, position 0); give a schema, or correct the options");
    lake().write("in/a.json", "{", "  \"id\": 1", "}");
    assertFails(
        spark,
        reading(Format.JSON, SCHEMA),
        "read: not JSON, or not in one line; set layout = documents to read it over lines (file:FOLDER/in/a.json, position 0); give the job a rejects path to set such rows aside and go on");
  }

  @Test
  void jsonWithoutAnyRecord(SparkSession spark) {
    lake().write("in/a.json", "", "{}");
    assertFails(
        spark,
        reading(Format.JSON, null),
        "source: cannot infer columns, as the files hold no JSON object with a field; give a schema, or correct the options");
    lake().write("in/a.json", "{\"id\":1}", "{\"ID\":1}");
    assertFails(
        spark,
        reading(Format.JSON, null),
        "source: cannot infer columns, as records have both 'id' and 'ID', which are one name to Spark; give a schema with one of them");
  }

  @Test
  void aStepThatCannotWorkOnTheColumns(SparkSession spark) {
    lake().write("in/a.csv", "id,name", "1,a");
    Transform step = new io.millrace.transforms.Filter("nmae = 'a'");
    assertThatThrownBy(
            () -> Lake.job(lake().csv("in", SCHEMA), lake().parquet("out"), step).run(spark))
        .hasMessageStartingWith("test: transforms[0]: filter: ")
        .hasMessageContaining("nmae");
  }
}
