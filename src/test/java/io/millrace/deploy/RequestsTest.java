package io.millrace.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.glue.ApiModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The files that are sent to EMR as they are, by AWS's own descriptions of its APIs. */
class RequestsTest {

  private static final Path EMR = AwsApis.ROOT.resolve("conf/deploy/emr");
  private static final ObjectMapper JSON = new ObjectMapper();

  private static void requireTaken(String api, String operation, JsonNode request)
      throws IOException {
    ApiModel model = AwsApis.model(api);
    model.check(operation, request);
    assertThat(model.unknown(operation, request)).isEmpty();
  }

  @Test
  void stepsForACluster() throws IOException {
    ObjectNode request = JsonNodeFactory.instance.objectNode().put("JobFlowId", "j-1");
    JsonNode steps = JSON.readTree(EMR.resolve("steps.json").toFile());
    request.set("Steps", steps);
    requireTaken("elasticmapreduce", "AddJobFlowSteps", request);
    assertThat(steps.toString().length()).isLessThan(10_240);
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
