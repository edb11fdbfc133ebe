package io.millrace.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.jobs.config.InvalidConfigException;
import io.millrace.jobs.page.ParsedPage;
import io.millrace.support.SparkExtension;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** One job file for many tables: a failing one stops no other, and is what the next run takes. */
@ExtendWith(SparkExtension.class)
class TableJobsTest {

  private static final String EACH =
      """
      name = "copy "${table.name}
      source { type = read-files, format = csv, path = ${table.path}, schema = ${table.schema-text} }
      sink { type = write-files, path = ${vars.out}"/"${table.name}, mode = overwrite }
      """;

  @TempDir private Path folder;
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  private String jobFile(String tables) {
    String vars = "vars { in = \"%s/in\", out = \"%s/out\" }%n".formatted(folder, folder);
    return new Lake(folder).write("many.conf", vars + tables + "\n" + EACH).toString();
  }

  private String run(String... arguments) {
    List<String> all = new ArrayList<>(Arrays.asList(arguments));
    printed.reset();
    PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
    new Verbs(out).run(Arguments.parse(all.toArray(String[]::new)));
    return text();
  }

  private String text() {
    return printed.toString(StandardCharsets.UTF_8);
  }

  private void input(String schema, String table, String... lines) {
    new Lake(folder).write("in/%s/%s/part.csv".formatted(schema, table), lines);
  }

  private long rows(SparkSession spark, String table) {
    return spark.read().parquet(folder + "/out/" + table).count();
  }

  @Test
  void theOthersGoOnAndARerunTakesOnlyWhatFailed(SparkSession spark) throws IOException {
    List<String> list = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      input("shop", "t" + i, i % 5 == 3 ? "not a number" : "" + i, "7");
      list.add(
          "{ name = t%s, path = ${vars.in}\"/shop/t%s\", schema-text = \"id int\" }"
              .formatted(i, i));
    }
    String file =
        jobFile(
            "tables { list = [ %s ], parallelism = 3, reports = ${vars.out}\"/_reports\" }"
                .formatted(String.join(", ", list)));
    assertThatThrownBy(() -> run("run", file))
        .hasMessageContaining(
            "2 of 12 tables failed; run again with --tables failed to take only these. t3: ")
        .hasMessageContaining("copy t8");
    assertThat(text()).contains("t0  read 2, written 2, rejected 0", "10 of 12 tables succeeded");
    assertThat(new Lake(folder).data("out/t3")).isEmpty();
    assertThat(rows(spark, "t0")).isEqualTo(2);

    ParsedPage page = tablesPage();
    assertThat(page.all("p")).contains("12 tables, 2 failed when last run");
    assertThat(page.all("span", "badge")).hasSize(12);
    assertThat(page.attributes("a", "href"))
        .hasSize(12)
        .allSatisfy(link -> assertThat(folder.resolve("out/_reports").resolve(link)).exists());

