package io.millrace.jobs;

import static io.millrace.support.Table.table;
import static io.millrace.support.Table.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.support.SparkExtension;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Weblog lines that come in the envelopes of a log subscription. */
@ExtendWith(SparkExtension.class)
class LogEventJobTest {

  private static final String JOB =
      """
      name = live
      source { type = read-files, format = json, path = "LAKE/in", schema = "data string" }
      transforms = [
        { type = unpack-log-events, column = data }
        { type = explode, column = log_events, as = event, outer = false }
        flatten-structs
        { type = parse-delimited, column = event_message, schema = "ip string, user string, at string, request string, http int, bytes bigint" }
        { type = select, columns = [event_id, ip, request, http, bytes] }
      ]
      outputs = [ { sink { type = write-files, path = "LAKE/out", mode = overwrite } } ]
      rejects { path = "LAKE/rejects" }
      """;

  private static String record(String type, String... messages) {
    StringBuilder events = new StringBuilder();
    for (String message : messages) {
      events
          .append(events.isEmpty() ? "" : ",")
          .append(
              "{\"id\":\"%s\",\"timestamp\":1,\"message\":\"%s\"}"
                  .formatted(events.length(), message));
    }
    String json = "{\"messageType\":\"%s\",\"logEvents\":[%s]}".formatted(type, events);
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(json.getBytes(UTF_8));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return "{\"data\":\"%s\"}".formatted(Base64.getEncoder().encodeToString(packed.toByteArray()));
  }

  @Test
  void everyEventIsWrittenRejectedOrFiltered(SparkSession spark, @TempDir Path folder) {
    Lake lake = new Lake(folder);
    String line = "105.1.1.1,user,17/Jan/2018:10:43:54,\\\"GET /petstore/Cats/Treats\\\",200,314";
    lake.write(
        "in/a.json",
        record("DATA_MESSAGE", line, "no such line"),
        record("CONTROL_MESSAGE", "CWL CONTROL MESSAGE"),
        record("OTHER", line),
        "{\"data\":\"%%%\"}");
    Path job =
        lake.write(
            "job.conf", JOB.replace("LAKE", folder.toString()).lines().toArray(String[]::new));

    RunReport report = Lake.bound(job, Map.of()).pipeline().run(spark);

    assertThat(text(lake.rows(spark, "out")))
        .isEqualTo(
            table(
                """
                event_id string | ip string | request string | http int | bytes bigint
                0 | 105.1.1.1 | GET /petstore/Cats/Treats | 200 | 314
                """));
    assertThat(text(lake.rows(spark, "rejects").select("rule", "reason")))
        .isEqualTo(
            table(
                """
                rule string | reason string
                parse-delimited | 1 field where the schema has 6
                unpack-log-events | data has a messageType other than DATA_MESSAGE and CONTROL_MESSAGE
                unpack-log-events | data is not base64
                """));
    assertThat(report.balances().get(0).toString())
        .contains("read=4", "written=1", "rejected=3", "filtered=1");
  }
}
