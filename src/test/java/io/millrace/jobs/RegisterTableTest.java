package io.millrace.jobs;

import static io.millrace.jobs.Registered.action;
import static io.millrace.jobs.Registered.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.jobs.io.Action;
import io.millrace.jobs.io.Format;
import io.millrace.jobs.io.ReadFiles;
import io.millrace.support.SparkExtension;
import io.millrace.transforms.InvalidInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files that Spark's session catalog is told of, read back by Spark's own readers. */
@ExtendWith(SparkExtension.class)
class RegisterTableTest {

  private static final String DATABASE = "register_table_test";

  @TempDir private Path folder;
  private SparkSession spark;
  private Lake lake;

  @BeforeEach
  void makeDatabase(SparkSession session) {
    spark = session;
    lake = new Lake(folder);
    spark.sql("CREATE DATABASE " + DATABASE);
  }

  @AfterEach
  void dropDatabase() {
    spark.sql("DROP DATABASE " + DATABASE + " CASCADE");
  }

  private Action register(String name, String more) {
    return action(
        "type = register-table, table = %s.%s, path = \"%s\", %s"
            .formatted(DATABASE, name, lake.text("in"), more));
  }

  private Map<String, Object> run(String name, String more) {
    return register(name, more).run(spark);
  }

  private void day(String month, String day, String... lines) {
    lake.write("in/month=%s/day=%s/a.csv".formatted(month, day), lines);
  }

  @Test
  void foldersBecomePartitionsAndASecondRunChangesNothing() {
    day("08", "01", "id,what", "1,\"a,b\"", "2,");
    day("08", "02", "id,what", "3,c");
    String csv = "format = csv, infer-types = true, options { header = true }";
    Action action = register("visits", csv);

    assertThat(action.plan(spark))
        .contains(
            "the table would be made, over 2 csv files in file:%s: id int, what string, by month string, day string"
                .formatted(lake.text("in")),
            "partitions would be added: 2 (month=08/day=01, month=08/day=02)",
            "Spark's session catalog is in memory here, and forgets all when Spark ends");
    assertThat(spark.catalog().tableExists(DATABASE + ".visits")).as("a plan").isFalse();
    assertThat(action.run(spark))
        .containsEntry("table", "made")
        .containsEntry("partitions-added", 2L)
        .containsEntry("files", 2L);
    assertThat(rows(spark, "SELECT * FROM " + DATABASE + ".visits"))
        .containsExactly("[1,a,b,08,01]", "[2,null,08,01]", "[3,c,08,02]");
    assertThat(spark.sql("SELECT * FROM " + DATABASE + ".visits WHERE day = '02'").inputFiles())
        .hasSize(1);
    Map<String, Object> again = action.run(spark);
    assertThat(again)
        .containsEntry("table", "unchanged")
        .containsEntry("partitions-added", 0L)
        .containsEntry("partitions", 2L);
    assertThat(action.plan(spark))
        .anyMatch(sentence -> sentence.startsWith("nothing would change"));

    day("09", "01", "id,what", "4,d");
    assertThat(action.run(spark)).containsEntry("partitions-added", 1L);
    assertThat(rows(spark, "SELECT id FROM " + DATABASE + ".visits WHERE month > '08'"))
        .containsExactly("[4]");
    assertThat(rows(spark, "SHOW TBLPROPERTIES " + DATABASE + ".visits"))
        .contains("[classification,csv]", "[objectCount,3]", "[recordCount,4]");
  }

  @Test
  void aFileBelowItsPartitionIsRefusedAsSparkWouldNotReadIt() {
    day("08", "01", "1,x");
    lake.write("in/month=08/day=02/batch1/a.csv", "2,y");
    assertThatThrownBy(() -> register("visits", "format = csv, schema = \"id int\"").plan(spark))
        .hasMessage(
            "action.path: file:%s lies in a folder below that of its partition, where Spark's tables are not looked into; move it up, or name the folders with folders",
            lake.text("in/month=08/day=02/batch1/a.csv"));
  }

