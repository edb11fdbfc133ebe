package io.millrace.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the roles of the templates may do. */
class RolesTest {

  private static final Pattern PLACE = Pattern.compile("s3://(curated/[^\\s]+)");

  @ParameterizedTest
  @MethodSource("io.millrace.deploy.TemplateCase#all")
  void everyActionOfARoleIsSpelledOut(TemplateCase one) throws IOException {
    CloudFormation template = one.template();
    CloudFormationValues values = template.with(one.values());
    int statements = 0;
    for (String name : TemplateCase.names(template.section("Resources"))) {
      JsonNode type = template.section("Resources").path(name).path("Type");
      if (!type.asText().equals("AWS::IAM::Role")) {
        continue;
      }
      JsonNode role = values.resource(name);
      for (JsonNode policy : role.path("Policies")) {
        for (JsonNode statement : policy.path("PolicyDocument").path("Statement")) {
          statement(statement);
          statements++;
        }
      }
      assertThat(
              role.path("AssumeRolePolicyDocument")
                  .path("Statement")
                  .path(0)
                  .path("Action")
                  .asText())
          .isEqualTo("sts:AssumeRole");
    }
    assertThat(statements).isPositive();
  }

  /** The bucket that is written may be that of the code, or of what is read. */
  @ParameterizedTest
  @CsvSource({
    "glue/job.yaml, Job",
    "emr/cluster.yaml, Cluster",
    "emr/application.yaml, Application"
  })
  void whatIsWrittenLiesInFoldersOfItsOwn(String file, String resource) throws IOException {
    CloudFormationValues values = with(file);
    List<String> allowed = new ArrayList<>();
    for (JsonNode statement : statements(values.resource("Role"))) {
      if (statement.path("Action").toString().matches(".*s3:(Put|Delete)Object.*")) {
        texts(statement.path("Resource")).forEach(allowed::add);
      }
    }
    assertThat(allowed)
        .isNotEmpty()
        .allMatch(
            arn ->
                arn.matches(
                    "arn:aws:s3:::curated/((shop-data|warehouse|logs)/[*]|shop-data_[$]folder[$])"));
    // Every place that the template itself names; a job's paths begin with --vars.curated.
    List<String> places =
        texts(values.resource(resource))
            .flatMap(text -> PLACE.matcher(text).results().map(found -> found.group(1)))
            .collect(Collectors.toCollection(ArrayList::new));
    assertThat(places).contains("curated/warehouse");
    places.add("curated/shop-data");
    assertThat(places)
        .allSatisfy(
            place ->
                assertThat(allowed)
                    .contains("arn:aws:s3:::" + place.replaceFirst("/$", "") + "/*"));
  }

  /** The buckets may hold what is none of the job's business. */
  @ParameterizedTest
  @CsvSource({
    "glue/job.yaml, Role",
    "glue/workflow.yaml, CrawlerRole",
    "emr/cluster.yaml, Role",
    "emr/application.yaml, Role"
  })
  void whatIsReadLiesInFoldersToo(String file, String role) throws IOException {
    List<String> read = new ArrayList<>();
    for (JsonNode statement : statements(with(file).resource(role))) {
      if (texts(statement.path("Action")).anyMatch("s3:GetObject"::equals)) {
        texts(statement.path("Resource")).forEach(read::add);
      }
    }
    assertThat(read)
        .isSubsetOf(
            "arn:aws:s3:::code/millrace/*",
            "arn:aws:s3:::raw/raw",
            "arn:aws:s3:::raw/raw/*",
            "arn:aws:s3:::curated/shop-data",
            "arn:aws:s3:::curated/shop-data_$folder$",
            "arn:aws:s3:::curated/shop-data/*",
            "arn:aws:s3:::curated/warehouse/*")
        // S3A looks at a folder's own name before it lists it, and takes a refusal for one.
        .contains(
            "arn:aws:s3:::raw/raw",
            "arn:aws:s3:::raw/raw/*",
            "arn:aws:s3:::curated/shop-data",
            "arn:aws:s3:::curated/shop-data/*");
  }

  /** A state machine may end a cluster if that is what it is for. */
  @Test
  void onlyTheMachineThatEndsAClusterMayDoSo() throws IOException {
    for (String definition : List.of("emr.asl.json", "emr-parallel.asl.json")) {
      TemplateCase one = TemplateCase.machineOfCluster(definition);
      String statements = statements(one.template().with(one.values()).resource("Role")).toString();
      assertThat(statements).contains("AddJobFlowSteps\"", "ForEMRAddJobFlowStepsRule");
      assertThat(statements.contains("TerminateJobFlows"))
          .isEqualTo(definition.equals("emr.asl.json"));
    }
  }

  /** The rights that the pages name, of tables of Iceberg and of registered folders. */
  @ParameterizedTest
  @ValueSource(strings = {"glue/job.yaml", "emr/cluster.yaml", "emr/application.yaml"})
  void aRoleWithADatabaseMayRegisterTables(String file) throws IOException {
    String page = Files.readString(AwsApis.ROOT.resolve("docs/registering.md"));
    Matcher sentence = Pattern.compile("The role needs `glue:([^;]+);").matcher(page);
    assertThat(sentence.find()).isTrue();
    Set<String> needed = new TreeSet<>(Set.of("glue:DeleteTable"));
    for (String name : sentence.group(1).replaceAll("[`\\s]", "").split(",", -1)) {
      needed.add("glue:" + name);
    }
    assertThat(needed).hasSize(9);
    Set<String> allowed = new TreeSet<>();
    for (JsonNode statement : statements(with(file).resource("Role"))) {
      if (statement.path("Resource").toString().contains(":database/shop\"")) {
        assertThat(statement.path("Resource").toString())
            .contains(":catalog\"", ":table/shop/*\"")
            .doesNotContain(":database/*", ":table/*");
        texts(statement.path("Action")).forEach(allowed::add);
      }
    }
    assertThat(allowed).isEqualTo(needed);
  }

