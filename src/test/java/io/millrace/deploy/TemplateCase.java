package io.millrace.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A template of {@code conf/deploy} with values for some of its parameters.
 *
 * @param file its path there
 */
record TemplateCase(String file, Map<String, String> values) {

  static final Path DEPLOY = AwsApis.ROOT.resolve("conf/deploy");
  static final String SECRET = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:k";
  static final String KMS_KEY = "arn:aws:kms:eu-west-1:123456789012:key/1234abcd";
  private static final Map<String, String> BUCKETS =
      Map.of("CodeBucket", "code", "RawBucket", "raw", "CuratedBucket", "curated");

  CloudFormation template() throws IOException {
    return CloudFormation.read(DEPLOY.resolve(file));
  }

  static TemplateCase of(String file, String... more) {
    Map<String, String> values = new HashMap<>();
    if (file.startsWith("glue/job") || file.startsWith("emr/")) {
      values.putAll(BUCKETS);
    }
    for (int i = 0; i < more.length; i += 2) {
      values.put(more[i], more[i + 1]);
    }
    return new TemplateCase(file, values);
  }

  /** A state machine of EMR. */
  static TemplateCase machineOfCluster(String definition) {
    return of(
        "step-functions/state-machine.yaml",
        "CodeBucket",
        "code",
        "ClusterId",
        "j-1",
        "Definition",
        definition);
  }

  /** Every template, with what switches its parts on and off. */
  static List<TemplateCase> all() {
    return List.of(
        of("glue/job.yaml"),
        of("glue/job.yaml", "Database", "shop", "KeySecret", SECRET, "KmsKey", KMS_KEY),
        of("glue/workflow.yaml", "RawBucket", "raw", "CuratedBucket", "curated"),
        of(
            "glue/workflow.yaml",
            "RawBucket",
            "raw",
            "CuratedBucket",
            "curated",
            "Schedule",
            "cron(15 2 * * ? *)",
            "KmsKey",
            KMS_KEY),
        of("emr/application.yaml"),
        of("emr/application.yaml", "KeySecret", SECRET, "KmsKey", KMS_KEY),
        of("emr/cluster.yaml", "Subnet", "subnet-1"),
        of("emr/cluster.yaml", "Subnet", "subnet-1", "KeySecret", SECRET, "KmsKey", KMS_KEY),
        of("step-functions/state-machine.yaml", "CodeBucket", "code", "GlueJob", "flatten-weblogs"),
        machineOfCluster("emr.asl.json"),
        of(
            "step-functions/state-machine.yaml",
            "CodeBucket",
            "code",
            "ApplicationId",
            "00f",
            "ExecutionRole",
            "arn:aws:iam::1:role/r"));
  }

  /** The keys of a section. */
  static List<String> names(JsonNode section) {
    List<String> names = new ArrayList<>();
    section.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
