package io.millrace.transforms;

import static io.millrace.support.Table.table;
import static io.millrace.support.Table.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.support.SparkExtension;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Log lines taken apart by named groups. */
@ExtendWith(SparkExtension.class)
class ParseTextTest {

  private static final String COMBINED =
      "(?<host>\\S+) \\S+ (?<user>\\S+) \\[(?<time>[^\\]]+)\\] \"(?<request>[^\"]*)\" (?<status>\\d{3})"
          + " (?<bytes>\\d+|-)(?: \"(?<referrer>[^\"]*)\" \"(?<agent>[^\"]*)\")?";

  private static final String CLOUDFRONT =
      "(?<date>[0-9-]+)\\t(?<time>[0-9:]+)\\t(?<location>[^\\t]*)\\t(?<bytes>\\d+)\\t(?<ip>[^\\t]*)\\t(?<method>[A-Z]+)(?:\\t.*)?";

  private static final String SYSLOG =
      "<(?<priority>\\d{1,3})>(?<time>\\w{3} [ \\d]\\d [\\d:]{8}) (?<host>\\S+) (?<program>[^:\\[]+)(?:\\[(?<pid>\\d+)\\])?: (?<message>.*)";

  private static Dataset<Row> lines(SparkSession spark, String... lines) {
    return spark.createDataset(List.of(lines), org.apache.spark.sql.Encoders.STRING()).toDF();
  }

  private static String parsed(SparkSession spark, String pattern, String... lines) {
    return text(new ParseText("value", pattern).apply(lines(spark, lines)).drop("value"));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void anApacheCombinedLog(boolean ansi, SparkSession spark) {
    assertThat(
            parsed(
                Traces.ansi(spark, ansi),
                COMBINED,
                "127.0.0.1 - frank [10/Oct/2000:13:55:36 -0700] \"GET /a.gif HTTP/1.0\" 200 2326 \"http://x/\" \"Mozilla\"",
                "::1 - - [10/Oct/2000:13:55:37 -0700] \"\" 408 -",
                "::1 - - [10/Oct/2000:13:55:38 -0700] \"GET / HTTP/1.1\" 200 1 \"\" \"-\""))
        .isEqualTo(
            table(
                """
                host string | user string | time string | request string | status string | bytes string | referrer string | agent string
                127.0.0.1 | frank | 10/Oct/2000:13:55:36 -0700 | GET /a.gif HTTP/1.0 | 200 | 2326 | http://x/ | Mozilla
                ::1 | - | 10/Oct/2000:13:55:37 -0700 |  | 408 | - | null | null
                ::1 | - | 10/Oct/2000:13:55:38 -0700 | GET / HTTP/1.1 | 200 | 1 |  | -
                """));
  }

  @Test
  void aTabSeparatedCloudFrontLine(SparkSession spark) {
    assertThat(
            parsed(
                spark,
                CLOUDFRONT,
                "2019-12-04\t21:02:31\tLAX1\t392\t192.0.2.100\tGET\td111.cloudfront.net\t/index.html",
                "2019-12-04\t21:02:31\t\t392\t2001:db8::1\tGET"))
        .isEqualTo(
            table(
                """
                date string | time string | location string | bytes string | ip string | method string
                2019-12-04 | 21:02:31 | LAX1 | 392 | 192.0.2.100 | GET
                2019-12-04 | 21:02:31 |      | 392 | 2001:db8::1 | GET
                """));
  }

  @Test
  void aSyslogLine(SparkSession spark) {
    assertThat(
            parsed(
                spark,
                SYSLOG,
                "<34>Oct 11 22:14:15 mymachine su[230]: 'su root' failed",
                "<13>Feb  5 17:32:18 10.0.0.99 cron: "))
        .isEqualTo(
            table(
                """
                priority string | time string | host string | program string | pid string | message string
                34 | Oct 11 22:14:15 | mymachine | su | 230 | 'su root' failed
                13 | Feb  5 17:32:18 | 10.0.0.99 | cron | null |
                """));
  }

  @Test
  void aTextThatDoesNotMatchAsAWholeIsARejectOrNull(SparkSession spark) {
    Dataset<Row> lines = lines(spark, "a1", "a1 ", "b\n", "$1\\2");
    ParseText step = new ParseText("value", "(?<letter>[ab$])(?<rest>\\S*)");
    Dataset<Row> judged = step.apply(Traces.good(lines));
    assertThat(Traces.reasons(judged))
        .hasSize(2)
        .containsOnly("parse-text: value: value does not match the pattern");
    Dataset<Row> nulls =
        new ParseText(step.column(), step.pattern(), OnInvalid.NULL).apply(lines).drop("value");
    assertThat(text(nulls))
        .isEqualTo(
            table(
                """
                letter string | rest string
                $    | 1\\2
                a    | 1
                null | null
                null | null
                """));
  }

  @Test
  void aGroupThatTookNoPartIsNullAndOneThatTookNothingIsEmpty(SparkSession spark) {
    assertThat(parsed(spark, "(?:(?<a>x*)|y)(?<b>z)?", "", "y", "xz"))
        .isEqualTo("a string | b string\n | null\nnull | null\nx | z");
  }

  @Test
  void patternsThatCannotWorkAreRefused(SparkSession spark) {
    assertThatThrownBy(() -> new ParseText("value", "(\\d+) \\(?<a>"))
        .hasMessage(
            "pattern has no named group, such as (?<status>\\d+); name what is to become a column");
    assertThatThrownBy(() -> new ParseText("value", "(?<client_ip>.*)"))
        .hasMessageMatching(
            "pattern: .* near index \\d+; names of groups are letters and digits only");
    assertThatThrownBy(() -> new ParseText("value", "(?<VALUE>.*)").apply(lines(spark, "a")))
        .hasMessage("parse-text: the input already has VALUE; rename or drop it before this step");
  }
}
