package io.millrace.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.jobs.config.Binder;
import io.millrace.jobs.config.JobFiles;
import io.millrace.support.SparkExtension;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.internal.config.ConfigEntry;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The environments that are shipped: what they set is a setting, and is what a run needs. */
@ExtendWith(SparkExtension.class)
class EnvironmentsTest {

  private static final String CATALOG = "spark.sql.catalog.lake";
  private static final List<String> ICEBERG =
      List.of(
          "CatalogUtil",
          "CatalogProperties",
          "aws.AwsProperties",
          "aws.AwsClientProperties",
          "aws.s3.S3FileIOProperties");

  /** All variables, so that every optional setting is there. */
  private static final Map<String, String> ALL =
      Map.of(
          "vars.region", "eu-west-1",
          "vars.warehouse", "s3://lake/warehouse",
          "vars.encryption", "SSE-KMS",
          "vars.iceberg-encryption", "kms",
          "vars.kms-key", "arn:aws:kms:eu-west-1:111122223333:key/1234");

  @TempDir private Path folder;

  private static Path file(String environment) {
    return Lake.PROJECT.resolve("conf/environments").resolve(environment + ".conf");
  }

  private JobFile job(String environment, String text, Map<String, String> settings) {
    Path job = new Lake(folder).write("job.conf", text);
    JobFiles files = new JobFiles(location -> Files.readString(Path.of(location)));
    return new Binder(Catalog.NAMES)
        .bind(
            files.load(Optional.of(file(environment).toString()), job.toString(), settings),
            JobFile.class);
  }

  private Map<String, String> settings(String environment, Map<String, String> given) {
    String text =
        "name = a, source { type = read-files, format = parquet, path = a }, sink { type = write-files, path = b }";
    Map<String, String> full = new HashMap<>();
    job(environment, text, given).spark().forEach((key, value) -> full.put("spark." + key, value));
    return full;
  }

  private static Map<String, String> all(String environment) {
    Map<String, String> all = new HashMap<>(ALL);
    if (environment.equals("local")) {
      all.remove("vars.iceberg-encryption");
      all.put("vars.s3-endpoint", "http://127.0.0.1:9000");
      all.put("vars.s3-path-style", "true");
    }
    return all;
  }

  /** The texts that a class of constants holds. */
  private static Stream<String> constants(String type) {
    try {
      return Arrays.stream(Class.forName(type).getDeclaredFields())
          .filter(field -> Modifier.isStatic(field.getModifiers()))
          .filter(field -> Modifier.isPublic(field.getModifiers()))
          .filter(field -> field.getType() == String.class)
          .map(EnvironmentsTest::text);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String text(Field field) {
    try {
      return (String) field.get(null);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean isSetting(String key) {
    if (key.startsWith("spark.hadoop.fs.s3a.")) {
      String name = key.substring("spark.hadoop.".length());
      return new Configuration().get(name) != null
          || constants("org.apache.hadoop.fs.s3a.Constants").anyMatch(name::equals);
    }
    if (key.startsWith(CATALOG + ".")) {
      String name = key.substring(CATALOG.length() + 1);
      return ICEBERG.stream()
          .flatMap(type -> constants("org.apache.iceberg." + type))
          .anyMatch(name::equals);
    }
    // A catalog is named by its key, and a file system by its scheme.
    return key.equals(CATALOG)
        || key.matches("spark.hadoop.fs.(s3|file).impl")
        || constants("org.apache.spark.launcher.SparkLauncher").anyMatch(key::equals)
        || ConfigEntry.findEntry(key) != null;
  }

  @ParameterizedTest
  @ValueSource(strings = {"local", "emr", "glue"})
  void everyKeyIsASetting(String environment, SparkSession spark) {
    Map<String, String> settings = settings(environment, all(environment));
    assertThat(settings).hasSizeGreaterThan(6);
    assertThat(settings.keySet()).allSatisfy(key -> assertThat(isSetting(key)).as(key).isTrue());
    assertThat(isSetting("spark.hadoop.fs.s3a.endpoint.regoin")).isFalse();
    assertThat(isSetting(CATALOG + ".warehose")).isFalse();
    assertThat(isSetting("spark.ui.enabledd")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"emr", "glue"})
  void whatThePlatformSetsIsLeftToIt(String environment) {
    Set<String> groups =
        settings(environment, all(environment)).keySet().stream()
            .map(key -> key.replaceFirst("(spark[.]hadoop[.]fs[.]s3a[.][a-z]+).*", "$1"))
            .map(key -> key.startsWith(CATALOG) ? CATALOG : key)
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(groups)
        .containsExactly("spark.hadoop.fs.s3a.encryption", "spark.hadoop.fs.s3a.endpoint", CATALOG);
  }

  @Test
  void whatNobodyAskedForIsNotSet() {
    assertThat(settings("local", Map.of()).keySet())
        .noneMatch(key -> key.matches(".*(encryption|endpoint|path[.]style).*"));
    assertThat(settings("emr", Map.of()).keySet())
        .noneMatch(key -> key.contains("fs.s3a") || key.contains("sse"));
    assertThatThrownBy(() -> settings("glue", Map.of()))
        .hasMessageContaining("${vars.region} has no value")
        .hasMessageContaining("--vars.region");
  }

  @Test
  void oneMachineHasACatalogOfItsOwn(SparkSession spark) throws Exception {
    new Lake(folder).write("in/a.csv", "id,day", "1,mon", "2,tue");
    // Relative, as in the environment itself, but out of the way.
    String warehouse = Path.of("").toAbsolutePath().relativize(folder) + "/warehouse";
    String text =
        """
        name = visits
        source { type = read-files, format = csv, path = "%s/in", schema = "id int, day string", options { header = true } }
        sink { type = write-table, table = lake.shop.january.visits, mode = append, sort-by = [day] }
        reports = "%s/reports"
        spark { "sql.codegen.wholeStage" = false, "sql.codegen.factoryMode" = NO_CODEGEN }
        """
            .formatted(folder, folder);
    JobFile job = job("local", text, Map.of("vars.warehouse", warehouse));
    job.pipeline().run(spark);
    job.pipeline().run(spark);
    String kept =
        """
        name = keep
        actions = [ { type = maintain-table, table = lake.shop.january.visits
                      remove-orphan-files { older-than = 1 days } } ]
        reports = "%s/reports"
        """
            .formatted(folder);
    // Iceberg asks the clock of the files how old they are.
    try (Stream<Path> all = Files.walk(folder.resolve("warehouse"))) {
      for (Path old : all.filter(Files::isRegularFile).toList()) {
        Files.setLastModifiedTime(
            old, java.nio.file.attribute.FileTime.from(java.time.Instant.EPOCH));
      }
    }
    Path stray = new Lake(folder).write("warehouse/shop/january/visits/data/stray.parquet", "x");
    Files.setLastModifiedTime(
        stray, java.nio.file.attribute.FileTime.from(java.time.Instant.EPOCH));
    JobFile keep = job("local", kept, Map.of("vars.warehouse", warehouse));
    keep.actionJob().run(spark);
    assertThat(stray).doesNotExist();
    SparkSession reader = Sessions.beside(spark, job.spark()).spark();
    assertThat(
            reader.table("lake.shop.january.visits").collectAsList().stream()
                .map(row -> row.getInt(0) + " " + row.getString(1))
                .sorted())
        .containsExactly("1 mon", "1 mon", "2 tue", "2 tue");
  }
}
