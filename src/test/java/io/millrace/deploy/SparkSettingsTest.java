package io.millrace.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigUtil;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a template sets for Spark, and what the environment of the same platform sets beside it. */
class SparkSettingsTest {

  private static final Pattern CONF = Pattern.compile("([^\\s=]+)=(\\S+)");

  /** The same places as the template has with {@link TemplateCase}'s values. */
  private static final Map<String, String> VARS =
      Map.of("vars.region", "eu-west-1", "vars.warehouse", "s3://curated/warehouse");

  private static Map<String, String> ofTemplate(String file, String resource) throws IOException {
    TemplateCase one =
        file.endsWith("cluster.yaml")
            ? TemplateCase.of(file, "Subnet", "subnet-1")
            : TemplateCase.of(file, "Database", "shop");
    JsonNode properties = one.template().with(one.values()).resource(resource);
    Map<String, String> settings = new TreeMap<>();
    for (String list : new String[] {"Configurations", "RuntimeConfiguration"}) {
      for (JsonNode group : properties.path(list)) {
        for (String of : new String[] {"ConfigurationProperties", "Properties"}) {
          group
              .path(of)
              .properties()
              .forEach(entry -> settings.put(entry.getKey(), entry.getValue().asText()));
        }
      }
    }
    // Glue takes more than one setting as one argument, with --conf between them.
    Matcher conf = CONF.matcher(properties.path("DefaultArguments").path("--conf").asText());
    while (conf.find()) {
      settings.put(conf.group(1), conf.group(2));
    }
    return settings;
  }

  private static Map<String, String> ofEnvironment(String name) {
    Config config =
        ConfigFactory.parseFile(
                AwsApis.ROOT.resolve("conf/environments/" + name + ".conf").toFile())
            .withFallback(ConfigFactory.parseMap(VARS))
            .resolve()
            .getConfig("spark");
    Map<String, String> settings = new HashMap<>();
    config
        .entrySet()
        .forEach(
            entry ->
                settings.put(
                    "spark." + String.join(".", ConfigUtil.splitPath(entry.getKey())),
                    entry.getValue().unwrapped().toString()));
    return settings;
  }

  /** Iceberg makes no catalog that has both a type and a class of its own. */
  private static void requireOneKind(Map<String, String> settings) {
    assertThat(settings)
        .containsKey("spark.sql.catalog.lake")
        .containsEntry("spark.sql.catalog.lake.type", "glue")
        .doesNotContainKey("spark.sql.catalog.lake.catalog-impl");
  }

  @ParameterizedTest
  @CsvSource({
    "emr/cluster.yaml, Cluster, emr",
    "emr/application.yaml, Application, emr",
    "glue/job.yaml, Job, glue"
  })
  void theTwoDoNotContradictEachOther(String file, String resource, String environment)
      throws IOException {
    Map<String, String> template = ofTemplate(file, resource);
    Map<String, String> beside = ofEnvironment(environment);
    requireOneKind(template);
    requireOneKind(beside);
    Map<String, String> both = new TreeMap<>(template);
    both.putAll(beside);
    requireOneKind(both);
    assertThat(both).as("what the environment sets otherwise").containsAllEntriesOf(template);
    // So that something is compared.
    assertThat(template.keySet().stream().filter(beside::containsKey))
        .contains(
            "spark.sql.catalog.lake",
            "spark.sql.catalog.lake.type",
            "spark.sql.catalog.lake.warehouse",
            "spark.hadoop.fs.s3a.endpoint.region");
  }
}
