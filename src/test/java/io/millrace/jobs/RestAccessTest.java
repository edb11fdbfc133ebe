package io.millrace.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.support.RestCatalog;
import io.millrace.support.RestGuard;
import io.millrace.support.SparkExtension;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A catalog by REST that asks who is there. */
@ExtendWith(SparkExtension.class)
class RestAccessTest {

  @TempDir private static Path servers;
  private static RestCatalog catalog;
  private static RestGuard guard;

  @TempDir private Path folder;

  @BeforeAll
  static void start() throws Exception {
    catalog = RestCatalog.start(servers);
    catalog.makeNamespace("shop");
    guard = RestGuard.before(catalog.uri());
  }

  @AfterAll
  static void stop() {
    guard.close();
    catalog.close();
  }

  private static Map<String, String> settings(String key, String value) {
    Map<String, String> settings =
        new TreeMap<>(
            Map.of(
                "", "org.apache.iceberg.spark.SparkCatalog",
                "type", "rest",
                "uri", guard.uri().toString()));
    if (key != null) {
      settings.put(key, value);
    }
    return settings;
  }

  private Pipeline job(String table, Map<String, String> settings) {
    Lake lake = new Lake(folder);
    lake.write("in/a.csv", "id", "1", "2");
    return lake.job(
        """
        name = ids
        source { type = read-files, format = csv, path = "%1$s/in", schema = "id int", options { header = true } }
        sink { type = write-table, table = lake.shop.%2$s, mode = append }
        reports = "%1$s/reports"
        """
                .formatted(folder, table)
            + LakeCatalog.block(settings));
  }

  @ParameterizedTest
  @CsvSource({"token, " + RestGuard.TOKEN, "credential, " + RestGuard.CREDENTIAL})
  void whoIsKnownWrites(String key, String value, SparkSession spark) {
    Map<String, String> settings = settings(key, value);
    job(key, settings).run(spark);
    assertThat(LakeCatalog.session(spark, settings).table("lake.shop." + key).count()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "-, -, the token is missing or wrong",
        "token, sesame-open, the token is missing or wrong",
        "credential, millrace:no, the credential is wrong"
      })
  void whoIsNotIsToldWhatToSet(String key, String value, String said, SparkSession spark)
      throws Exception {
    assertThatThrownBy(() -> job("nothing", settings(key, value)).run(spark))
        .isInstanceOf(JobFailedException.class)
        .message()
        .matches(told -> told.lines().count() == 1, "is one line")
        .startsWith(
            "ids: outputs[0].sink.table: catalog lake does not let in who asks; set spark { \"sql.catalog.lake.credential\" = \"id:secret\" }, or .token, to what its owner gives: ")
        .contains(said)
        .doesNotContain(String.valueOf(value));
    assertThat(catalog.tables("shop")).doesNotContain("nothing");
  }
}
