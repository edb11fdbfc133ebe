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
import io.millrace.transforms.Trace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Parquet that Spark did not write: DuckDB's, old Hive's, and files that do not agree. */
@ExtendWith(SparkExtension.class)
class OtherParquetTest {

  @TempDir private Path folder;

  private Lake lake() {
    return new Lake(folder);
  }

  private void duckdb(String file, String columns) {
    try {
      Files.createDirectories(lake().path(file).getParent());
      try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
          Statement statement = connection.createStatement()) {
        statement.execute(
            "copy (select " + columns + ") to '" + lake().path(file) + "' (format parquet)");
      }
    } catch (SQLException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private void write(String file, MessageType type, List<Group> rows) {
    var path = new org.apache.hadoop.fs.Path(lake().path(file).toUri());
    try (ParquetWriter<Group> writer = ExampleParquetWriter.builder(path).withType(type).build()) {
      for (Group row : rows) {
        writer.write(row);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ReadFiles source(String schema) {
    return new ReadFiles(lake().text("in"), Format.PARQUET, schema, Map.of());
  }

  private Dataset<Row> read(SparkSession spark, String schema) {
    return source(schema).read(spark);
  }

  private void assertFails(SparkSession spark, String schema, String sentence) {
    assertThatThrownBy(() -> source(schema).open(spark))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(sentence.replace("FOLDER", "file:" + folder));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "200::utinyint      | smallint      | 200",
        "60000::usmallint   | int           | 60000",
        "4000000000::uint32 | bigint        | 4000000000",
        "18446744073709551615::ubigint | decimal(20,0) | 18446744073709551615",
        "1.5::decimal(4,1)  | decimal(4,1)  | 1.5",
        "-1.5::decimal(9,2) | decimal(9,2)  | -1.50",
        "1.5::decimal(18,3) | decimal(18,3) | 1.500",
        "-1.5::decimal(38,4)| decimal(38,4) | -1.5000",
        "timestamp '2020-01-01 00:00:00.123456' | timestamp_ntz | 2020-01-01 00:00:00.123456",
        "timestamp_ms '2020-01-01 00:00:00.123' | timestamp_ntz | 2020-01-01 00:00:00.123",
        "timestamp '1500-01-01'  | timestamp_ntz | 1500-01-01 00:00:00",
        "date '0001-01-01'  | date          | 0001-01-01",
        "date '12000-01-01' | date          | +12000-01-01",
        "'a'::enum('a', 'b')| string        | a",
        "'{}'::json         | string        | {}",
        "null::struct(a int)| struct<a:int> | null",
        "[[1], null, [2, null]] | array<array<int>> | [[1],null,[2,null]]",
        "map {'k': [1]}     | map<string,array<int>> | {\"k\":[1]}"
      })
  void typesOfDuckDb(String value, String type, String expected, SparkSession spark) {
    duckdb("in/a", value.replace("uint32", "uinteger") + " as c");
    assertThat(text(read(spark, null))).isEqualTo("c " + type + "\n" + expected);
  }

  @Test
  void namesOfAnyKind(SparkSession spark) {
    duckdb("in/a", "1 as \"a.b\", 2 as \"c d\", 3 as \"Group \", 4 as \"order\"");
    Lake.job(source(null), lake().parquet("out")).run(spark);
    Dataset<Row> rows = lake().rows(spark, "out");
    assertThat(rows.columns()).containsExactly("a.b", "c d", "Group ", "order");
    assertThat(rows.collectAsList().toString()).isEqualTo("[[1,2,3,4]]");
  }

  @Test
  void filesWithoutRows(SparkSession spark) {
    duckdb("in/a", "1 as id where false");
    duckdb("in/b", "2 as id");
    assertThat(text(read(spark, null))).isEqualTo(table("id int\n2"));
  }

  @Test
  void typesThatSparkDoesNotKnow(SparkSession spark) {
    duckdb("in/a", "timestamp_ns '2020-01-01 00:00:00.123456789' as t");
    assertFails(
        spark,
        null,
        "source: Spark cannot read the columns of FOLDER/in/a: Illegal Parquet type: INT64 (TIMESTAMP(NANOS,false)); set spark { sql.legacy.parquet.nanosAsLong = true } to read nanoseconds as bigint");
    duckdb("in/a", "uuid() as u");
    assertFails(
        spark,
        null,
        "source: Spark cannot read the columns of FOLDER/in/a: Illegal Parquet type: FIXED_LEN_BYTE_ARRAY (UUID); write it again with other names or types");
  }

  @Test
  void aNameThatSparkHasTaken(SparkSession spark) {
    duckdb("in/a", "1 as _metadata");
    assertFails(
        spark,
        null,
        "source: FOLDER/in/a has a column '_metadata', which is what Spark calls its own facts about files; write it again with another name");
  }

  @Test
  void namesThatDifferInTheirCaseOnly(SparkSession spark) {
    MessageType type =
        MessageTypeParser.parseMessageType("message m { optional int32 a; optional int32 A; }");
    write("in/a", type, List.of(new SimpleGroup(type).append("a", 1)));
    assertThatThrownBy(() -> source(null).open(spark))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith(
            "source: Spark cannot read the columns of file:" + lake().path("in/a") + ": ")
        .hasMessageContaining("The column `a` already exists")
        .hasMessageEndingWith("; write it again with other names or types");
  }

  @Test
  void listsAndDecimalsAndBytesOfOldWriters(SparkSession spark) {
    MessageType type =
        MessageTypeParser.parseMessageType(
            """
            message m {
              optional group l (LIST) { repeated int32 array; }
              optional group s (LIST) { repeated group array { optional int32 a; } }
              repeated int32 bare;
              optional int32 d (DECIMAL(5,2));
              optional fixed_len_byte_array(5) f (DECIMAL(10,2));
              optional binary b (DECIMAL(10,2));
              optional binary raw;
              optional int96 t;
            }
            """);
    SimpleGroup row = new SimpleGroup(type);
    row.addGroup("l").append("array", 1).append("array", 2);
    row.addGroup("s").addGroup("array").append("a", 5);
    row.append("bare", 7).append("d", 12345).append("raw", Binary.fromString("hé"));
    row.append("f", Binary.fromConstantByteArray(new byte[] {0, 0, 0, 1, 0}));
    row.append("b", Binary.fromConstantByteArray(new byte[] {-1, 0}));
    ByteBuffer noon = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
    noon.putLong(43_200_000_000_000L).putInt(2_440_588);
    row.append("t", Binary.fromConstantByteArray(noon.array()));
    SimpleGroup other = new SimpleGroup(type);
    other.append("raw", Binary.fromConstantByteArray(new byte[] {-1}));
    write("in/a", type, List.of(row, other));

    assertThat(text(read(spark, null).where("d is not null").drop("raw", "t")))
        .isEqualTo(
            table(
                """
                l array<int> | s array<struct<a:int>> | bare array<int> | d decimal(5,2) | f decimal(10,2) | b decimal(19,2)
                [1,2] | [{"a":5}] | [7] | 123.45 | 2.56 | -2.56
                """));
    assertThat(read(spark, "t timestamp").selectExpr("unix_seconds(t)").head().getLong(0))
        .isEqualTo(43_200);
    try (Reading reading = source("raw string").open(spark)) {
      assertThat(text(reading.rows().selectExpr("raw", Trace.ASIDE + ".reason")))
          .isEqualTo(
              table("raw string | reason string\nhé | null\n\ufffd | raw is not valid UTF-8"));
    }
  }

  private void times(String file) {
    MessageType type =
        MessageTypeParser.parseMessageType(
            """
            message m {
              required int32 id;
              optional int32 milli (TIME(MILLIS,true));
              optional int64 micro (TIME(MICROS,false));
              optional int64 nano (TIME(NANOS,false));
            }
            """);
    List<Group> rows = new ArrayList<>();
    rows.add(new SimpleGroup(type).append("id", 0));
    long[] millis = {0, 1, 100, 45_296_789, 86_399_999, 86_400_000, 86_400_001, -1};
    for (long milli : millis) {
      Group row = new SimpleGroup(type).append("id", rows.size()).append("milli", (int) milli);
      row.append("micro", milli * 1000).append("nano", milli * 1_000_000 + (milli == 1 ? 7 : 0));
      rows.add(row);
    }
    write(file, type, rows);
  }

  @Test
  void timesOfDayAreText(SparkSession spark) {
    times("in/a");
    try (Reading reading = source(null).open(spark)) {
      assertThat(
              text(
                  reading
                      .rows()
                      .where(Trace.ASIDE + " is null")
                      .drop(Trace.FILE, Trace.POSITION, Trace.ASIDE)))
          .isEqualTo(
              table(
                  """
                  id int | milli string | micro string | nano string
                  0 | null         | null         | null
                  1 | 00:00:00     | 00:00:00     | 00:00:00
                  2 | 00:00:00.001 | 00:00:00.001 | 00:00:00.001000007
                  3 | 00:00:00.1   | 00:00:00.1   | 00:00:00.1
                  4 | 12:34:56.789 | 12:34:56.789 | 12:34:56.789
                  5 | 23:59:59.999 | 23:59:59.999 | 23:59:59.999
                  6 | 24:00:00     | 24:00:00     | 24:00:00
                  """));
      assertThat(text(reading.rows().where("id > 6").selectExpr("id", Trace.ASIDE + ".reason")))
          .isEqualTo(
              table(
                  """
                  id int | reason string
                  7 | milli is no time of day
                  8 | milli is no time of day
                  """));
    }
  }

  @Test
  void timesOfDayAreNumbersIfTheSchemaAsks(SparkSession spark) {
    times("in/a");
    try (Reading reading = source("id int, milli bigint, micro bigint, nano string").open(spark)) {
      assertThat(
              text(
                  reading
                      .rows()
                      .where("id in (0, 2, 4)")
                      .drop(Trace.FILE, Trace.POSITION, Trace.ASIDE)))
          .isEqualTo(
              table(
                  """
                id int | milli bigint | micro bigint | nano string
                0 | null     | null        | null
                2 | 1        | 1000        | 00:00:00.001000007
                4 | 45296789 | 45296789000 | 12:34:56.789
                """));
    }
    assertThat(text(read(spark, "id int, milli int").where("milli > 80000000 and id < 6")))
        .isEqualTo(table("id int | milli int\n5 | 86399999"));
    assertFails(
        spark,
        "micro timestamp",
        "source: column 'micro' of FOLDER/in/a is a time of day, which cannot become timestamp; ask for string, or for int or bigint to have its micros");
  }

  @Test
  void timesOfSomeFilesAndNumbersOfOthers(SparkSession spark) {
    duckdb("in/a", "1 as id, time '01:02:03.000004' as t");
    duckdb("in/b", "2 as id, '05:06:07' as t");
    duckdb("in/c", "3 as id, 5::bigint as other");
    assertThat(text(read(spark, null)))
        .isEqualTo(
            table(
                """
                id int | t string | other bigint
                1 | 01:02:03.000004 | null
                2 | 05:06:07        | null
                3 | null            | 5
                """));
    duckdb("in/d", "4 as id, 5::bigint as t");
    assertThat(text(read(spark, "id int, t string").where("id in (1, 4)")))
        .isEqualTo(table("id int | t string\n1 | 01:02:03.000004\n4 | 5"));
  }

  @Test
  void filesOfDmsThatDiffer(SparkSession spark) {
    MessageType load =
        MessageTypeParser.parseMessageType(
            """
            message load {
              required binary at (STRING);
              optional int32 id;
              optional int32 tiny (INTEGER(8,false));
              optional int32 small (INTEGER(16,false));
              optional int32 word (INTEGER(32,false));
              optional int64 long (INTEGER(64,false));
              optional int32 noon (TIME(MILLIS,true));
            }
            """);
    MessageType change =
        MessageTypeParser.parseMessageType(
            """
            message change {
              optional binary Op (STRING);
              required binary at (STRING);
              optional int64 id;
              optional int32 tiny (INTEGER(16,false));
              optional binary note (STRING);
            }
            """);
    Group old = new SimpleGroup(load).append("at", "2026-01-02 03:04:05.000006").append("id", 1);
    old.append("tiny", 255).append("small", 65_535).append("word", -1).append("long", -1L);
    write("in/LOAD00000001.parquet", load, List.of(old.append("noon", 43_200_000)));
    Group young = new SimpleGroup(change).append("Op", "U").append("at", "2026-01-03 00:00:00");
    young.append("id", 3_000_000_000L).append("tiny", 256).append("note", "new");
    write("in/20260103-000000000.parquet", change, List.of(young));

    Dataset<Row> rows = read(spark, null);
    assertThat(text(rows.select("Op", "at", "id", "tiny", "small", "word", "long", "noon", "note")))
        .isEqualTo(
            table(
                """
                Op string | at string | id bigint | tiny int | small int | word bigint | long decimal(20,0) | noon string | note string
                null | 2026-01-02 03:04:05.000006 | 1          | 255 | 65535 | 4294967295 | 18446744073709551615 | 12:00:00 | null
                U    | 2026-01-03 00:00:00        | 3000000000 | 256 | null  | null       | null                 | null     | new
                """));
    assertThat(rows.schema().apply("at").nullable()).isTrue();
  }

  @Test
  void datesOfAnUnknownCalendar(SparkSession spark) {
    MessageType type = MessageTypeParser.parseMessageType("message m { optional int32 d (DATE); }");
    write("in/a", type, List.of(new SimpleGroup(type).append("d", -150_000)));
    assertThatThrownBy(() -> Lake.job(source(null), lake().parquet("out")).run(spark))
        .isInstanceOf(JobFailedException.class)
        .hasMessageStartingWith("test: a Parquet file has dates before 1582-10-15 ")
        .hasMessageContaining(
            "; set datetimeRebaseMode and int96RebaseMode in the source's options");
    Map<String, String> options = Map.of("datetimeRebaseMode", "CORRECTED");
    Dataset<Row> rows = new ReadFiles(lake().text("in"), Format.PARQUET, null, options).read(spark);
    assertThat(text(rows)).isEqualTo("d date\n" + LocalDate.ofEpochDay(-150_000));
  }

  @Test
  void filesWhoseTypesGrewWider(SparkSession spark) {
    duckdb("in/a", "1::int id, 1::int n, 1.5::float f, 1.5::decimal(3,1) d");
    duckdb("in/b", "2::bigint id, 2.5::double n, 2.5::double f, 1.25::decimal(5,2) d, {'a': 1} s");
    duckdb(
        "in/c",
        "3::smallint ID, 9007199254740993 n, 1 f, null::decimal(3,1) d, {'b': 7, 'a': 1::bigint} s");
    Reading reading = source(null).open(spark);
    assertThat(reading.count().get()).hasValue(3);
    assertThat(reading.notes())
        .containsExactly("the files have columns of 3 different types and are read apart");
    assertThat(text(reading.rows().drop(Trace.FILE, Trace.POSITION, Trace.ASIDE)))
        .isEqualTo(
            table(
                """
                id bigint | n double | f double | d decimal(5,2) | s struct<a:bigint,b:int>
                1 | 1.0 | 1.5 | 1.50 | null
                2 | 2.5 | 2.5 | 1.25 | {"a":1}
                3 | null | 1.0 | null | {"a":1,"b":7}
                """));
    assertThat(text(reading.rows().selectExpr("id", Trace.ASIDE + ".reason")))
        .isEqualTo(table("id bigint | reason string\n1|null\n2|null\n3 | n does not fit double"));
  }

  @Test
  void aSchemaThatTheFilesDoNotHave(SparkSession spark) {
    duckdb("in/a", "1::int id, '5' t");
    duckdb("in/b", "2::bigint id, 'x' t");
    duckdb("in/c", "3000000000 id, 6 t");
    Lake lake = lake();
    Lake.job(source("id int, t int, more string"), lake.parquet("out"))
        .rejecting(lake.rejectsTo("bad", null, null))
        .run(spark);
    assertThat(text(lake.rows(spark, "out")))
        .isEqualTo(table("id int | t int | more string\n1 | 5 | null"));
    assertThat(
            text(lake.rows(spark, "bad").selectExpr("rule", "reason", "column", "position", "raw")))
        .isEqualTo(
            table(
                """
                rule string | reason string | column string | position bigint | raw string
                read | t does not fit int | t | 0 | {"id":2,"t":"x"}
                read | id does not fit int | id | 0 | {"id":3000000000,"t":6}
                """));
    assertThat(source("id int, tt string").open(spark).notes())
        .contains("no file has column 'tt', so it is null everywhere; did you mean 't'?");
  }

  @Test
  void aSchemaThatTheFilesCannotHave(SparkSession spark) {
    duckdb("in/a", "{'a': 1} s, 1 as id");
    assertFails(
        spark,
        "s struct<a: string>",
        "source: column 's' of FOLDER/in/a is struct<a:int>, which cannot become struct<a:string>; read it as it is, then use steps");
    assertFails(
        spark,
        "id array<int>",
        "source: column 'id' of FOLDER/in/a is int, which cannot become array<int>; read it as it is, then use steps");
    assertThat(text(read(spark, "s struct<a: bigint, b: string>")))
        .isEqualTo(table("s struct<a:bigint,b:string>\n{\"a\":1}"));
  }

  @Test
  void typesThatHaveNoWiderOne(SparkSession spark) {
    duckdb("in/a", "date '2020-01-01' as d");
    duckdb("in/b", "timestamp '2020-01-01' as d");
    assertFails(
        spark,
        null,
        "source: the Parquet files below %s do not have the same columns: 'd' is date in FOLDER/in/a and timestamp_ntz in FOLDER/in/b; give a schema, or read them apart"
            .formatted(lake().text("in")));
  }

  @ParameterizedTest
  @CsvSource({
    "alltypes_dictionary.parquet, 2",
    "alltypes_plain.snappy.parquet, 2",
    "binary.parquet, 12",
    "int64_decimal.parquet, 24",
    "int96_from_spark.parquet, 6",
    "list_columns.parquet, 3",
    "nested_lists.snappy.parquet, 3",
    "nested_maps.snappy.parquet, 6",
    "nulls.snappy.parquet, 8"
  })
  void publishedSamples(String name, int rows, SparkSession spark) {
    Path samples = Lake.PROJECT.resolve("../shared/data/parquet-samples");
    assumeTrue(Files.isDirectory(samples), "needs the shared sample data");
    ReadFiles source =
        new ReadFiles(samples.resolve(name).toString(), Format.PARQUET, null, Map.of());
    RunReport report = Lake.job(source, lake().parquet("out")).run(spark);
    assertThat(report.balances().get(0).written()).isEqualTo(rows);
  }
}
