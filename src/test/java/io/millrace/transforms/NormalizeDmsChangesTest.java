package io.millrace.transforms;

import static io.millrace.support.Table.rows;
import static io.millrace.support.Table.table;
import static io.millrace.support.Table.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.support.SparkExtension;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Rows of DMS in, rows with {@code _change} out; {@code file} and {@code position} are the trace.
 */
@ExtendWith(SparkExtension.class)
class NormalizeDmsChangesTest {

  private static final String LOAD = "s3://b/hr/emp/LOAD0000000A.csv";
  private static final String CDC = "s3://b/hr/emp/20260102-030405678.csv";
  private static final NormalizeDmsChanges PLAIN = new NormalizeDmsChanges(Optional.empty());
  private static final NormalizeDmsChanges TIMED = new NormalizeDmsChanges(Optional.of("at"));

  private static NormalizeDmsChanges step(String key, String value) {
    return new NormalizeDmsChanges(
        "Op",
        Optional.empty(),
        Optional.empty(),
        Optional.of(value).filter(any -> key.equals("full-load")),
        Optional.of(value).filter(any -> key.equals("load")),
        key.equals("inserts-only"),
        false,
        Optional.of(value).filter(any -> key.equals("not-supplied")));
  }

  /** Columns {@code file} and {@code position} become those of the trace. */
  private static Dataset<Row> traced(SparkSession spark, String table) {
    Dataset<Row> rows = rows(spark, table.replace("LOAD ", LOAD + " ").replace("CDC ", CDC + " "));
    return Traces.good(
        rows.withColumnRenamed("file", Trace.FILE).withColumnRenamed("position", Trace.POSITION));
  }

  private static String good(Dataset<Row> rows, String... columns) {
    return text(rows.where(Trace.ASIDE + " is null").selectExpr(columns));
  }

  private static final String[] TOLD = {"id", "_change.phase as phase", "_change.op as op"};

