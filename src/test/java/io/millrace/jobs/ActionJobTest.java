package io.millrace.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.millrace.jobs.config.InvalidConfigException;
import io.millrace.jobs.io.Action;
import io.millrace.jobs.io.ActionPlan;
import io.millrace.jobs.page.ParsedPage;
import io.millrace.support.SparkExtension;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A job file without rows. */
@ExtendWith(SparkExtension.class)
class ActionJobTest {

  @TempDir private Path folder;

  private ActionJob job(String... tables) {
    StringBuilder actions = new StringBuilder();
    for (String table : tables) {
      actions.append(
          "{ type = maintain-table, table = lake.shop.%s, expire-snapshots { older-than = 0 s } }%n"
              .formatted(table));
    }
    return file("actions = [ " + actions + " ]").actionJob();
  }

  private JobFile file(String content) {
    Lake lake = new Lake(folder);
    Path file =
        lake.write(
            "job.conf",
            "name = keep",
            content,
            "reports = \"" + folder + "/reports\"",
            "spark {",
            "  \"sql.catalog.lake\" = org.apache.iceberg.spark.SparkCatalog",
            "  \"sql.catalog.lake.type\" = hadoop",
            "  \"sql.catalog.lake.warehouse\" = \"" + folder + "/warehouse\"",
            "}");
    return Lake.bound(file, Map.of());
  }

  @Test
  void everyTargetIsLookedAtBeforeAnythingIsDone(SparkSession spark) throws Exception {
    Files.createDirectories(folder.resolve("warehouse/shop"));
    JobFailedException failure =
        catchThrowableOfType(JobFailedException.class, () -> job("orders", "items").run(spark));
    assertThat(failure)
        .hasMessage(
            "keep: actions[0].table: there is no table lake.shop.orders; actions[1].table: there is no table lake.shop.items");
    assertThat(failure.report().toJson()).contains("\"outcome\" : \"failed\"");
  }

  @Test
  void whatWasDoneIsInTheReport(SparkSession spark) throws Exception {
    Files.createDirectories(folder.resolve("warehouse/shop"));
    SparkSession beside = Sessions.beside(spark, job("orders").spark()).spark();
    beside.sql("CREATE TABLE lake.shop.orders (id INT) USING iceberg");
    beside.sql("INSERT INTO lake.shop.orders VALUES (1)");
    beside.sql("INSERT OVERWRITE lake.shop.orders VALUES (2)");
    assertThat(new ActionRun(job("orders"), beside, Progress.SILENT).plan())
        .hasToString(
            "[[lake.shop.orders has 1 data files and 0 delete files, %s bytes in all, and 2 snapshots, snapshots older than 0 days would go, but for the last 1]]"
                .formatted(
                    beside
                        .sql("SELECT sum(file_size_in_bytes) FROM lake.shop.orders.files")
                        .head()
                        .get(0)));

    RunReport report = job("orders").run(spark);
    assertThat(report.toJson())
        .contains(
            "\"outcome\" : \"succeeded\"",
            "\"action\" : \"maintain-table\"",
            "\"target\" : \"lake.shop.orders\"",
            "\"deleted-data-files\" : 1");
    assertThat(Files.readString(Path.of(report.path()))).isEqualTo(report.toJson());
    ParsedPage page =
        ParsedPage.of(Files.readString(Path.of(report.path().replaceAll("json$", "html"))));
    assertThat(page.all("li", "stop"))
        .singleElement()
        .asString()
        .startsWith("maintain-tablelake.shop.orders")
        .contains("deleted-data-files1");
    assertThat(beside.sql("SELECT * FROM lake.shop.orders").collectAsList()).hasToString("[[2]]");
  }

  /** One that comes upon a value that it cannot take. */
  private record Counting(String target) implements Action {

    @Override
    public ActionPlan look(SparkSession spark) {
      return new ActionPlan(
          List.of(),
          done -> {
            done.put("counted", 2L);
            throw new NumberFormatException("not a number: 116-48-1824");
          });
    }
  }

  @Test
  void aValueIsToldAndNotKept(SparkSession spark) throws Exception {
    ActionJob two =
        new ActionJob(
            "keep",
            List.of(new Counting("a"), new Counting("b")),
            Optional.of(folder + "/reports"),
            Map.of());
    JobFailedException failure =
        catchThrowableOfType(JobFailedException.class, () -> two.run(spark));
    assertThat(failure)
        .hasMessageStartingWith("keep: actions[0]: ")
        .hasMessageContaining("; actions[1]: ")
        .hasMessageContaining("116-48-1824");
    Path json = Path.of(failure.report().path());
    Path page = Path.of(json.toString().replaceAll("json$", "html"));
    for (Path saved : List.of(json, page)) {
      assertThat(Files.readString(saved))
          .contains("actions[0]: an expression failed at a value, which is left out: ")
          .contains("; actions[1]: an expression failed")
          .containsPattern("counted\\W.*2")
          .doesNotContain("116-48");
    }
  }

  @Test
  void rowsAndActionsDoNotGoTogether() {
    assertThatThrownBy(
            () ->
                file(
                    "actions = [ { type = maintain-table, table = a.b.c, compact {} } ]\nrejects.path = bad"))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContaining("a job with actions moves no rows: it has no source");
    assertThatThrownBy(() -> file("vars.a = 1"))
        .hasMessageContaining("a job needs a source { … } and a sink { … }, or actions = [ … ]");
    JobFile keeps = file("actions = [ { type = maintain-table, table = a.b.c, compact {} } ]");
    assertThatThrownBy(keeps::pipeline)
        .isInstanceOf(InvalidCommandException.class)
        .hasMessageContaining(
            "keep has actions and moves no rows: it can be run and planned, and has no ledger and no tables");
    assertThatThrownBy(() -> new ActionJob("keep", keeps.actions(), Optional.empty(), Map.of()))
        .hasMessageStartingWith("reports must name a folder");
  }
}
