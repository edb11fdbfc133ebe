package io.millrace.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.glue.ApiModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The files that are sent to EMR, by AWS's own descriptions of its APIs. */
class RequestsTest {

  private static final Path EMR = AwsApis.ROOT.resolve("conf/deploy/emr");
  private static final ObjectMapper JSON = new ObjectMapper();

  private static void requireTaken(String api, String operation, JsonNode request)
      throws IOException {
    ApiModel model = AwsApis.model(api);
    model.check(operation, request);
    assertThat(model.unknown(operation, request)).isEmpty();
  }

  /**
   * {@code aws emr add-steps} takes flat steps, makes the API's own of them, and refuses any other
   * key.
   */
  @Test
  void stepsForACluster() throws IOException {
    ObjectNode request = JsonNodeFactory.instance.objectNode().put("JobFlowId", "j-1");
    ArrayNode steps = request.putArray("Steps");
    for (JsonNode flat : JSON.readTree(EMR.resolve("steps.json").toFile())) {
      assertThat(TemplateCase.names(flat))
          .isSubsetOf("Type", "Name", "ActionOnFailure", "Jar", "Args", "MainClass", "Properties");
      assertThat(flat.path("Type").asText()).isEqualTo("CUSTOM_JAR");
      ObjectNode step = steps.addObject();
      step.set("Name", flat.path("Name"));
      step.set("ActionOnFailure", flat.path("ActionOnFailure"));
      step.set("HadoopJarStep", ((ObjectNode) flat.deepCopy()).retain("Jar", "Args"));
    }
    requireTaken("elasticmapreduce", "AddJobFlowSteps", request);
    assertThat(steps.toString().length()).isBetween(100, 10_240);
  }

  @Test
  void aRunOfAnApplication() throws IOException {
    String text =
        Files.readString(EMR.resolve("start-job-run.json"))
            .replace("APPLICATION-ID", "00fabc")
            .replace("EXECUTION-ROLE-ARN", "arn:aws:iam::123456789012:role/run");
    ObjectNode request = (ObjectNode) JSON.readTree(text);
    requireTaken("emr-serverless", "StartJobRun", request.put("clientToken", "t"));
  }
}