  /** Readers of a table are given its columns, and convert nothing. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1            | 1L             | column 'a' is int in .+ and bigint in .+, and readers of tables take one type for all",
        "1L           | 1.5D           | column 'a' is bigint in .+ and double in .+, and readers of tables take one type for all",
        "array(1)     | array(1.5D)    | column 'a' is array<int> in .+ and array<double> in .+, and readers .+",
        "struct(1 x)  | struct(1 x, 2 y) | -",
        "1            | 2              | -",
      })
  void parquetFilesOfOneTableHaveOneType(String one, String other, String message) {
    spark.sql("SELECT %s a".formatted(one)).write().parquet(lake.text("in/day=1"));
    spark.sql("SELECT %s a".formatted(other)).write().parquet(lake.text("in/day=2"));
    Action action = register("typed", "format = parquet");
    if (message.equals("-")) {
      action.run(spark);
      assertThat(rows(spark, "SELECT count(a) FROM " + DATABASE + ".typed")).containsExactly("[2]");
    } else {
      assertThatThrownBy(() -> action.plan(spark))
          .message()
          .matches(
              "action: %s; write the files anew with read-files and write-files and register those, or give a schema"
                  .formatted(message));
    }
  }

  /** Their files hold rows that the table no longer has. */
  @ParameterizedTest
  @CsvSource({"_delta_log/0.json, Delta Lake", ".hoodie/hoodie.properties, Hudi"})
  void theFolderOfATableWithALogIsNoFolderOfFiles(String log, String format) {
    spark.sql("SELECT 1 id").write().parquet(lake.text("in/day=1"));
    lake.write("in/" + log, "{}");
    spark.sql("SELECT 2 id").write().parquet(lake.text("in/day=2"));
    String said =
        ".path: file:%s is a table of %s, whose files also hold rows that were changed or deleted since; read it by its name with read-table, or leave it out"
            .formatted(lake.text("in"), format);
    assertThatThrownBy(() -> register("files", "format = parquet").plan(spark))
        .hasMessage("action" + said);
    for (String path : List.of("in", "in/*/*.parquet", "in/*", "in/day=2", "in/day=*")) {
      assertThatThrownBy(
              () ->
                  new ReadFiles(lake.text(path), Format.PARQUET, null, Map.of())
                      .read(spark)
                      .count())
          .as(path)
          .hasMessage("source" + said);
    }
  }

  @Test
  void aTableWithALogThatIsLeftOutIsNoHindrance() {
    spark.sql("SELECT 1 id").write().parquet(lake.text("in"));
    spark.sql("SELECT 2 id").write().parquet(lake.text("in/tmp"));
    lake.write("in/tmp/_delta_log/0.json", "{}");
    assertThat(run("files", "format = parquet, exclude = [\"tmp/**\"]")).containsEntry("files", 1L);
  }

  @Test
  void aKeyMayBeANumberAndNull() {
    lake.write("in/h=03/a.json", "{\"Id\":1,\"tags\":[\"x\"]}");
    lake.write("in/h=__HIVE_DEFAULT_PARTITION__/a.json", "{\"Id\":2,\"tags\":null}");
    String json = "format = json, schema = \"Id bigint, tags array<string>, h int\"";
    run("events", json);
    assertThat(rows(spark, "SELECT * FROM " + DATABASE + ".events"))
        .containsExactly("[1,ArraySeq(x),3]".replace("ArraySeq", seq()), "[2,null,null]");
    assertThat(run("events", json)).containsEntry("partitions-added", 0L);
  }

  @ParameterizedTest
  @CsvSource({
    "boolean, TRUE",
    "'decimal(5,1)', 1.50",
    "double, 1.50",
    "int, 08",
    "date, 2024-01-02"
  })
  void keysAreComparedByTheirType(String type, String value) {
    lake.write("in/k=%s/a.csv".formatted(value), "1");
    Action action = register("typed", "format = csv, schema = \"id int, k %s\"".formatted(type));
    assertThat(action.run(spark)).containsEntry("partitions-added", 1L);
    assertThat(action.run(spark))
        .containsEntry("partitions-added", 0L)
        .containsEntry("partitions", 1L);
    assertThat(action.plan(spark)).noneMatch(said -> said.contains("partitions without files"));
  }

