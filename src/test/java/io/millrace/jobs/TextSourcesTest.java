package io.millrace.jobs;

import static io.millrace.support.Table.table;
import static io.millrace.support.Table.text;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.millrace.jobs.io.Format;
import io.millrace.jobs.io.ReadFiles;
import io.millrace.support.SparkExtension;
import io.millrace.transforms.ByteSize;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Delimited text as people have it, through a job file. */
@ExtendWith(SparkExtension.class)
class TextSourcesTest {

  @TempDir private Path folder;

  private Lake lake() {
    return new Lake(folder);
  }

  /** Runs a job with these keys of its source, and rejects; the rows it wrote. */
  private Dataset<Row> run(SparkSession spark, String source) {
    run(spark, source, "rejects { path = \"%s\" }".formatted(lake().text("bad")));
    return lake().rows(spark, "out");
  }

  private RunReport run(SparkSession spark, String source, String rejects) {
    Path file =
        lake()
            .write(
                "job.conf",
                "name = job",
                "source { type = read-files, format = csv, path = \"%s\""
                    .formatted(lake().text("in")),
                source,
                "}",
                "sink { type = write-files, format = parquet, mode = overwrite, path = \"%s\" }"
                    .formatted(lake().text("out")),
                rejects);
    return Lake.bound(file, Map.of()).pipeline().run(spark);
  }

  private Dataset<Row> rejects(SparkSession spark) {
    return lake().rows(spark, "bad").select("reason", "raw");
  }

  private static byte[] packed(String text, boolean bzip2) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out =
        bzip2 ? new BZip2CompressorOutputStream(bytes) : new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  @Test
  void otherEncodings(SparkSession spark) {
    lake().write("in/a.csv", "id,name\r\n1,caf\u00e9\r\n".getBytes(ISO_8859_1));
    assertThat(text(run(spark, "options { header = true, encoding = latin1 }")))
        .isEqualTo(table("id string | name string\n1 | caf\u00e9"));
    String wide = "id,name\r\n1,\u0416\r\n2,\ud83d\ude00\r\n";
    lake().write("in/a.csv", wide.getBytes(UTF_16));
    assertThat(text(run(spark, "options { header = true, encoding = UTF-16 }")))
        .isEqualTo(table("id string | name string\n1 | \u0416\n2 | \ud83d\ude00"));
    lake().write("in/a.csv", ("\ufeff" + wide).getBytes(UTF_16LE));
    assertThat(text(run(spark, "options { header = true, encoding = UTF-16 }")))
        .isEqualTo(table("id string | name string\n1 | \u0416\n2 | \ud83d\ude00"));
  }

  @Test
  void tabsAndNullMarkers(SparkSession spark) {
    lake().write("in/a.tsv", "1\t\\N\tx", "\\N\t\ty z");
    assertThat(
            text(
                run(
                    spark,
                    """
                    schema = "id int, a string, b string"
                    options { delimiter = "\\t", null-value = "\\\\N", quote = none }
                    """)))
        .isEqualTo(table("id int | a string | b string\n1 | null | x\nnull |  | y z"));
  }

  @Test
  void packedFilesWhateverTheirName(SparkSession spark) {
    lake().write("in/a", packed("id\n1\n", false));
    lake().write("in/b.csv", packed("id\n2\n", true));
    lake().write("in/c.csv.gz", packed("id\n3\n", false));
    lake().write("in/d.bz2", packed("id\n4\n", true));
    lake().write("in/e", "id", "5");
    assertThat(text(run(spark, "options { header = true }, schema = \"id int\"")))
        .isEqualTo(table("id int\n1\n2\n3\n4\n5"));
  }

  @Test
  void namesWithBlanksAndReservedWords(SparkSession spark) {
    lake().write("in/a.csv", "\"first name\",group ,select", "a,b,c");
    assertThat(text(run(spark, "options { header = true }")))
        .isEqualTo(table("first name string | group string | select string\na | b | c"));
    assertThat(
            text(
                run(
                    spark,
                    "options { header = true }, schema = \"`group` string, `first name` string, `select` string\"")))
        .isEqualTo(table("group string | first name string | select string\nb | a | c"));
  }

  @Test
  void filesWithoutRows(SparkSession spark) {
    lake().write("in/a.csv", new byte[0]);
    lake().write("in/b.csv", "id,name");
    lake().write("in/c.csv", "id,name".getBytes(UTF_8));
    assertThat(text(run(spark, "options { header = true }")))
        .isEqualTo("id string | name string\n");
    assertThat(text(run(spark, "options { header = true }, infer-types = true")))
        .isEqualTo("id string | name string\n");
  }

  @Test
  void filesPutTogether(SparkSession spark) {
    lake().write("in/a.csv", "id,name", "1,a", "id,name", "2,b,c", "3");
    assertThat(text(run(spark, "options { header = true }, schema = \"id int, name string\"")))
        .isEqualTo(table("id int | name string\n1 | a"));
    assertThat(text(rejects(spark)))
        .isEqualTo(
            table(
                """
                reason string | raw string
                repeats the header line | id,name
                3 fields where the schema has 2 | 2,b,c
                1 field where the schema has 2 | 3
                """));
  }

