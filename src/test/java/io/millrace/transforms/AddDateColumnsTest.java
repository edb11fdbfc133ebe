package io.millrace.transforms;

import static io.millrace.support.Table.rows;
import static io.millrace.support.Table.table;
import static io.millrace.support.Table.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.support.SparkExtension;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Columns to partition by. */
@ExtendWith(SparkExtension.class)
class AddDateColumnsTest {

  private static final List<DatePart> ALL =
      List.of(DatePart.DATE, DatePart.YEAR, DatePart.MONTH, DatePart.DAY, DatePart.HOUR);

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aTextIsReadByTheClockInIt(boolean ansi, SparkSession spark) {
    Traces.ansi(spark, ansi).conf().set("spark.sql.session.timeZone", "America/St_Johns");
    Dataset<Row> visits = rows(spark, "t string\n6/Jan/2018:00:51:54\n31/Dec/2017:23:59:59\nnull");
    AddDateColumns step =
        new AddDateColumns("t", Optional.of("d/MMM/yyyy:HH:mm:ss"), ALL, "in_", OnInvalid.REJECT);
    assertThat(text(step.apply(visits)))
        .isEqualTo(
            table(
                """
                t string | in_date date | in_year int | in_month int | in_day int | in_hour int
                6/Jan/2018:00:51:54  | 2018-01-06 | 2018 | 1  | 6  | 0
                31/Dec/2017:23:59:59 | 2017-12-31 | 2017 | 12 | 31 | 23
                null | null | null | null | null | null
                """));
  }

  @Test
  void aTimestampIsReadByTheClockOfTheSession(SparkSession spark) {
    spark.conf().set("spark.sql.session.timeZone", "America/New_York");
    Dataset<Row> rides = spark.sql("select timestamp '2017-01-01 03:30:00 UTC' as t");
    assertThat(
            text(new AddDateColumns("t", Optional.empty(), ALL, "", OnInvalid.REJECT).apply(rides)))
        .isEqualTo(
            table(
                """
                t timestamp | date date | year int | month int | day int | hour int
                2016-12-31 22:30:00 | 2016-12-31 | 2016 | 12 | 31 | 22
                """));
  }

  @Test
  void aDateGivesYearMonthAndDay(SparkSession spark) {
    assertThat(text(new AddDateColumns("d").apply(spark.sql("select date '2016-02-29' as d"))))
        .isEqualTo(table("d date | year int | month int | day int\n2016-02-29 | 2016 | 2 | 29"));
  }

  @Test
  void aTextThatIsNoDateIsARejectOrNull(SparkSession spark) {
    Dataset<Row> days = rows(spark, "d string\n2018-02-30\n2018-02-28");
    List<DatePart> parts = List.of(DatePart.DAY);
    Optional<String> pattern = Optional.of("yyyy-MM-dd");
    Dataset<Row> judged =
        new AddDateColumns("d", pattern, parts, "", OnInvalid.REJECT).apply(Traces.good(days));
    assertThat(Traces.reasons(judged)).containsExactly("add-date-columns: d: d is not yyyy-MM-dd");
    assertThat(text(new AddDateColumns("d", pattern, parts, "", OnInvalid.NULL).apply(days)))
        .isEqualTo(table("d string | day int\n2018-02-30 | null\n2018-02-28 | 28"));
  }

  @Test
  void columnsThatDoNotSuitAreRefused(SparkSession spark) {
    Dataset<Row> rows = spark.sql("select 'x' as s, current_date() as d, 1 as n, 2 as year");
    assertThatThrownBy(() -> new AddDateColumns("s").apply(rows))
        .hasMessage("add-date-columns: column s is string: give its pattern, such as yyyy-MM-dd");
    assertThatThrownBy(() -> new AddDateColumns("n").apply(rows))
        .hasMessage(
            "add-date-columns: column n is int: it must be a date, a timestamp or a string");
    assertThatThrownBy(
            () -> new AddDateColumns("d", Optional.empty(), ALL, "", OnInvalid.NULL).apply(rows))
        .hasMessage("add-date-columns: column d is date: a date has no hour");
    assertThatThrownBy(() -> new AddDateColumns("d").apply(rows))
        .hasMessage(
            "add-date-columns: the input already has year; rename or drop it before this step");
    assertThatThrownBy(
            () -> new AddDateColumns("s", Optional.of("yyyy-MM-dd"), ALL, "", OnInvalid.NULL))
        .hasMessage("parts has hour, but pattern has none");
  }
}
