package io.millrace.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.jobs.config.InvalidConfigException;
import io.millrace.support.SparkExtension;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A store has no empty folders: where DMS deletes a table's files, a glob finds no table. */
@ExtendWith(SparkExtension.class)
class VanishedTablesTest {

  private static final String ADVICE =
      ". The folder of hr.employees was there in an earlier run: if the source was truncated or dropped, empty the target and take hr.employees out of ";

  @TempDir private Path folder;
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private String in = "*/*";
  private String tables = "defaults { columns = \"id int\" }";
  private String source = "";
  private String sink = "type = write-files, mode = overwrite";

  @BeforeEach
  void files(SparkSession running) {
    input("employees", "1", "2");
    input("offices", "1");
  }

  private void input(String table, String... lines) {
    new Lake(folder).write("in/hr/%s/part.csv".formatted(table), lines);
  }

  /** As a store: the folder goes with its last file. */
  private void vanish(String table) throws IOException {
    Files.delete(folder.resolve("in/hr/" + table + "/part.csv"));
    Files.delete(folder.resolve("in/hr/" + table));
  }

  private String call(String verb, String... options) {
    String text =
        """
        tables { in = "%1$s/in/%2$s", %3$s, reports = "%1$s/reports" }
        name = "copy "${table.name}
        source { type = read-files, format = csv, path = ${table.path}, schema = ${table.columns}, %4$s }
        sink { %5$s, path = "%1$s/out/"${table.name} }
        """
            .formatted(folder, in, tables, source, sink);
    String file = new Lake(folder).write("many.conf", text).toString();
    List<String> arguments = new ArrayList<>(List.of(verb));
    arguments.addAll(List.of(options));
    arguments.add(file);
    printed.reset();
    new Verbs(new PrintStream(printed, true, StandardCharsets.UTF_8))
        .run(Arguments.parse(arguments.toArray(String[]::new)));
    return text();
  }

  private String text() {
    return printed.toString(StandardCharsets.UTF_8);
  }

  private long rows(SparkSession spark, String table) {
    return new Lake(folder).rows(spark, "out/hr." + table).count();
  }

  private ObjectNode remembered() throws IOException {
    return (ObjectNode) new ObjectMapper().readTree(folder.resolve("reports/tables.json").toFile());
  }

  @Test
  void itFailsAloneUntilItsFolderIsBack(SparkSession spark) throws IOException {
    tables = "by-name { employees { columns = \"id int\" }, offices { columns = \"id bigint\" } }";
    assertThat(call("run")).contains("2 of 2 tables succeeded");
    vanish("employees");
    input("offices", "1", "2", "3");

    assertThatThrownBy(() -> call("plan"))
        .hasMessageStartingWith("1 of 2 tables would fail. hr.employees: source.path: nothing at ")
        .hasMessageContaining(ADVICE + folder + "/reports/tables.json; if it is loaded anew, ");
    assertThat(text()).contains("Table hr.offices", "Table hr.employees", "A run would fail: ");

    assertThatThrownBy(() -> call("run"))
        .hasMessageStartingWith("1 of 2 tables failed; run again with --tables failed to take only")
        .hasMessageContaining("hr.employees: copy hr.employees: source.path: nothing at ")
        .hasMessageContaining("/in/hr/employees" + ADVICE);
    assertThat(text()).contains("hr.offices  read 3", "1 of 2 tables succeeded");
    assertThat(rows(spark, "offices")).isEqualTo(3);
    assertThat(rows(spark, "employees")).isEqualTo(2);
    JsonNode employees = remembered().get("hr.employees");
    assertThat(employees.get("outcome").asText()).isEqualTo("failed");
    assertThat(employees.get("error").asText()).contains(ADVICE);

    assertThatThrownBy(() -> call("run", "--tables", "failed"))
        .hasMessageStartingWith("1 of 1 tables failed");
    assertThat(call("run", "--tables", "hr.offices")).contains("1 of 1 tables succeeded");
    input("employees", "7");
    assertThat(call("run", "--tables", "failed")).contains("1 of 1 tables succeeded");
    assertThat(rows(spark, "employees")).isEqualTo(1);
  }

  @Test
  void soDoAllIfNoneIsThere() throws IOException {
    call("run");
    vanish("employees");
    vanish("offices");
    assertThatThrownBy(() -> call("run")).hasMessageStartingWith("2 of 2 tables failed");
  }

  @Test
  void whatIsTakenOutOrNotNamedAnyMoreIsNoTable() throws IOException {
    call("run");
    vanish("employees");
    in = "*/[^e]*";
    assertThat(call("run")).contains("1 of 1 tables succeeded");
    in = "hr/*";
    assertThatThrownBy(() -> call("run")).hasMessageStartingWith("1 of 2 tables failed");
    ObjectNode all = remembered();
    all.remove("hr.employees");
    Files.writeString(folder.resolve("reports/tables.json"), all.toPrettyString());
    assertThat(call("run")).contains("1 of 1 tables succeeded");
  }

  @Test
  void whatByNameSaysMustHaveBeenThereOnce() throws IOException {
    tables = "defaults { columns = \"id int\" }, by-name { employes { } }";
    assertThatThrownBy(() -> call("run"))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContaining("tables.by-name.employes: has no folder");
    tables = "by-name { employees { columns = \"id int\" }, offices { columns = \"id int\" } }";
    call("run");
    vanish("employees");
    tables = "by-name { offices { columns = \"id int\" } }";
    assertThatThrownBy(() -> call("run"))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContaining("${table.columns} has no value")
        .hasMessageContaining("tables.in: found file:" + folder + "/in/hr/employees in an earlier")
        .hasMessageContaining("or take hr.employees out of " + folder + "/reports/tables.json");
  }

  @Test
  void theLedgerOfAnIncrementalOneDecides() throws IOException {
    source = "incremental = true";
    call("run");
    vanish("employees");
    assertThatThrownBy(() -> call("run"))
        .hasMessageContaining("files that were read are gone from ")
        .hasMessageContaining("/in/hr/employees: part.csv. AWS DMS deletes ")
        .hasMessageContaining(ADVICE);
    assertThat(text()).contains("1 of 2 tables succeeded");
    assertThat(call("ledger", "show")).contains("copy hr.employees");

    source = "incremental = true, missing-files = ignore";
    assertThat(call("run")).contains("2 of 2 tables succeeded");
  }

  /** As docs/dms-changes.md says; files that come after the truncation make the folder again. */
  @Test
  void aTableThatWasTruncatedIsReplacedByWhatCameSince(SparkSession spark) throws IOException {
    tables = "defaults { columns = \"id int, op string, at int\" }";
    source = "incremental = true";
    sink =
        "type = merge-into-files, changes { keys = [id], sequence-by = [at], apply-as-delete-when = \"op = 'D'\" }";
    input("employees", "1,I,1", "2,I,1");
    input("offices", "1,I,1");
    call("run");
    vanish("employees");
    new Lake(folder).write("in/hr/employees/new.csv", "7,I,2");
    assertThatThrownBy(() -> call("run"))
        .hasMessageStartingWith("1 of 2 tables failed")
        .hasMessageContaining("/in/hr/employees: part.csv. AWS DMS deletes ");
    call("ledger", "reset", "--tables", "hr.employees");
    call("run", "--tables", "hr.employees", "--set", "sink.full-refresh=true");
    assertThat(rows(spark, "employees")).isEqualTo(1);
    assertThat(call("run")).contains("2 of 2 tables succeeded");
  }
}
