package io.millrace.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the roles of the templates may do. */
class RolesTest {

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
              "iam:PassRole");
    }
  }
}