    input("shop", "t3", "3");
    input("shop", "t8", "8");
    assertThat(run("run", file, "--tables", "failed"))
        .contains("t3  read 1", "t8  read 1", "2 of 2 tables succeeded")
        .doesNotContain("t0  ");
    assertThat(run("run", file, "--tables", "failed"))
        .contains("no table is left for --tables failed: each succeeded when it was last run")
        .doesNotContain("tables succeeded");
    assertThat(run("plan", file, "--tables", "failed")).contains("no table is left");
    assertThat(tablesPage().all("p")).contains("12 tables, 0 failed when last run");
    assertThat(run("run", file, "--tables", "t1,t2")).contains("2 of 2 tables succeeded");
    assertThatThrownBy(() -> run("run", file, "--tables", "t1,t99"))
        .hasMessageContaining("the job has no table t99; it has t0, t1");
  }

  private ParsedPage tablesPage() throws IOException {
    return ParsedPage.of(Files.readString(folder.resolve("out/_reports/tables.html")));
  }

  /** The report of the only run, and its page. */
  private List<String> reports(String table) throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("out/" + table + "/_millrace/runs"))) {
      List<String> texts = new ArrayList<>();
      for (Path file : files.filter(it -> it.toString().matches(".*\\.(json|html)")).toList()) {
        texts.add(Files.readString(file));
      }
      assertThat(texts).hasSize(2);
      return texts;
    }
  }

  @Test
  void eachReportHoldsTheJobFileAsItIsForItsTable() throws IOException {
    input("hr", "employees", "1");
    input("hr", "offices", "9");
    String file =
        jobFile(
            """
            vars.password = "a secret"
            tables {
              in = ${vars.in}"/*/*"
              defaults { schema-text = "id int" }
              reports = ${vars.out}"/_reports"
            }
            """);
    run("run", file);
    assertThat(reports("hr.offices"))
        .allSatisfy(
            text ->
                assertThat(text)
                    .contains(folder + "/in/hr/offices", "id int", "****")
                    .doesNotContain("hr/employees", "a secret"));
  }

  @Test
  void aValueIsToldAndNotKept() throws IOException {
    input("shop", "a", "1,116-48-1824");
    String file =
        jobFile(
            """
            transforms = [ { type = derive, columns { made = "map_from_arrays(array(ssn, concat(ssn, '')), array(1, 2))" } } ]
            tables {
              list = [ { name = a, path = ${vars.in}"/shop/a", schema-text = "id int, ssn string" } ]
              reports = ${vars.out}"/_reports"
            }
            """);
    assertThatThrownBy(() -> run("run", file)).hasMessageContaining("116-48-1824");
    List<String> kept = new ArrayList<>(reports("a"));
    kept.add(Files.readString(folder.resolve("out/_reports/tables.json")));
    kept.add(Files.readString(folder.resolve("out/_reports/tables.html")));
    assertThat(kept)
        .allSatisfy(
            text -> assertThat(text).contains("DUPLICATED_MAP_KEY").doesNotContain("116-48"));
  }

  @Test
  void foldersAreTablesButNotThoseThatTheReplicationKeepsForItself(SparkSession spark) {
    input("hr", "employees", "1,a", "2,b");
    input("hr", "offices", "9");
    input("hr", "awsdms_history", "x");
    String file =
        jobFile(
            """
            tables {
              in = ${vars.in}"/*/*"
              defaults { schema-text = "id int" }
              by-name { "hr.employees" { schema-text = "id int, name string" } }
              reports = ${vars.out}"/_reports"
            }
            """);
    assertThat(run("run", file)).contains("2 of 2 tables succeeded");
    assertThat(rows(spark, "hr.employees")).isEqualTo(2);
    assertThat(rows(spark, "hr.offices")).isEqualTo(1);
    assertThat(run("plan", file, "--tables", "hr.offices"))
        .contains("Table hr.offices", "id int")
        .doesNotContain("hr.employees");
  }

  @Test
  void whatIsWrongIsSaidAtOnceAndOnce() {
    String file =
        jobFile(
            """
            tables {
              list = [ { name = a, path = x }, { name = a, path = x }, { path = y } ]
              paralelism = 3
              reports = r
            }
            """);
    assertThatThrownBy(() -> run("run", file))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContaining("tables.list[1]: is a second table called a  (")
        .hasMessageContaining("tables.list[2]: must be an object with a name")
        .hasMessageContaining(
            "tables.paralelism: is not a key of tables; did you mean 'parallelism'?");
    assertThatThrownBy(
            () -> run("run", jobFile("tables { list = [ { name = a, path = x } ], reports = r }")))
        .hasMessageContaining("${table.schema-text} has no value");
    assertThatThrownBy(
            () ->
                run(
                    "run",
                    jobFile("tables = [ { name = a, path = x, schema-text = \"id int\" } ]")))
        .hasMessageContaining("reports");
    assertThatThrownBy(() -> run("run", jobFile("tables { list = [], reports = r }")))
        .hasMessageContaining("tables.list: names no table");
    assertThatThrownBy(
            () -> run("run", jobFile("tables { in = ${vars.in}\"/none/*\", reports = r }")))
        .hasMessageContaining("tables.in: names no folder");
  }

  @Test
  void twoFoldersOfOneNameAreRefused() {
    input("eu/sales", "orders", "1");
    input("us/sales", "orders", "2");
    String file =
        jobFile(
            """
            tables {
              in = ${vars.in}"/*/sales/*"
              defaults { schema-text = "id int" }
              reports = ${vars.out}"/_reports"
            }
            """);
    assertThatThrownBy(() -> run("run", file))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContaining("tables.in: finds ")
        .hasMessageContaining("/in/eu/sales/orders and ")
        .hasMessageContaining(
            "/in/us/sales/orders, which are both called sales.orders; name each by itself in list");
  }

  @Test
  void twoTablesThatWriteToOnePlaceAreRefusedBeforeAnythingRuns() {
    input("shop", "orders", "1");
    String each = "path = ${vars.in}\"/shop/orders\", schema-text = \"id int\"";
    String file =
        jobFile(
            "tables { list = [ { name = \"a\", %1$s }, { name = \"a/\", %1$s } ], reports = ${vars.out} }"
                .formatted(each));
    assertThatThrownBy(() -> run("run", file))
        .hasMessage(
            "tables: a and a/ both write to %s/out/a/; put ${table.name} into the sink, so that each has its own",
            folder);
    assertThat(folder.resolve("out")).doesNotExist();
  }

  /** The first table writes where the file with how they ended is made. */
  @Test
  void allAreRunThoughHowTheyEndedCannotBeWritten(SparkSession spark) {
    List<String> list = new ArrayList<>();
    for (String table : List.of("_reports/_tables.json", "b", "c")) {
      input("shop", table, table.equals("b") ? "not a number" : "1");
      list.add(
          "{ name = \"%1$s\", path = ${vars.in}\"/shop/%1$s\", schema-text = \"id int\" }"
              .formatted(table));
    }
    String file =
        jobFile(
            "tables { list = [ %s ], parallelism = 1, reports = ${vars.out}\"/_reports\" }"
                .formatted(String.join(", ", list)));
    assertThatThrownBy(() -> run("run", file))
        .hasMessageStartingWith("tables.reports: cannot write ")
        .hasMessageContaining(
            "; 2 of 3 tables succeeded, which --tables failed does not know, so name those to be run again. b: ");
    assertThat(rows(spark, "_reports/_tables.json")).isEqualTo(1);
    assertThat(rows(spark, "c")).isEqualTo(1);
  }

  @Test
  void noneIsBegunIfThatCannotBeWritten() throws IOException {
    input("shop", "a", "1");
    Files.createDirectories(folder.resolve("out/_reports/_tables.json"));
    String file =
        jobFile(
            "tables { list = [ { name = a, path = ${vars.in}\"/shop/a\", schema-text = \"id int\" } ], reports = ${vars.out}\"/_reports\" }");
    assertThatThrownBy(() -> run("run", file))
        .hasMessageStartingWith("tables.reports: cannot write ")
        .hasMessageEndingWith("; no table was begun");
    assertThat(folder.resolve("out/a")).doesNotExist();
  }
}
