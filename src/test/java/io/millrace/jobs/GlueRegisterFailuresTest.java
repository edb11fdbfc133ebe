package io.millrace.jobs;

import static io.millrace.jobs.Registered.action;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.jobs.io.Action;
import io.millrace.support.SparkExtension;
import io.millrace.transforms.InvalidInputException;
import java.nio.file.Path;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a user reads if a Data Catalog cannot be told of files; and it is as it was. */
@ExtendWith(SparkExtension.class)
class GlueRegisterFailuresTest {

  private static GlueLake lake;

  @TempDir private Path folder;
  private SparkSession spark;
  private Lake files;
  private String database;

  @BeforeAll
  static void start(@TempDir Path folder) throws Exception {
    lake = GlueLake.start(folder);
  }

  @AfterAll
  static void stop() {
    lake.close();
  }

  @BeforeEach
  void makeDatabase(SparkSession session, TestInfo test) {
    spark = LakeCatalog.session(session, lake.settings());
    files = new Lake(folder);
    database = "db_" + Integer.toHexString(test.getDisplayName().hashCode());
    lake.makeDatabase(database);
    lake.glue.forget();
    files.write("in/day=000/a.csv", "1,x");
  }

  private Action register(String more) {
    return action(
        "type = register-table, path = \"%s\", format = csv, schema = \"id int, what string\", %s"
            .formatted(files.text("in"), more));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "table = lake.nowhere.visits | there is no database nowhere; make it, or set create-database = true",
        "table = lake.DB.Visits | such as lake.db.visits, not lake.DB.Visits",
        "table = lake.DB.ice | lake.DB.ice is there, and is a table of iceberg, not a table of files",
        "table = lake.DB.seen | lake.DB.seen is there, and is a view, not a table of files",
        "table = lake.DB.spark | lake.DB.spark is there, and is a table that Spark made USING parquet, whose columns it keeps itself, not a table of files",
        "table = lake.DB.other | is that of table known, so rows would be in both; take another path",
        "table = lake.DB.known, format = json | is a table of csv, not of json",
        "table = lake.DB.known, path = \"FOLDER/in/day=000\" | lake.DB.known has its files in file:FOLDER/in, not in file:FOLDER/in/day=000",
        "table = lake.DB.known, folders = [] | has the partition keys struct<day:string>, the folders give struct<>",
        "table = lake.DB.t, path = \"FOLDER/b\", schema = \"d date\" | column 'd' is date, which Athena cannot read of CSV with quotes",
        "table = lake.DB.t, path = \"FOLDER/b\", options { multi-line = true } | Athena's readers have nothing like multi-line",
        "table = lake.DB.t, path = \"FOLDER/b\", projection { y { type = injected } } | it names [y] where the partition keys are []",
        "table = lake.DB.t, path = \"FOLDER/b\", schema = \"a int, `b:c` int\" | column 'b:c' has a name that Athena cannot use",
      })
  void whatCannotBeRegistered(String more, String message) {
    files.write("b/a.csv", "1,2");
    register("table = lake.%s.known".formatted(database)).run(spark);
    lake.client.createTable(
        call ->
            call.databaseName(database)
                .tableInput(t -> t.name("ice").parameters(Map.of("table_type", "ICEBERG"))));
    lake.client.createTable(
        call ->
            call.databaseName(database).tableInput(t -> t.name("seen").tableType("VIRTUAL_VIEW")));
    lake.client.createTable(
        call ->
            call.databaseName(database)
                .tableInput(
                    t ->
                        t.name("spark")
                            .parameters(Map.of("spark.sql.sources.provider", "parquet"))));
    lake.glue.forget();
    String named =
        more.replace("lake.DB.Visits", "lake.%s.Visits".formatted(database))
            .replace("DB", database)
            .replace("FOLDER", folder.toString());
    assertThatThrownBy(() -> register(named).run(spark))
        .isInstanceOf(InvalidInputException.class)
        .message()
        .startsWith("action")
        .matches(told -> told.lines().count() == 1, "is one line")
        .contains(
            message
                .replace(
                    "lake.db.visits, not lake.DB",
                    "lake.%1$s.visits, not lake.%1$s".formatted(database))
                .replace("DB", database)
                .replace("FOLDER", folder.toString()));
    assertThat(lake.glue.calls().keySet())
        .isSubsetOf("GetDatabase", "GetTable", "GetTables", "GetPartitions");
  }

  @ParameterizedTest
  @CsvSource({
    "GetDatabase, cannot reach",
    "GetTable, cannot reach",
    "GetTables, cannot list the tables beside",
    "CreateTable, cannot make",
    "BatchCreatePartition, cannot add partitions to"
  })
  void aRoleThatMayNot(String operation, String what) {
    String said = "User: arn:aws:iam::1:user/test is not authorized to perform: glue:" + operation;
    lake.glue.fail(operation, "AccessDeniedException", said, 1000);
    assertThatThrownBy(() -> register("table = lake.%s.visits".formatted(database)).run(spark))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith(
            "action.table: %s lake.%s.visits: %s".formatted(what, database, said));
  }

  /** A class path on which Iceberg, or a class of the SDK that it links, is not found. */
  private static final class Lacking extends ClassLoader {

    private final String linked;

    Lacking(String linked) {
      super(GlueRegisterFailuresTest.class.getClassLoader());
      this.linked = linked;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.startsWith("org.apache.iceberg.aws.")) {
        return super.loadClass(name, resolve);
      }
      if (linked == null) {
        throw new ClassNotFoundException(name);
      }
      throw new NoClassDefFoundError(linked);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        " | catalog lake is one of Iceberg, which is not on the class path; add its jar",
        "software/amazon/awssdk/services/glue/GlueClient | catalog lake needs the AWS SDK for Java 2, of which the class path lacks software.amazon.awssdk.services.glue.GlueClient",
      })
  void aClassPathThatLacks(String linked, String message) {
    ClassLoader usual = Thread.currentThread().getContextClassLoader();
    Action action = register("table = lake.%s.visits".formatted(database));
    Thread.currentThread().setContextClassLoader(new Lacking(linked));
    try {
      assertThatThrownBy(() -> action.run(spark))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageStartingWith("action.table: " + message);
    } finally {
      Thread.currentThread().setContextClassLoader(usual);
    }
  }
}