  static Stream<Arguments> matrix() {
    String none =
        "normalize-dms-changes: Op: no operation, and not of a full load; nothing is"
            + " guessed to be an insert";
    return Stream.of(
        Arguments.of(
            "op for the full load",
            "",
            "Op",
            "1|I|LOAD;2|I|CDC;3|U|CDC;4|D|CDC",
            "1|0|I;2|1|I;3|1|U;4|1|D",
            List.of()),
        Arguments.of(
            "no op for the full load",
            "",
            "Op",
            "1|null|LOAD;2|I|CDC;3|U|CDC;4|D|CDC",
            "1|0|I;2|1|I;3|1|U;4|1|D",
            List.of()),
        Arguments.of(
            "inserts only, op for both", "", "Op", "1|I|LOAD;2|I|CDC", "1|0|I;2|1|I", List.of()),
        Arguments.of(
            "inserts only, op for neither",
            "inserts-only",
            "x",
            "1|I|LOAD;2|D|CDC",
            "1|0|I;2|1|I",
            List.of()),
        Arguments.of(
            "the same without being told so", "", "x", "1|I|LOAD;2|D|CDC", "1|0|I", List.of(none)),
        Arguments.of(
            "inserts and updates",
            "",
            "Op",
            "1|null|LOAD;2|I|CDC;3|U|CDC",
            "1|0|I;2|1|I;3|1|U",
            List.of()),
        Arguments.of(
            "an operation lost on the way",
            "",
            "Op",
            "1|null|CDC;2||CDC;3|U|CDC",
            "3|1|U",
            List.of(none, none)),
        Arguments.of(
            "small letters and blanks",
            "",
            "oP",
            "1|i|LOAD;2| u |CDC;3|d|CDC",
            "1|0|I;2|1|U;3|1|D",
            List.of()),
        Arguments.of(
            "other letters",
            "",
            "Op",
            "1|X|CDC;2|INSERT|CDC;3|T|LOAD;4|U|CDC",
            "4|1|U",
            List.of(
                "normalize-dms-changes: Op: the operation is none of I, U, D",
                "normalize-dms-changes: Op: the operation is none of I, U, D",
                "normalize-dms-changes: Op: the operation is none of I, U, D")),
        Arguments.of(
            "deletion and update in a full load",
            "",
            "Op",
            "1|D|LOAD;2|U|LOAD",
            "2|0|U",
            List.of("normalize-dms-changes: Op: a deletion in a full load")),
        Arguments.of(
            "words",
            "",
            "$AR_H_OPERATION",
            "1|INSERT|LOAD;2|insert|CDC;3|UPDATE|CDC;4|DELETE|CDC",
            "1|0|I;2|1|I;3|1|U;4|1|D",
            List.of()),
        Arguments.of(
            "other words",
            "",
            "ar_h_operation",
            "1|REFRESH|CDC;2|null|CDC",
            "",
            List.of(
                "normalize-dms-changes: ar_h_operation: no operation, and not of a full load;"
                    + " nothing is guessed to be an insert",
                "normalize-dms-changes: ar_h_operation: the operation is none of I, U, D")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("matrix")
  void operations(
      String name,
      String key,
      String column,
      String input,
      String expected,
      List<String> rejects,
      SparkSession spark) {
    String all = input.replace(";", " | 0\n").replace("|", " | ") + " | 0";
    Dataset<Row> rows =
        traced(
            spark,
            "id int | `%s` string | file string | position bigint\n".formatted(column) + all);
    Dataset<Row> told = step(key, "true").apply(rows);
    assertThat(good(told, TOLD))
        .as(name)
        .isEqualTo(table("id int|phase int|op string\n" + expected.replace(";", "\n")));
    assertThat(Traces.reasons(told)).as(name).isEqualTo(rejects);
  }

  @Test
  void whatAChangeIsMadeOf(SparkSession spark) {
    Dataset<Row> rows =
        traced(
            spark,
            """
            Op string | at string | AR_H_CHANGE_SEQ string | AR_H_USER string | id int | file string | position bigint
            null | 2026-01-02 00:00:00.000001 | null | null | 1 | LOAD | 7
            U    | 2026-01-02 00:00:00        | 20260102000000000000000000000000001 | me | 1 | CDC | 0
            """);
    Dataset<Row> told = TIMED.apply(rows);
    assertThat(told.columns())
        .containsExactly("id", Change.COLUMN, Trace.FILE, Trace.POSITION, Trace.ASIDE);
    assertThat(text(told.select("_change.*")))
        .isEqualTo(
            table(
                """
                load int | phase int | sequence struct<change_seq:string> | at timestamp_ntz | file string | position bigint | op string
                0 | 0 | {} | 2026-01-02 00:00:00.000001 | LOAD0000000A.csv (s3://b/hr/emp) | 7 | I
                0 | 1 | {"change_seq":"20260102000000000000000000000000001"} | 2026-01-02 00:00:00 | 20260102-030405678.csv (s3://b/hr/emp) | 0 | U
                """));
  }

  @Test
  void theOrderIsThatOfTheSource(SparkSession spark) {
    Dataset<Row> rows =
        traced(
            spark,
            """
            n int | Op string | at string | file string | position bigint
            1 | null | 2026-01-09 00:00:00 | LOAD | 7
            2 | U | 2026-01-02 00:00:00.0000010 | z/20260101-000000000.csv | 0
            3 | U | 2026-01-02 00:00:00.000002 | a/20260101-000000000.csv | 9
            4 | U | 2026-01-02 00:00:00.000002 | z/20260101-000000000.csv | 1
            5 | U | 2026-01-02 00:00:00.000002 | a/20260101-000000001.csv | 2
            6 | U | 2026-01-02 00:00:00.000002 | a/20260101-000000001.csv | 10
            """);
    List<Integer> order =
        TIMED
            .apply(rows.orderBy("position"))
            .orderBy(Change.COLUMN)
            .select("n")
            .collectAsList()
            .stream()
            .map(row -> row.getInt(0))
            .toList();
    assertThat(order).containsExactly(1, 2, 3, 4, 5, 6);
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTC", "America/New_York"})
  void timesAreTakenAsTheyStand(String zone, SparkSession spark) {
    String before = spark.conf().get("spark.sql.session.timeZone");
    try {
      spark.conf().set("spark.sql.session.timeZone", zone);
      String table =
          """
          id int | at string | Op string | file string | position bigint
          1 | 2026-03-08 02:30:00.123456   | U | CDC | 0
          2 | 2026-11-01T01:30:00          | U | CDC | 0
          3 | 0001-01-01 00:00:00.5        | U | CDC | 0
          4 | 9999-12-31 23:59:59.999999   | U | CDC | 0
          5 | 2026-01-02 00:00:00.12345670 | U | CDC | 0
          6 | 2026-01-02 00:00:00.12345600 | U | CDC | 0
          7 | null | U | LOAD | 0
          """;
      assertThat(good(TIMED.apply(traced(spark, table)), "id", "_change.at as at"))
          .isEqualTo(
              table(
                  """
                  id int | at timestamp_ntz
                  1 | 2026-03-08 02:30:00.123456
                  2 | 2026-11-01 01:30:00
                  3 | 0001-01-01 00:00:00.5
                  4 | 9999-12-31 23:59:59.999999
                  6 | 2026-01-02 00:00:00.123456
                  7 | null
                  """));
      Dataset<Row> instants =
          traced(spark, "id int | Op string | file string | position bigint\n1 | U | CDC | 0")
              .selectExpr("*", "timestamp'2026-11-01 05:30:00.000001Z' as at");
      assertThat(good(TIMED.apply(instants), "cast(_change.at as string) as at"))
          .isEqualTo("at string\n2026-11-01 05:30:00.000001");
    } finally {
      spark.conf().set("spark.sql.session.timeZone", before);
    }
  }

  @Test
  void badTimesAndSequencesAreRejects(SparkSession spark) {
    Dataset<Row> rows =
        traced(
            spark,
            """
            id int | Op string | at string | header__change_seq string | file string | position bigint
            1 | U    | null                      | 1    | CDC | 0
            2 | U    |                           | 1    | CDC | 0
            3 | U    | 2026-01-02                | 1    | CDC | 0
            4 | U    | 2026-02-30 00:00:00       | 1    | CDC | 0
            5 | U    | 2026-01-02 00:00:00+01:00 | 1    | CDC | 0
            6 | null | yesterday                 | null | LOAD | 0
            7 | U    | 2026-01-02 00:00:00       | null | CDC | 0
            8 | D    | 2026-01-02 00:00:00       |      | CDC | 0
            9 | X    | null                      | null | CDC | 0
            """);
    Dataset<Row> told = TIMED.apply(rows);
    assertThat(told.where(Trace.ASIDE + " is null").count()).isZero();
    assertThat(told.where("id = 4").select(Trace.ASIDE + ".raw").head().getString(0))
        .isEqualTo(
            "{\"id\":4,\"Op\":\"U\",\"at\":\"2026-02-30 00:00:00\",\"header__change_seq\":\"1\"}");
    String time = "normalize-dms-changes: at: at is no time such as 2026-01-31 13:07:09.123456";
    String sequence =
        "normalize-dms-changes: header__change_seq: the change has no header__change_seq";
    assertThat(Traces.reasons(told))
        .containsExactly(
            "normalize-dms-changes: Op: the operation is none of I, U, D",
            time,
            time,
            time,
            time,
            "normalize-dms-changes: at: the change has no at",
            "normalize-dms-changes: at: the change has no at",
            sequence,
            sequence);
  }

  @Test
  void whichRowsAreOfAFullLoadMayBeSaid(SparkSession spark) {
    Dataset<Row> rows =
        traced(
            spark,
            """
            id int | Op string | file string | position bigint
            1 | null | full/customers.csv | 0
            2 | U    | full/customers.csv | 0
            3 | null | SEGMENT2_LOAD00000001.parquet | 0
            4 | U    | LOADED.csv | 0
            5 | U    | 20260102-030405678.csv | 0
            """);
    assertThat(good(PLAIN.apply(rows), TOLD))
        .isEqualTo(table("id int|phase int|op string\n2|1|U\n3|0|I\n4|1|U\n5|1|U"));
    assertThat(good(step("full-load", "_file_name not rlike '^[0-9]{8}-'").apply(rows), TOLD))
        .isEqualTo(table("id int|phase int|op string\n1|0|I\n2|0|U\n3|0|I\n4|0|U\n5|1|U"));
    Dataset<Row> told =
        step("full-load", "_file_path like 'full/%' and _file_name = 'customers.csv'").apply(rows);
    assertThat(good(told, TOLD))
        .isEqualTo(table("id int|phase int|op string\n1|0|I\n2|0|U\n4|1|U\n5|1|U"));
    assertThat(Traces.reasons(told)).hasSize(1).allMatch(why -> why.contains("no operation"));
  }

  /** As after a step that is not row-wise: a job's rows, but neither file nor position. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "at string;                                false; false",
        "at string | AR_H_CHANGE_SEQ string;       false; false",
        "at string | other string;                 true;  false",
        "at string | AR_H_CHANGE_SEQ string;       true;  true",
      })
  void rowsOfAJobThatLostTheirPlaceAreRefusedUnlessAllIsSaid(
      String columns, boolean fullLoad, boolean taken, SparkSession spark) {
    Dataset<Row> rows = Traces.good(rows(spark, "id int | Op string | " + columns));
    NormalizeDmsChanges step = fullLoad ? step("full-load", "Op = 'L'") : PLAIN;
    if (taken) {
      assertThat(step.apply(rows).columns()).contains(Change.COLUMN);
    } else {
      assertThatThrownBy(() -> step.apply(rows))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageMatching(
              "normalize-dms-changes: these rows do not know their file and their position .*; put"
                  + " normalize-dms-changes directly after the source, .*");
    }
  }

  @Test
  void loadsMayBeNumbered(SparkSession spark) {
    Dataset<Row> rows =
        traced(
            spark,
            """
            id int | Op string | file string | position bigint
            1 | U    | run=1/20260102-030405678.csv | 0
            2 | null | run=2/LOAD00000001.csv | 0
            3 | U    | run=x/20260102-030405678.csv | 0
            """);
    String number = "try_cast(regexp_extract(_file_path, 'run=([^/]+)', 1) as int)";
    Dataset<Row> told = step("load", number).apply(rows);
    assertThat(good(told, "id", "_change.load as load"))
        .isEqualTo(table("id int|load int\n1|1\n2|2"));
    assertThat(Traces.reasons(told)).containsExactly("normalize-dms-changes: load is null");
    assertThatThrownBy(() -> step("load", "'1'").apply(rows))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("normalize-dms-changes: load: ''1'' is string, but must be int");
    assertThatThrownBy(() -> step("full-load", "nope = 1").apply(rows))
        .hasMessageStartingWith("normalize-dms-changes: full-load: 'nope = 1' cannot be computed");
  }

  @Test
  void columnsThatAChangeDoesNotSupplyAreListed(SparkSession spark) {
    Dataset<Row> rows =
        traced(
            spark,
            """
            Op string | id int | a string | b string | file string | position bigint
            U | 1 | NOSUP | x     | CDC | 0
            U | 2 | NOSUP | NOSUP | CDC | 0
            U | 3 | null  | nosup | CDC | 0
            """);
    assertThat(good(step("not-supplied", "NOSUP").apply(rows), "id", "a", "b", "_not_supplied"))
        .isEqualTo(
            table(
                """
                id int | a string | b string | _not_supplied array<string>
                1 | null | x     | ["a"]
                2 | null | null  | ["a","b"]
                3 | null | nosup | null
                """));
  }

  @Test
  void theTimestampMayStay(SparkSession spark) {
    NormalizeDmsChanges keeps =
        new NormalizeDmsChanges(
            "Op",
            Optional.of("AT"),
            Optional.of("lsn"),
            Optional.empty(),
            Optional.empty(),
            false,
            true,
            Optional.empty());
    Dataset<Row> rows =
        rows(
            spark, "Op string | at string | lsn bigint | id int\nU | 2026-01-02 00:00:00 | 12 | 1");
    Dataset<Row> told = keeps.apply(rows);
    assertThat(told.columns()).containsExactly("at", "id", Change.COLUMN);
    assertThat(text(told.selectExpr("at", "_change.sequence.change_seq as s", "_change.file as f")))
        .isEqualTo(
            "at string | s string | f string\n2026-01-02 00:00:00 | "
                + "0".repeat(36)
                + "12 | null");
  }

  @Test
  void rowsThatWereSetAsideAreNotJudgedAgain(SparkSession spark) {
    Dataset<Row> rows =
        traced(spark, "id int | Op string | file string | position bigint\n1 | X | CDC | 0");
    Dataset<Row> aside = Traces.aside(rows.drop(Trace.ASIDE), "true");
    assertThat(Traces.reasons(PLAIN.apply(aside))).containsExactly("earlier");
  }

  @Test
  void inputsThatCannotBeTakenApart(SparkSession spark) {
    assertThatThrownBy(() -> PLAIN.apply(rows(spark, "Op string | id int\nI | 1")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("normalize-dms-changes: nothing puts these rows in order: ");
    assertThatThrownBy(() -> TIMED.apply(rows(spark, "Op string | id int\nI | 1")))
        .hasMessage("normalize-dms-changes: no column at; the input has Op, id");
    assertThatThrownBy(
            () -> TIMED.apply(rows(spark, "Op int | at string\n1 | 2026-01-01 00:00:00")))
        .hasMessage("normalize-dms-changes: column Op is int but must be string");
    assertThatThrownBy(() -> TIMED.apply(rows(spark, "Op string | at date\nI | 2026-01-01")))
        .hasMessage(
            "normalize-dms-changes: column at is date but must be string or timestamp_ntz or"
                + " timestamp");
    assertThatThrownBy(
            () -> TIMED.apply(rows(spark, "Op string | at string | _change int\nI | x | 1")))
        .hasMessageStartingWith("normalize-dms-changes: the input already has _change;");
    assertThatThrownBy(
            () -> TIMED.apply(rows(spark, "Op string | at string\nX | null")).collectAsList())
        .hasStackTraceContaining("normalize-dms-changes: the operation is none of I, U, D");
    assertThatThrownBy(
            () ->
                new NormalizeDmsChanges(
                    "Op",
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    false,
                    true,
                    Optional.empty()))
        .hasMessage("keep-timestamp needs timestamp, the column to keep");
  }

  /** Also one that DMS names like its headers, which leave. */
  @ParameterizedTest
  @ValueSource(strings = {"at", "AR_H_COMMIT_TIMESTAMP", "header__timestamp"})
  void aTimestampMayStay(String name, SparkSession spark) {
    NormalizeDmsChanges keeping =
        new NormalizeDmsChanges(
            "Op",
            Optional.of(name),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            false,
            true,
            Optional.empty());
    Dataset<Row> rows =
        traced(
            spark,
            "Op string | %s string | id int | file string | position bigint\nI | 2026-01-01 00:00:00 | 1 | CDC | 0"
                .formatted(name));
    assertThat(keeping.apply(rows).columns()).contains(name, "id", "_change");
  }
}
