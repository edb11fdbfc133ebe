package io.millrace.jobs;

import static io.millrace.support.Table.table;
import static io.millrace.support.Table.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.jobs.io.Format;
import io.millrace.jobs.io.ReadFiles;
import io.millrace.support.SparkExtension;
import io.millrace.transforms.InvalidInputException;
import io.millrace.transforms.Sql;
import io.millrace.transforms.Transform;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.parquet.crypto.FileEncryptionProperties;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files below a Parquet source that are no Parquet: each is one reject, or the job fails. */
@ExtendWith(SparkExtension.class)
class NoParquetTest {

  private static final String CUT =
      "not a Parquet file: it does not end with PAR1, so it is cut or of another format";

  @TempDir private Path folder;
  private SparkSession spark;

  @BeforeEach
  void target(SparkSession session) {
    spark = session;
    lake().write("out/part-0.parquet", "the old rows");
  }

  private Lake lake() {
    return new Lake(folder);
  }

  /** The bytes of a Parquet file of these rows. */
  private byte[] parquet(String query) {
    Path written = lake().path("written-" + query.hashCode());
    spark.sql(query).coalesce(1).write().mode("overwrite").parquet(written.toString());
    try (Stream<Path> files = Files.list(written)) {
      Path part = files.filter(file -> file.toString().endsWith(".parquet")).findFirst().get();
      return Files.readAllBytes(part);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int footerLength(byte[] parquet) {
    return ByteBuffer.wrap(parquet).order(ByteOrder.LITTLE_ENDIAN).getInt(parquet.length - 8);
  }

  private static byte[] with(byte[] bytes, int fromEnd, int... values) {
    byte[] changed = bytes.clone();
    for (int i = 0; i < values.length; i++) {
      changed[bytes.length - fromEnd + i] = (byte) values[i];
    }
    return changed;
  }

  private ReadFiles source(String schema) {
    return new ReadFiles(lake().text("in"), Format.PARQUET, schema, Map.of());
  }

  private Pipeline job(String schema, Rejects rejects, Transform... steps) {
    return Lake.job(source(schema), lake().parquet("out"), steps).rejecting(rejects);
  }

  private Rejects quarantine() {
    return lake().rejectsTo("bad", null, null);
  }

  private String rejected(String... columns) {
    return text(
        lake()
            .rows(spark, "bad")
            .withColumn(
                "file",
                org.apache.spark.sql.functions.expr("replace(file, 'file:%s/')".formatted(folder)))
            .selectExpr(columns));
  }

  private String planned(Pipeline job) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    new PlanText(new PrintStream(bytes, true, UTF_8), Optional.empty()).print(job, "", spark);
    return bytes.toString(UTF_8);
  }

  private void encrypted(String name) throws IOException {
    MessageType type = MessageTypeParser.parseMessageType("message m { required int32 id; }");
    var path = new org.apache.hadoop.fs.Path(lake().path(name).toUri());
    FileEncryptionProperties keys =
        FileEncryptionProperties.builder("sixteen letters!".getBytes(UTF_8)).build();
    try (var writer =
        ExampleParquetWriter.builder(path).withType(type).withEncryption(keys).build()) {
      writer.write(new SimpleGroup(type).append("id", 9));
    }
  }

  @Test
  void eachIsOneRejectWithItsReasonAndTheOthersGoOn() throws IOException {
    byte[] good = parquet("select 1 as id, 'ann' as name");
    lake().write("in/a.parquet", good);
    lake().write("in/cut.parquet", Arrays.copyOf(good, good.length / 2));
    lake().write("in/damaged.parquet", with(good, 8 + footerLength(good), -1, -1, -1, -1));
    lake().write("in/empty.parquet", new byte[0]);
    encrypted("in/encrypted.parquet");
    lake().write("in/long.parquet", with(good, 8, 0, 0, 1, 0));
    lake().write("in/negative.parquet", with(good, 8, 0, 0, 0, -1));
    lake().write("in/short.parquet", "PAR1".getBytes(UTF_8));
    lake().write("in/text.parquet", "id,name", "3,cy");
    // The columns of this one differ, so it is read apart.
    lake().write("in/z.parquet", parquet("select 2L as id, 'bo' as name"));

    RunReport report = job(null, quarantine()).run(spark);

    assertThat(text(lake().rows(spark, "out")))
        .isEqualTo(table("id bigint | name string\n1 | ann\n2 | bo"));
    assertThat(rejected("rule", "reason", "column", "file", "position", "raw"))
        .isEqualTo(
            table(
                """
                rule string | reason string | column string | file string | position bigint | raw string
                read | %1$s | null | in/cut.parquet | null | null
                read | not a Parquet file: its footer is damaged | null | in/damaged.parquet | null | null
                read | not a Parquet file: it is empty | null | in/empty.parquet | null | null
                read | its Parquet footer is encrypted, and no keys are configured | null | in/encrypted.parquet | null | null
                read | not a Parquet file: its footer is longer than the file | null | in/long.parquet | null | null
                read | not a Parquet file: its footer is longer than the file | null | in/negative.parquet | null | null
                read | %1$s | null | in/short.parquet | null | null
                read | %1$s | null | in/text.parquet | null | null
                """
                    .formatted(CUT)));
    assertThat(report.balances())
        .containsExactly(new Balance(0, lake().text("out"), 10, 2, 8, 0, List.of()));
  }

  @Test
  void withoutAPlaceForRejectsAllOfThemAreNamedAtOnceAndNothingIsWritten() {
    lake().write("in/a.parquet", parquet("select 1 as id"));
    lake().write("in/b.parquet", "id", "3");
    lake().write("in/c.parquet", new byte[0]);
    Map<String, String> before = lake().data("");
    String sentence =
        "source: cannot read as Parquet: file:%1$s/in/b.parquet (%2$s); file:%1$s/in/c.parquet (not a Parquet file: it is empty); remove or replace the files, or set the right format, or give the job a rejects path to set them aside and go on"
            .formatted(folder, CUT);

    assertThatThrownBy(() -> job(null, Rejects.NONE).run(spark))
        .isInstanceOf(JobFailedException.class)
        .hasMessage("test: " + sentence);
    assertThatThrownBy(() -> planned(job(null, Rejects.NONE))).hasMessage(sentence);
    assertThat(lake().data("")).isEqualTo(before);
    assertThat(lake().everything("").keySet()).noneMatch(name -> name.contains("/staging-"));
  }

  @Test
  void aPlanSaysWhichTheyAre() {
    lake().write("in/a.parquet", parquet("select 1 as id"));
    for (String name : List.of("b", "c", "d", "e")) {
      lake().write("in/" + name + ".parquet", new byte[0]);
    }
    assertThat(planned(job(null, quarantine())))
        .contains(
            "  Note: cannot be read as Parquet, so each as a whole is one reject: file:%1$s/in/b.parquet (not a Parquet file: it is empty); file:%1$s/in/c.parquet (not a Parquet file: it is empty); file:%1$s/in/d.parquet (not a Parquet file: it is empty) and 1 more"
                .formatted(folder));
  }

  @ParameterizedTest(name = "1 of 4 rejected, max-rejects = {0}: fails {1}")
  @CsvSource({"1, false", "0, true", "25%, false", "24.9%, true"})
  void eachCountsAsOneRow(String max, boolean fails) {
    lake().write("in/a.parquet", parquet("select id from range(3)"));
    lake().write("in/b.parquet", new byte[0]);
    Map<String, String> before = lake().data("out");
    Pipeline job = job(null, lake().rejectsTo("bad", null, max));
    if (fails) {
      assertThatThrownBy(() -> job.run(spark))
          .hasMessageStartingWith("test: 1 of 4 rows were rejected, more than max-rejects = " + max)
          .hasMessageContaining("1 x read: not a Parquet file: it is empty");
      assertThat(lake().data("out")).isEqualTo(before);
    } else {
      job.run(spark);
      assertThat(lake().rows(spark, "out").count()).isEqualTo(3);
    }
  }

  @Test
  void theyGoRoundStepsAndIntoNoPartition() {
    lake().write("in/day=1/a+b.parquet", parquet("select 1 as id"));
    lake().write("in/day=2/c+ d.parquet", new byte[0]);
    job(null, quarantine(), new Sql("select id, day, count(*) as n from input group by all"))
        .run(spark);
    assertThat(text(lake().rows(spark, "out")))
        .isEqualTo(table("id int | day string | n bigint\n1 | 1 | 1"));
    assertThat(rejected("reason", "file"))
        .isEqualTo(
            table(
                "reason string | file string\nnot a Parquet file: it is empty | in/day=2/c+ d.parquet"));
  }

  @Test
  void whereNoneIsParquetASchemaTellsTheColumns() {
    lake().write("in/a.parquet", new byte[0]);
    lake().write("in/b.parquet", "id", "3");
    assertThatThrownBy(() -> job(null, quarantine()).run(spark))
        .hasMessage(
            "test: source: no file can be read as Parquet, so nobody knows the columns: file:%1$s/in/a.parquet (not a Parquet file: it is empty); file:%1$s/in/b.parquet (%2$s); remove or replace the files, set the right format, or give a schema"
                .formatted(folder, CUT));
    RunReport report = job("id int, name varchar(9)", quarantine()).run(spark);
    assertThat(report.balances())
        .containsExactly(new Balance(0, lake().text("out"), 2, 0, 2, 0, List.of()));
    assertThat(text(lake().rows(spark, "out"))).isEqualTo("id int | name string\n");
  }

  private static Pipeline incremental(Lake lake, String transforms, String more) {
    return lake.job(
        """
        name = nightly
        source { type = read-files, format = parquet, path = "%1$s/in", incremental = true %3$s }
        transforms = [ %2$s ]
        sink { type = write-files, path = "%1$s/days", mode = append }
        rejects.path = "%1$s/bad"
        """
            .formatted(lake.root(), transforms, more));
  }

  @Test
  void readIncrementallyEachIsSetAsideOnce() {
    lake().write("in/b.parquet", parquet("select 1 as id"));
    incremental(lake(), "", "").run(spark);
    // Alone in its batch; the columns are those of the file before.
    lake().write("in/a.parquet", new byte[0]);
    assertThat(incremental(lake(), "", "").run(spark).balances().get(0).rejected()).isEqualTo(1);
    assertThat(incremental(lake(), "", "").run(spark).nothingNew()).isPresent();

    lake().write("in/a.parquet", parquet("select 2 as id"));
    assertThatThrownBy(() -> incremental(lake(), "", "").run(spark))
        .hasMessageContaining("files have changed since they were read")
        .hasMessageContaining("a.parquet");
    incremental(lake(), "", ", changed-files = reread").run(spark);

    assertThat(text(lake().rows(spark, "days"))).isEqualTo("id int\n1\n2");
    assertThat(rejected("reason", "file"))
        .isEqualTo(
            table("reason string | file string\nnot a Parquet file: it is empty | in/a.parquet"));
  }

  @Test
  void aSecondInputWithNothingNewHasTheColumnsOfItsFirstFileThatIsParquet() {
    String join =
        """
        { type = join, on { id = key }, how = left, with
          { type = read-files, format = parquet, path = "%s/names", incremental = true } }
        """
            .formatted(folder);
    lake().write("names/a.parquet", new byte[0]);
    lake().write("names/b.parquet", parquet("select 1 as key, 'ann' as name"));
    lake().write("in/a.parquet", parquet("select 1 as id"));
    incremental(lake(), join, "").run(spark);
    lake().write("in/b.parquet", parquet("select 2 as id"));
    RunReport report = incremental(lake(), join, "").run(spark);

    assertThat(text(lake().rows(spark, "days").select("id", "name")))
        .isEqualTo(table("id int | name string\n1 | ann\n2 | null"));
    assertThat(rejected("file")).isEqualTo("file string\nnames/a.parquet");
    assertThat(report.secondInputs().get(0)).containsEntry("files", 0);
  }

  @Test
  void aFileThatNobodyCanReadIsNotTakenForOne() {
    lake().write("in/a.parquet", parquet("select 1 as id"));
    Path gone = lake().write("in/b.parquet", parquet("select 2 as id"));
    assertThatThrownBy(
            () ->
                source(null)
                    .open(
                        spark,
                        (all, fitting) -> {
                          assertThat(gone.toFile().delete()).isTrue();
                          return fitting;
                        }))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("cannot read file:" + gone + ": ")
        .hasMessageEndingWith("; make sure that it is there and may be read, then run again");
  }

  @Test
  void outsideOfAJobTheQueryFails() {
    lake().write("in/a.parquet", parquet("select 1 as id"));
    lake().write("in/b.parquet", new byte[0]);
    assertThatThrownBy(() -> source(null).read(spark).count())
        .hasStackTraceContaining(
            "file:%s/in/b.parquet: not a Parquet file: it is empty".formatted(folder));
  }
}
