package io.millrace.jobs;

import static io.millrace.support.Table.table;
import static io.millrace.support.Table.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.support.SparkExtension;
import java.nio.file.Path;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Nested records without a key of their own, written as tables that can be joined. */
@ExtendWith(SparkExtension.class)
class RelationalizeJobTest {

  private static final String JOB =
      """
      name = history
      source { type = read-files, format = json, path = "LAKE/in", schema = "name string, links array<struct<url: string>>" }
      transforms = [ add-row-id ]
      outputs = [
        { transforms = [ { type = relationalize, keys = [row_id] } ]
          sink { type = write-files, path = "LAKE/root", mode = overwrite } }
        { transforms = [ { type = relationalize, keys = [row_id], array = links } ]
          sink { type = write-files, path = "LAKE/links", mode = overwrite } }
      ]
      rejects { path = "LAKE/rejects" }
      """;

  @Test
  void theIdsOfTwoOutputsJoinAndALineThatDoesNotParseIsARejectOnce(
      SparkSession spark, @TempDir Path folder) {
    Lake lake = new Lake(folder);
    lake.write(
        "in/a.json",
        "{\"name\":\"Ann\",\"links\":[{\"url\":\"u\"},{\"url\":\"v\"}]}",
        "not JSON",
        "{\"name\":\"Bob\",\"links\":[]}");
    lake.write("in/b.json", "{\"name\":\"Ann\",\"links\":[{\"url\":\"w\"}]}", "{}");
    Path job =
        lake.write(
            "job.conf", JOB.replace("LAKE", folder.toString()).lines().toArray(String[]::new));

    RunReport report = Lake.bound(job, Map.of()).pipeline().run(spark);

    lake.rows(spark, "root").createOrReplaceTempView("root");
    lake.rows(spark, "links").createOrReplaceTempView("links");
    assertThat(
            text(
                spark.sql(
                    "select name, links_count, index, links_val_url from root left join links using (row_id)")))
        .isEqualTo(
            table(
                """
                name string | links_count int | index int | links_val_url string
                Ann  | 2    | 0    | u
                Ann  | 2    | 1    | v
                Bob  | 0    | null | null
                Ann  | 1    | 0    | w
                null | null | null | null
                """));
    assertThat(
            report.balances().stream().map(b -> b.read() + " " + b.written() + " " + b.rejected()))
        .containsExactly("5 4 1", "5 3 1");
    assertThat(lake.rows(spark, "rejects").count()).isEqualTo(1);
  }

  @Test
  void aRowWithoutAKeyIsARejectOfEachTable(SparkSession spark, @TempDir Path folder) {
    Lake lake = new Lake(folder);
    lake.write(
        "in/a.json",
        "{\"name\":\"Ann\",\"links\":[{\"url\":\"u\"}]}",
        "{\"name\":null,\"links\":[{\"url\":\"v\"}]}");
    String byName = JOB.replace("LAKE", folder.toString()).replace("[row_id]", "[name]");
    Path job = lake.write("job.conf", byName.lines().toArray(String[]::new));

    RunReport report = Lake.bound(job, Map.of()).pipeline().run(spark);

    assertThat(
            report.balances().stream().map(b -> b.read() + " " + b.written() + " " + b.rejected()))
        .containsExactly("2 1 1", "2 1 1");
    assertThat(text(lake.rows(spark, "rejects").select("rule", "reason").distinct()))
        .isEqualTo(
            table(
                "rule string|reason string\nrelationalize|name is null, so its row could not be joined"));
  }
}
