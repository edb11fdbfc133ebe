package io.millrace.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.support.SparkExtension;
import java.nio.file.Path;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.connector.catalog.CatalogPlugin;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a user reads if a Data Catalog or its bucket cannot be used; and nothing is written. */
@ExtendWith(SparkExtension.class)
class GlueFailuresTest {

  private static GlueLake lake;

  @TempDir private Path folder;
  private SparkSession spark;
  private Configuration hadoop;

  @BeforeAll
  static void start(@TempDir Path folder) throws Exception {
    lake = GlueLake.start(folder);
    lake.makeDatabase("shop");
  }

  @AfterAll
  static void stop() {
    lake.close();
  }

  @BeforeEach
  void forget(SparkSession session) {
    spark = session;
    hadoop = session.sparkContext().hadoopConfiguration();
    lake.s3.register(hadoop, GlueLake.BUCKET);
    lake.glue.forget();
  }

  @AfterEach
  void nothingIsWritten() throws Exception {
    GlueLake.signIn();
    assertThat(lake.client.getTables(call -> call.databaseName("shop")).tableList())
        .noneMatch(table -> "ICEBERG".equals(table.parameters().get("table_type")));
    assertThat(GlueLake.objects(hadoop, "")).isEmpty();
  }

  private void fails(String table, Map<String, String> settings, String message) {
    // A commit that nobody answers is asked for again, after seconds by default.
    String properties = "properties { \"commit.status-check.min-wait-ms\" = 10 }";
    sinkFails(
        "{ type = write-table, table = %s, mode = append, %s }".formatted(table, properties),
        settings,
        message);
  }

  private void sinkFails(String sink, Map<String, String> settings, String message) {
    Lake files = new Lake(folder);
    files.write("in/a.csv", "id,day", "1,mon");
    Pipeline job =
        files.job(
            """
            name = visits
            source { type = read-files, format = csv, path = "%1$s/in",
                     schema = "id int, day string", options { header = true } }
            sink %2$s
            rejects.path = "%1$s/bad", reports = "%1$s/reports"
            """
                    .formatted(folder, sink)
                + LakeCatalog.block(settings));
    assertThatThrownBy(() -> job.run(spark))
        .isInstanceOf(JobFailedException.class)
        .message()
        .matches(told -> told.lines().count() == 1, "is one line")
        .contains("sink.table: ", message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "lake.nowhere.visits | there is no namespace lake.nowhere; make it with CREATE NAMESPACE lake.nowhere",
        "lake.Shop.visits    | Glue takes a database and a table whose names have lower-case letters, digits and underscores only, such as lake.shop.visits, not lake.Shop.visits",
        "lake.shop.my-VISITS | Glue takes a database and a table whose names have lower-case letters, digits and underscores only, such as lake.shop.my_visits, not lake.shop.my-VISITS",
        "lake.a.b.visits     | Glue takes a database and a table whose names have lower-case letters, digits and underscores only, such as lake.shop.orders, not lake.a.b.visits",
      })
  void whatTheCatalogHasNoPlaceFor(String table, String message) {
    fails(table, lake.settings(), message);
    assertThat(lake.glue.calls()).doesNotContainKey("GetTable");
  }

  @ParameterizedTest
  @CsvSource({
    "GetDatabase, cannot reach", "GetTable, cannot reach",
    "CreateTable, cannot write to", "UpdateTable, cannot write to"
  })
  void aRoleThatMayNot(String operation, String what) {
    String said =
        "User: arn:aws:iam::123456789012:user/test is not authorized to perform: glue:" + operation;
    lake.glue.fail(operation, "AccessDeniedException", said, 1000);
    fails("lake.shop.visits", lake.settings(), what + " lake.shop.visits: " + said);
    lake.glue.forget();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "glue.endpoint | http://127.0.0.1:1 | Connection refused; check spark { sql.catalog.lake.* }: type = glue, warehouse = s3://lake/warehouse, client.region = us-east-1, glue.endpoint = http://127.0.0.1:1, s3.endpoint = ",
        "s3.endpoint   | http://127.0.0.1:1 | Connection refused; check spark { sql.catalog.lake.* }: type = glue, warehouse = s3://lake/warehouse, ",
        "warehouse     | s3://nobucket/w    | cannot write to lake.shop.visits: The specified bucket does not exist",
        "warehouse     | s3://nobucket/w    | check spark { sql.catalog.lake.* }: type = glue, warehouse = s3://nobucket/w, ",
        "warehouse     | ''                 | lake.shop.visits would be made, but its database has no location; set spark { \"sql.catalog.lake.warehouse\" = \"s3://bucket/folder\" }",
        "client.region | ''                 | catalog lake has no AWS region; set spark { \"sql.catalog.lake.client.region\" = eu-west-1, or yours }",
        "type          | gleu               | cannot reach lake.shop.visits: Unknown catalog type: gleu",
      })
  void aSettingThatIsWrong(String key, String value, String message) {
    Map<String, String> settings = lake.settings();
    settings.put(key, value);
    settings.values().removeIf(String::isEmpty);
    fails("lake.shop.visits", settings, message);
  }

  @Test
  void nobodyToActFor() {
    GlueLake.signOut();
    fails(
        "lake.shop.visits",
        lake.settings(),
        "catalog lake has no AWS credentials; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY where Spark is started, or ");
  }

  @Test
  void somebodyWhomTheCatalogDoesNotKnow() {
    System.setProperty("aws.secretAccessKey", "wrong");
    fails(
        "lake.shop.visits",
        lake.settings(),
        "cannot reach lake.shop.visits: The request signature we calculated does not match the signature you provided.");
  }

  @Test
  void changesForABucketThatIsNotThere() {
    Map<String, String> settings = lake.settings();
    settings.put("warehouse", "s3://nobucket/w");
    sinkFails(
        "{ type = merge-into-table, table = lake.shop.orders, changes { keys = [id], sequence-by = [day] } }",
        settings,
        "cannot merge into lake.shop.orders: The specified bucket does not exist");
  }

  @Test
  void aTableOfAnotherKind() {
    lake.client.createTable(
        call ->
            call.databaseName("shop")
                .tableInput(
                    table -> table.name("hive").parameters(Map.of("classification", "parquet"))));
    fails(
        "lake.shop.hive",
        lake.settings(),
        "lake.shop.hive is in the catalog, but is no Iceberg table; write to another name, or drop it there");
  }

  /** As Iceberg's fails without a part of the SDK. */
  public static final class WithoutSdk implements CatalogPlugin {

    @Override
    public void initialize(String name, CaseInsensitiveStringMap options) {
      throw new NoClassDefFoundError(
          "software/amazon/awssdk/services/kms/model/EncryptionAlgorithmSpec");
    }

    @Override
    public String name() {
      return "lake";
    }
  }

  @Test
  void aClassPathWithoutTheSdk() {
    fails(
        "lake.shop.visits",
        Map.of("", WithoutSdk.class.getName()),
        "catalog lake needs the AWS SDK for Java 2, of which the class path lacks software.amazon.awssdk.services.kms.model.EncryptionAlgorithmSpec; EMR and Glue bring it, elsewhere add iceberg-aws-bundle of Iceberg's version, by --packages or MILLRACE_CLASSPATH");
  }
}
