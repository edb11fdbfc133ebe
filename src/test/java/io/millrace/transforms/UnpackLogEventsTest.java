package io.millrace.transforms;

import static io.millrace.support.Table.table;
import static io.millrace.support.Table.text;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.support.SparkExtension;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Envelopes of a log subscription. */
@ExtendWith(SparkExtension.class)
class UnpackLogEventsTest {

  private static final String TWO =
      """
      {"messageType":"DATA_MESSAGE","owner":"1","logGroup":"visits","logStream":"s1","subscriptionFilters":["f"],
       "logEvents":[{"id":"e1","timestamp":1440442987000,"message":"a \\"{\\" b"},
                    {"id":"e2","timestamp":1440442987001,"message":"105.1.1.1,user","extractedFields":{"x":"y"}}]}
      """;

  private static String envelope(String json) {
    return envelope(json.getBytes(UTF_8));
  }

  private static String envelope(byte[] json) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(json);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return Base64.getEncoder().encodeToString(packed.toByteArray());
  }

  private static String message(String type, String events) {
    return "{\"messageType\":\"%s\",\"logEvents\":%s}".formatted(type, events);
  }

  private static Dataset<Row> rows(SparkSession spark, String column, List<String> envelopes) {
    return spark.createDataset(envelopes, Encoders.STRING()).toDF(column);
  }

  private static Dataset<Row> events(Dataset<Row> unpacked) {
    return new Explode("log_events", Optional.of("event"), false, Optional.empty())
        .then(new FlattenStructs())
        .apply(unpacked);
  }

  @ParameterizedTest(name = "ANSI {0}")
  @ValueSource(booleans = {false, true})
  void eachEventIsARowAfterExplodeAndControlMessagesAreFilteredOut(
      boolean ansi, SparkSession spark) {
    Traces.ansi(spark, ansi);
    Dataset<Row> rows =
        rows(
            spark,
            "Data",
            List.of(
                envelope(TWO),
                envelope(
                    message(
                        "CONTROL_MESSAGE", "[{\"id\":\"\",\"timestamp\":1,\"message\":\"CWL\"}]")),
                envelope(message("DATA_MESSAGE", "[]"))));
    String expected =
        table(
            """
            log_group string | log_stream string | event_id string | event_timestamp timestamp | event_message string
            visits | s1 | e1 | 2015-08-24 19:03:07     | a "{" b
            visits | s1 | e2 | 2015-08-24 19:03:07.001 | 105.1.1.1,user
            """);
    assertThat(text(events(new UnpackLogEvents().apply(rows)).drop("Data"))).isEqualTo(expected);
    Dataset<Row> judged = new UnpackLogEvents().apply(Traces.good(rows));
    assertThat(Traces.reasons(judged)).containsExactly("unpack-log-events");
    assertThat(judged.where(Trace.ASIDE + ".kind = 'filter'").count()).isEqualTo(1);
    assertThat(judged.columns())
        .containsExactly("Data", "log_group", "log_stream", "log_events", Trace.ASIDE);
    Dataset<Row> binary = rows.selectExpr("unbase64(Data) as `the.``DATA`");
    assertThat(text(events(new UnpackLogEvents("The.`data").apply(binary)).drop("the.`DATA")))
        .isEqualTo(expected);
  }

  @Test
  void whatIsNoEnvelopeIsAReject(SparkSession spark) {
    List<String> wrong = new ArrayList<>();
    wrong.add(null);
    wrong.add("%%%");
    wrong.add(Base64.getEncoder().encodeToString(TWO.getBytes(UTF_8)));
    wrong.add(envelope("[1]"));
    wrong.add(envelope(""));
    wrong.add(envelope(TWO + TWO));
    wrong.add(envelope("{\"messageType\":\"DATA_MESSAGE\",'logEvents}"));
    wrong.add(envelope(message("OTHER", "[]")));
    wrong.add(envelope("{}"));
    wrong.add(envelope(message("DATA_MESSAGE", "null")));
    wrong.add(envelope(message("DATA_MESSAGE", "[{\"timestamp\":\"noon\"}]")));
    wrong.add(envelope(message("DATA_MESSAGE", "[{\"timestamp\":9223372036854775807}]")));
    Dataset<Row> judged = new UnpackLogEvents().apply(Traces.good(rows(spark, "data", wrong)));
    String rule = "unpack-log-events: data: data ";
    assertThat(Traces.reasons(judged))
        .containsExactly(
            rule + "does not hold one JSON object",
            rule + "does not hold one JSON object",
            rule + "has a messageType other than DATA_MESSAGE and CONTROL_MESSAGE",
            rule + "has a messageType other than DATA_MESSAGE and CONTROL_MESSAGE",
            rule + "has an event outside of the years 1 to 9999",
            rule + "has no logEvents",
            rule + "is not JSON of a log envelope",
            rule + "is not JSON of a log envelope",
            rule + "is not base64",
            rule + "is not gzip of a JSON object in UTF-8, or more than 64 MiB",
            rule + "is not gzip of a JSON object in UTF-8, or more than 64 MiB",
            rule + "is null");
    assertThat(judged.where("log_events is not null").count()).isLessThan(12);
    assertThatThrownBy(
            () -> new UnpackLogEvents().apply(rows(spark, "data", wrong.subList(1, 2))).collect())
        .hasStackTraceContaining("unpack-log-events: data is not base64");
  }

  @Test
  void whatWouldLoseOrChangeAnEventIsAReject(SparkSession spark) {
    String event = "{\"id\":\"e\",\"timestamp\":1,\"message\":\"m\"}";
    List<String> wrong =
        List.of(
            envelope(message("DATA_MESSAGE", "[" + event + "],\"logEvents\":[]")),
            envelope(message("DATA_MESSAGE", "[" + event.replace("{", "{\"message\":1,") + "]")),
            envelope(message("DATA_MESSAGE", "[" + event + ",null]")),
            envelope(
                message("DATA_MESSAGE", "[" + event + "]")
                    .replace("m\"", "é\"")
                    .getBytes(ISO_8859_1)),
            envelope(
                message(
                    "DATA_MESSAGE", "[" + event + "," + event.replace("\"m\"", "\"{é\"") + "]")));
    Dataset<Row> judged = new UnpackLogEvents().apply(Traces.good(rows(spark, "data", wrong)));
    String rule = "unpack-log-events: data: data ";
    assertThat(Traces.reasons(judged))
        .containsExactly(
            rule + "has a key twice in one object",
            rule + "has a key twice in one object",
            rule + "has an event that is null",
            rule + "is not gzip of a JSON object in UTF-8, or more than 64 MiB");
    assertThat(judged.where(Trace.ASIDE + " is null").selectExpr("log_events[1].message").head())
        .hasToString("[{é]");
  }

  @Test
  void rowsAsideNoRowsAndNamesThatAreTaken(SparkSession spark) {
    Dataset<Row> rows = Traces.aside(rows(spark, "data", List.of("x")), "true");
    assertThat(Traces.reasons(new UnpackLogEvents().apply(rows))).containsExactly("earlier");
    assertThat(new UnpackLogEvents().apply(rows.where("false")).collectAsList()).isEmpty();
    assertThatThrownBy(
            () -> new UnpackLogEvents("a").apply(spark.sql("select '' as a, 1 as LOG_EVENTS")))
        .hasMessage(
            "unpack-log-events: the input already has log_events; rename or drop it before this step");
    assertThatThrownBy(() -> new UnpackLogEvents("a").apply(spark.sql("select 1 as a")))
        .hasMessage("unpack-log-events: column a is int but must be string or binary");
  }

  @Test
  void anEnvelopeOfAws(SparkSession spark) throws IOException {
    Path file =
        Path.of(
            System.getProperty("millrace.basedir", "."),
            "..",
            "shared/data/aws-events/cloudwatch-logs-event.json");
    assumeTrue(Files.exists(file), "../shared/data/aws-events is absent");
    String data = new ObjectMapper().readTree(file.toFile()).at("/awslogs/data").asText();
    Dataset<Row> events = events(new UnpackLogEvents().apply(rows(spark, "data", List.of(data))));
    assertThat(text(events.drop("data")))
        .isEqualTo(
            table(
                """
                log_group string | log_stream string | event_id string | event_timestamp timestamp | event_message string
                testLogGroup | testLogStream | eventId1 | 2015-08-24 19:03:07 | [ERROR] First test message
                testLogGroup | testLogStream | eventId2 | 2015-08-24 19:03:07.001 | [ERROR] Second test message
                """));
  }
}