  @Test
  void twoFoldersOfOneValueAreRefused() {
    lake.write("in/month=8/a.csv", "1");
    lake.write("in/month=08/a.csv", "2");
    assertThatThrownBy(() -> run("months", "format = csv, schema = \"id int, month int\""))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("in/month=8 ")
        .hasMessageContaining("in/month=08 ")
        .hasMessageContaining("give the same partition by the types of its keys, month int");
    assertThat(spark.catalog().tableExists(DATABASE + ".months")).isFalse();
    assertThat(run("months", "format = csv, schema = \"id int\""))
        .containsEntry("partitions-added", 2L);
  }

  private static String seq() {
    return System.getProperty("millrace.spark").startsWith("4.") ? "ArraySeq" : "WrappedArray";
  }

  @Test
  void columnsFollowTheFilesAsThePolicySays() {
    spark.sql("SELECT 1 id, 'x' old, 1 y").write().partitionBy("y").parquet(lake.text("in"));
    run("facts", "format = parquet, schema = \"id int, old string, y int\"");
    spark
        .sql("SELECT 2 id, 'new' fresh, 2 y")
        .write()
        .mode("append")
        .partitionBy("y")
        .parquet(lake.text("in"));
    Action strict =
        register(
            "facts",
            "format = parquet, schema = \"id int, old string, y int, fresh string\", schema-changes { added = fail }");
    assertThatThrownBy(() -> strict.plan(spark))
        .hasMessage(
            "action: column fresh is not in the table (added: fail); say in schema-changes what is to be done");
    assertThat(
            run("facts", "format = parquet, schema = \"id int, old string, y int, fresh string\""))
        .containsEntry("table", "changed")
        .containsEntry("partitions-added", 1L);
    assertThat(rows(spark, "SELECT id, old, fresh, y FROM " + DATABASE + ".facts"))
        .containsExactly("[1,x,null,1]", "[2,null,new,2]");
    assertThat(spark.table(DATABASE + ".facts").inputFiles()).as("files stay").hasSize(2);

    String dropped = "format = parquet, schema = \"id int, y int\"";
    assertThatThrownBy(() -> run("facts", dropped))
        .hasMessageContaining("column old of the table is not in the files (dropped: fail)");
    Action apply = register("facts", dropped + ", schema-changes { dropped = apply }");
    for (String purge : new String[] {"", ", but set its property external.table.purge to false"}) {
      assertThatThrownBy(() -> apply.plan(spark))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageStartingWith(
              "action.table: spark_catalog.%s.facts would get other columns: struct<id:int>, "
                  .formatted(DATABASE))
          .hasMessageContaining(
              "drop it by DROP TABLE" + (purge.isEmpty() ? " (its files stay)" : purge));
      spark.sql(
          "ALTER TABLE %s.facts SET TBLPROPERTIES (external.table.purge = true)"
              .formatted(DATABASE));
    }
    assertThat(rows(spark, "SHOW PARTITIONS " + DATABASE + ".facts"))
        .containsExactly("[y=1]", "[y=2]");
  }

  @Test
  void addedColumnsLeaveAllElseOfATable() {
    lake.write("in/day=1/a.csv", "1,x");
    lake.write("elsewhere/b.csv", "2,y");
    run("kept", "format = csv, schema = \"id int\"");
    String table = DATABASE + ".kept";
    spark.sql(
        "ALTER TABLE %s ADD PARTITION (day = '2') LOCATION '%s'"
            .formatted(table, lake.text("elsewhere")));
    spark.sql("ALTER TABLE %s SET TBLPROPERTIES (team = 'us')".formatted(table));
    spark.sql("ALTER TABLE %s ALTER COLUMN id COMMENT 'the id'".formatted(table));
    assertThat(run("kept", "format = csv, schema = \"id int, what string\""))
        .containsEntry("table", "changed")
        .containsEntry("partitions", 2L);
    assertThat(rows(spark, "SELECT * FROM " + table)).containsExactly("[1,x,1]", "[2,y,2]");
    assertThat(rows(spark, "SHOW TBLPROPERTIES " + table)).contains("[team,us]");
    assertThat(spark.table(table).schema().fields()[0].getComment().get()).isEqualTo("the id");
  }