  /** Of the keys of an account a role has those that it is given, and none by itself. */
  @ParameterizedTest
  @ValueSource(strings = {"glue/job.yaml", "emr/cluster.yaml", "emr/application.yaml"})
  void aRoleHasTheKeysThatItIsGiven(String file) throws IOException {
    assertThat(keys(with(file), "Role")).isEmpty();
    assertThat(keys(with(file, "KmsKey", TemplateCase.KMS_KEY), "Role"))
        .containsExactly(
            "kms:Decrypt " + TemplateCase.KMS_KEY, "kms:GenerateDataKey " + TemplateCase.KMS_KEY);
    assertThat(keys(with(file, "KeySecret", TemplateCase.SECRET), "Role"))
        .containsExactly("secretsmanager:GetSecretValue " + TemplateCase.SECRET);
  }

  /** A crawler reads and writes no object. */
  @Test
  void aCrawlerReadsWhatIsEncrypted() throws IOException {
    for (TemplateCase one : TemplateCase.all()) {
      if (one.file().equals("glue/workflow.yaml")) {
        String key = one.values().get("KmsKey");
        assertThat(keys(one.template().with(one.values()), "CrawlerRole"))
            .isEqualTo(key == null ? List.of() : List.of("kms:Decrypt " + key));
      }
    }
  }

  private static List<String> keys(CloudFormationValues values, String role) {
    List<String> keys = new ArrayList<>();
    for (JsonNode statement : statements(values.resource(role))) {
      texts(statement.path("Action"))
          .filter(action -> action.matches("(kms|secretsmanager):.*"))
          .forEach(action -> keys.add(action + " " + statement.path("Resource").asText()));
    }
    return keys;
  }

  private static CloudFormationValues with(String file, String... more) throws IOException {
    List<String> given = new ArrayList<>(List.of("CuratedFolder", "shop-data"));
    given.addAll(List.of(more));
    given.addAll(
        file.endsWith("workflow.yaml")
            ? List.of("RawBucket", "raw", "CuratedBucket", "curated")
            : List.of("Database", "shop"));
    if (file.endsWith("cluster.yaml")) {
      given.addAll(List.of("Subnet", "subnet-1"));
    }
    TemplateCase one = TemplateCase.of(file, given.toArray(String[]::new));
    return one.template().with(one.values());
  }

  private static List<JsonNode> statements(JsonNode role) {
    List<JsonNode> all = new ArrayList<>();
    for (JsonNode policy : role.path("Policies")) {
      policy.path("PolicyDocument").path("Statement").forEach(all::add);
    }
    return all;
  }

  /** Every text at any depth. */
  private static Stream<String> texts(JsonNode node) {
    return node.isContainerNode()
        ? StreamSupport.stream(node.spliterator(), false).flatMap(RolesTest::texts)
        : Stream.of(node.asText());
  }

  private static void statement(JsonNode statement) throws IOException {
    assertThat(TemplateCase.names(statement))
        .isSubsetOf("Sid", "Effect", "Action", "Resource", "Condition")
        .contains("Action", "Resource");
    List<JsonNode> actions = new ArrayList<>();
    (statement.path("Action").isArray()
            ? statement.path("Action")
            : List.of(statement.path("Action")))
        .forEach(actions::add);
    for (JsonNode action : actions) {
      assertThat(action.asText()).matches("[a-z0-9-]+:[A-Z][A-Za-z]+");
      requireKnown(action.asText());
    }
    // Only what has no resources of its own may be allowed on all of them, and then for one use.
    if (statement.path("Resource").toString().contains("\"*\"")) {
      assertThat(statement.path("Action").asText()).isEqualTo("cloudwatch:PutMetricData");
      assertThat(statement.path("Condition").toString()).contains("cloudwatch:namespace");
    }
  }

  /** Actions are named as operations of the API are; those of S3 and a few others by name. */
  private static void requireKnown(String action) throws IOException {
    String service = action.substring(0, action.indexOf(':'));
    String operation = action.substring(action.indexOf(':') + 1);
    if (Set.of("glue", "elasticmapreduce", "emr-serverless", "events", "logs").contains(service)) {
      assertThat(AwsApis.model(service).knows(operation)).as(action).isTrue();
    } else {
      assertThat(action)
          .isIn(
              "s3:GetObject",
              "s3:PutObject",
              "s3:DeleteObject",
              "s3:AbortMultipartUpload",
              "s3:ListMultipartUploadParts",
              "s3:ListBucket",
              "s3:ListBucketMultipartUploads",
              "s3:GetBucketLocation",
              "cloudwatch:PutMetricData",
              "secretsmanager:GetSecretValue",
              "kms:Decrypt",
              "kms:GenerateDataKey",
              "iam:PassRole");
    }
  }
}