  @Test
  void aSchemaWithTooFewColumns(SparkSession spark) {
    lake().write("in/a.csv", "id,fare,extra,total", "1,9,0,9.8");
    String schema = "schema = \"id int, fare double, total double\", options { header = %s }";
    assertThatThrownBy(() -> run(spark, schema.formatted("true")))
        .hasMessageEndingWith(
            "its header has columns that the schema lacks: extra; add them to the schema or set extra-columns = ignore");
    lake().write("in/a.csv", "1,9,0,9.8");
    assertThatThrownBy(() -> run(spark, schema.formatted("false"), ""))
        .hasMessageStartingWith("job: read: 4 fields where the schema has 3 (");
  }

  @Test
  void numbersAreFoundWhereNothingIsLost(SparkSession spark) {
    lake()
        .write(
            "in/a.csv",
            "i,b,d,zip,plus,day,long,digits,big,none,mixed,tiny,blank",
            "1,1,1,00705,+1,1/1/17 0:01,99999999999999999999,0.1234567890123456,9.5,,1,1e-5,1",
            "-7,3000000000,-0.50,705,1,2017-01-01,1,1.5,123456789012345,,x,1e400, 1",
            ",,,,,,,,,,,,");
    assertThat(text(run(spark, "options { header = true }, infer-types = true")))
        .isEqualTo(
            table(
                    """
                i int | b bigint | d double | zip string | plus string | day string | long string | digits string | big double | none string | mixed string | tiny string | blank string
                1 | 1 | 1.0 | 00705 | +1 | 1/1/17 0:01 | 99999999999999999999 | 0.1234567890123456 | 9.5 | null | 1 | 1e-5 | 1
                -7 | 3000000000 | -0.5 | 705 | 1 | 2017-01-01 | 1 | 1.5 | 1.23456789012345E14 | null | x | 1e400 |  1
                null | null | null | null | null | null | null | null | null | null | null | null | null
                """)
                .replace("1e400 | 1", "1e400 |  1"));
  }

  @Test
  void numbersWithExponentsKeepTheirSpelling(SparkSession spark) {
    lake().write("in/a.csv", "small,large,price", "1e-400,1e3,1.10", "1,2,2.5");
    assertThat(text(run(spark, "options { header = true }, infer-types = true")))
        .isEqualTo(
            table("small string | large string | price double\n1e-400 | 1e3 | 1.1\n1 | 2 | 2.5"));
  }

  @Test
  void rejectsHaveNoSayInTheTypes(SparkSession spark) {
    lake().write("in/a.csv", "id,n", "1,2", "x", "3,4,5");
    assertThat(text(run(spark, "options { header = true }, infer-types = true")))
        .isEqualTo(table("id int | n int\n1 | 2"));
    assertThat(rejects(spark).count()).isEqualTo(2);
  }

  @Test
  void typesAreNotInferredBesideASchema() {
    assertThatThrownBy(
            () ->
                new ReadFiles(
                    "in",
                    Format.CSV,
                    Optional.of("id int"),
                    true,
                    Optional.empty(),
                    Optional.empty(),
                    Map.of(),
                    new ByteSize(1)))
        .hasMessage(
            "infer-types works on CSV without a schema; leave it out, or leave out the schema");
  }

  @Test
  void typesOfPublishedFiles(SparkSession spark) {
    assertThat(types(spark, "employees_headers"))
        .isEqualTo(
            "employeeid int, managerid int, firstname string, lastname string, fullname string, jobtitle string, organizationlevel int, maritalstatus string, gender string, territory string, country string, group string");
    assertThat(types(spark, "tripdata"))
        .isEqualTo(
            "VendorID int, lpep_pickup_datetime string, lpep_dropoff_datetime string, store_and_fwd_flag string, RatecodeID int, PULocationID int, DOLocationID int, passenger_count int, trip_distance double, fare_amount double, extra double, mta_tax double, tip_amount double, tolls_amount double, ehail_fee string, improvement_surcharge double, total_amount double, payment_type int, trip_type int");
  }

  private static String types(SparkSession spark, String name) {
    Path data = Lake.PROJECT.resolve("../shared/data/dea-course").resolve(name);
    assumeTrue(Files.isDirectory(data), data + " is absent");
    return new ReadFiles(
            data.toString(),
            Format.CSV,
            Optional.empty(),
            true,
            Optional.empty(),
            Optional.empty(),
            Map.of("header", "true"),
            new ByteSize(1 << 20))
        .read(spark)
        .schema()
        .toDDL()
        .replace(" STRING", " string")
        .replace(" INT", " int")
        .replace(" DOUBLE", " double")
        .replace(",", ", ");
  }
}