  @Test
  void partitionsWithoutFilesStay() throws Exception {
    day("08", "01", "1");
    day("08", "02", "2");
    String csv = "format = csv, schema = \"id int\"";
    run("visits", csv);
    Files.delete(lake.path("in/month=08/day=02/a.csv"));
    assertThat(register("visits", csv).plan(spark))
        .contains("partitions without files stay: 1 (month=08/day=02)");
    assertThat(run("visits", csv)).containsEntry("partitions", 2L);
    assertThat(rows(spark, "SHOW PARTITIONS " + DATABASE + ".visits"))
        .containsExactly("[month=08/day=01]", "[month=08/day=02]");
  }

  @Test
  void foldersThatAreNoPartitionsAreReadToo() {
    lake.write("in/a.csv", "1;x");
    lake.write("in/more/b.csv", "2;y");
    lake.write("in/zipcodes/c.csv", "3;z");
    assertThat(
            register(
                    "flat",
                    "format = csv, schema = \"id int, what string\", options { delimiter = \";\" }, exclude = [\"zipcodes/**\"]")
                .plan(spark))
        .contains(
            "exclude passes over 1 files here; readers of the table do not know it, and read all below its partitions");
    run("flat", "format = csv, schema = \"id int, what string\", options { delimiter = \";\" }");
    assertThat(rows(spark, "SELECT * FROM " + DATABASE + ".flat"))
        .containsExactly("[1,x]", "[2,y]", "[3,z]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "table = nowhere.t | there is no database nowhere; make it, or set create-database = true",
        "table = register_table_test.My-Visits | such as spark_catalog.register_table_test.my_visits, not spark_catalog.register_table_test.My-Visits",
        "table = lake.shop.t | no catalog lake is known; set spark { \"sql.catalog.lake\" = ",
        "table = register_table_test.taken | register_table_test.taken is there, and is a table that is managed, of parquet, not an external table of csv, json or parquet",
        "table = register_table_test.seen | is there, and is a view, not an external table",
        "table = register_table_test.second | is that of table first, so rows would be in both",
        "table = register_table_test.first, format = json, schema = \"id int, what string\" | is a table of csv, not of json; correct the format",
        "table = register_table_test.t, path = \"nothing/here\" | nothing at nothing/here",
        "table = register_table_test.t, exclude = [\"**\"] | leaves none of the 1 files below",
        "table = register_table_test.t, schema = \"id int, what string, more int\" | has the header [id, what] where the columns are [id, what, more]",
      })
  void whatCannotBeRegistered(String more, String message) {
    lake.write("in/a.csv", "id,what", "1,x");
    run("first", "format = csv, options { header = true }");
    spark.sql("CREATE TABLE " + DATABASE + ".taken (id INT) USING parquet");
    spark.sql("CREATE VIEW " + DATABASE + ".seen AS SELECT 1 id");
    Action action =
        action(
            "type = register-table, path = \"%s\", format = csv, options { header = true }, %s"
                .formatted(lake.text("in"), more));
    assertThatThrownBy(() -> action.run(spark))
        .isInstanceOf(InvalidInputException.class)
        .message()
        .startsWith("action")
        .contains(message)
        .matches(told -> told.lines().count() == 1, "is one line");
    assertThat(spark.sql("SHOW TABLES IN " + DATABASE).select("tableName").collectAsList())
        .extracting(row -> row.getString(0))
        .containsExactlyInAnyOrder("first", "taken", "seen");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "path = \"a/*.csv\", format = csv | path must be a folder, as a table has one, not a glob such as a/*.csv",
        "path = a, format = json, options { layout = documents } | a table of JSON has one object per line",
        "path = a, format = csv, options { header = detect } | all files of a table are read alike",
        "path = a, format = csv, exclude = [\"[\"] | exclude: '[' is no glob such as zipcodes/**",
        "path = a, format = csv, schema-changes { added = quarantine } | quarantine sets rows aside",
        "path = a, format = csv, projection { y { type = enum } } | a projection of type enum needs values",
        "path = a, format = csv, projection { y { type = integer, range = \"1-3\" } } | range of integers must be two whole numbers such as",
        "path = a, format = csv, projection { y { type = date, format = yyyy, range = \"NEVER,NOW\" } } | range of dates must be two dates in the format yyyy",
        "path = a, format = csv, projection { y { type = injected, range = \"1,3\" } } | a projection of type injected has no range",
      })
  void whatNoJobFileMaySay(String more, String message) {
    assertThatThrownBy(() -> action("type = register-table, table = a.b, " + more))
        .hasMessageContaining(message);
  }
}
