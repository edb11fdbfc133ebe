package io.millrace.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.glue.ApiModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The state machines of {@code conf/deploy}: what they ask the services for, and in which order.
 */
class StateMachinesTest {

  private static final Path FOLDER = AwsApis.ROOT.resolve("conf/deploy/step-functions");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String INPUT =
      """
      { "jobName": "nightly", "clusterId": "j-1ABC", "applicationId": "00fabc", "executionRole": "arn:aws:iam::123456789012:role/run",
        "code": "s3://code/millrace", "raw": "s3://raw/raw", "curated": "s3://curated/weblogs", "insights": true, "deleteCluster": true,
        "runs": [ { "raw": "s3://raw/1", "curated": "s3://curated/1" }, { "raw": "s3://raw/2", "curated": "s3://curated/2" } ] }
      """;

  private final List<JsonNode> requests = new ArrayList<>();

  /** Services that check what they are asked for by AWS's own description of their API. */
  private Map<String, UnaryOperator<JsonNode>> services() throws IOException {
    return Map.of(
        "arn:aws:states:::glue:startJobRun.sync", service("glue", "StartJobRun", false),
        "arn:aws:states:::elasticmapreduce:addStep.sync", addStep(),
        "arn:aws:states:::elasticmapreduce:terminateCluster.sync", terminate(),
        "arn:aws:states:::emr-serverless:startJobRun.sync",
            service("emr-serverless", "StartJobRun", true));
  }

  private UnaryOperator<JsonNode> service(String api, String operation, boolean camelCase)
      throws IOException {
    ApiModel model = AwsApis.model(api);
    return parameters -> {
      JsonNode request = camelCase ? Members.camelCase(parameters) : parameters;
      if (camelCase) {
        // Step Functions makes it.
        ((ObjectNode) request).put("clientToken", "t");
      }
      model.check(operation, request);
      assertThat(model.unknown(operation, request)).isEmpty();
      requests.add(parameters);
      return JsonNodeFactory.instance
          .objectNode()
          .put("Id", "jr_1")
          .put("JobRunState", "SUCCEEDED");
    };
  }

  /** Of the API's list of steps, Step Functions takes one. */
  private UnaryOperator<JsonNode> addStep() throws IOException {
    UnaryOperator<JsonNode> add = service("elasticmapreduce", "AddJobFlowSteps", false);
    return parameters -> {
      var request = JsonNodeFactory.instance.objectNode();
      request.set("JobFlowId", parameters.path("ClusterId"));
      request.putArray("Steps").add(parameters.path("Step"));
      return add.apply(request);
    };
  }

  private UnaryOperator<JsonNode> terminate() throws IOException {
    UnaryOperator<JsonNode> terminate = service("elasticmapreduce", "TerminateJobFlows", false);
    return parameters -> {
      var request = JsonNodeFactory.instance.objectNode();
      request.putArray("JobFlowIds").add(parameters.path("ClusterId"));
      return terminate.apply(request);
    };
  }

  static List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".asl.json"))
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void definitionsAreOfTheLanguage(String file) throws IOException {
    assertThat(StatesLanguage.problems(JSON.readTree(FOLDER.resolve(file).toFile()))).isEmpty();
  }

  /** A validator that finds nothing proves nothing. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          '"Next": "Did one fail?"'  | '"Next": "Did one fall?"' | there is no state Did one fall?
          '"MaxAttempts"'            | '"MaxAttempt"'           | Flatten weblogs.Retry has no field MaxAttempt
          '"Parameters"'             | '"Arguments"'            | Flatten weblogs has no field Arguments
          Glue.InternalServiceException | InternalServiceException | 'Flatten weblogs names no error: "InternalServiceException"'
          '"Default": "Done"'        | '"Comment": "none"'      | Insights asked for? has no Default
          '"Weblog insights failed"' | '"User profiles failed"' | two states are called User profiles failed
          '"failed.$"'               | '"fails.$"'              | Did one fail?.Choices does not ask whether there is a $.insightRuns.failed
          '"IsPresent"'              | '"IsNull"'               | Insights asked for?.Choices.And has no field IsNull
          '"IsPresent": true'        | '"BooleanEquals": true'  | Insights asked for?.Choices.And does not ask whether there is a $.insights
          """)
  void mistakesAreFound(String right, String wrong, String problem) throws IOException {
    String text = Files.readString(FOLDER.resolve("glue.asl.json"));
    assertThat(text).contains(right);
    assertThat(StatesLanguage.problems(JSON.readTree(text.replace(right, wrong))))
        .contains(problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          glue.asl.json           | Flatten weblogs, Insights asked for?, Insights, Join user profiles, Weblog insights, Did one fail?, Done
          emr.asl.json            | Rides, Monthly, By month and type, Done: end the cluster?, End the cluster, Done
          emr-parallel.asl.json   | Each run, Rides, Monthly, Run succeeded, Rides, Monthly, Run succeeded, Did any fail?, Done
          emr-serverless.asl.json | Rides, Monthly, Done
          """)
  void statesFollowOneAnother(String file, String states) throws IOException {
    StateMachine machine = StateMachine.read(FOLDER.resolve(file), services());
    machine.run(JSON.readTree(INPUT));
    assertThat(String.join(", ", machine.entered())).isEqualTo(states);
  }

  /** What is not said is not asked for. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          glue.asl.json | insights      | Flatten weblogs, Insights asked for?, Done
          emr.asl.json  | deleteCluster | Rides, Monthly, By month and type, Done: end the cluster?, Done
          """)
  void aFlagMayBeAbsent(String file, String flag, String states) throws IOException {
    StateMachine machine = StateMachine.read(FOLDER.resolve(file), services());
    machine.run(((ObjectNode) JSON.readTree(INPUT)).without(flag));
    assertThat(String.join(", ", machine.entered())).isEqualTo(states);
  }

  /** As AWS does, whatever the Default. */
  @Test
  void aPathThatLeadsNowhereEndsAnExecution() throws IOException {
    String text = Files.readString(FOLDER.resolve("glue.asl.json"));
    String unguarded = text.replace("{\"Variable\": \"$.insights\", \"IsPresent\": true}, ", "");
    assertThat(unguarded).isNotEqualTo(text);
    StateMachine machine =
        new StateMachine(JSON.readTree(unguarded), services(), new ArrayList<>());
    JsonNode input = ((ObjectNode) JSON.readTree(INPUT)).without("insights");
    assertThatThrownBy(() -> machine.run(input))
        .isInstanceOfSatisfying(
            TaskFailure.class, failure -> assertThat(failure.error()).isEqualTo("States.Runtime"))
        .hasMessage("no value at $.insights");
  }

  @Test
  void runsSideBySideHaveFoldersOfTheirOwn() throws IOException {
    StateMachine.read(FOLDER.resolve("emr-parallel.asl.json"), services())
        .run(JSON.readTree(INPUT));
    assertThat(
            requests.stream()
                .map(JsonNode::toString)
                .filter(text -> text.contains("taxi-rides.conf")))
        .hasSize(2)
        .satisfiesExactly(
            first ->
                assertThat(first).contains("\"s3://raw/1\",\"--vars.curated\",\"s3://curated/1\""),
            second ->
                assertThat(second)
                    .contains("\"s3://raw/2\",\"--vars.curated\",\"s3://curated/2\""));
  }

  /** The others go on to their end, and the execution fails and tells of all. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          emr-parallel.asl.json | s3://raw/1","--vars.curated      | Rides, Run failed, Rides, Monthly, Run succeeded   | {"state":"FAILED","raw":"s3://raw/1","failure":{"Error":"States.TaskFailed","Cause":"no"}},{"state":"SUCCEEDED","raw":"s3://raw/2"}
          emr-parallel.asl.json | taxi-monthly.conf                | Rides, Monthly, Run failed, Rides, Monthly, Run failed | {"state":"FAILED","raw":"s3://raw/1","failure":{"Error":"States.TaskFailed","Cause":"no"}},{"state":"FAILED","raw":"s3://raw/2","failure":{"Error":"States.TaskFailed","Cause":"no"}}
          glue.asl.json         | join-userprofile.conf            | Join user profiles, User profiles failed, Weblog insights | {"state":"FAILED","failure":{"Error":"States.TaskFailed","Cause":"no"}},{"run":"jr_1","state":"SUCCEEDED"}
          glue.asl.json         | weblog-insights.conf             | Join user profiles, Weblog insights, Weblog insights failed | {"run":"jr_1","state":"SUCCEEDED"},{"state":"FAILED","failure":{"Error":"States.TaskFailed","Cause":"no"}}
          """)
  void oneThatFailsStopsNoOtherBesideIt(String file, String failing, String states, String told)
      throws IOException {
    Map<String, UnaryOperator<JsonNode>> services = new HashMap<>(services());
    services.replaceAll(
        (resource, service) ->
            request -> {
              if (request.toString().contains(failing)) {
                throw new TaskFailure("States.TaskFailed", "no");
              }
              return service.apply(request);
            });
    StateMachine machine = StateMachine.read(FOLDER.resolve(file), services);
    assertThatThrownBy(() -> machine.run(JSON.readTree(INPUT)))
        .isInstanceOfSatisfying(
            TaskFailure.class, failure -> assertThat(failure.error()).isEqualTo("RunsFailed"))
        .hasMessage("[" + told + "]");
    assertThat(String.join(", ", machine.entered()))
        .contains(", " + states + ", Did ")
        .endsWith("fail?, Failed");
  }

  @ParameterizedTest
  @CsvSource({"true, End the cluster of a failure", "false, Failed", ", Failed"})
  void afterAFailureTheClusterEndsIfItIsToEnd(Boolean delete, String state) throws IOException {
    Map<String, UnaryOperator<JsonNode>> services = new HashMap<>(services());
    List<String> tried = new ArrayList<>();
    services.put(
        "arn:aws:states:::elasticmapreduce:addStep.sync",
        step -> {
          tried.add(step.path("Step").path("Name").asText());
          throw new TaskFailure("States.TaskFailed", "the step failed");
        });
    var input = (ObjectNode) JSON.readTree(INPUT);
    StateMachine machine = StateMachine.read(FOLDER.resolve("emr.asl.json"), services);
    JsonNode flagged =
        delete == null ? input.without("deleteCluster") : input.put("deleteCluster", delete);
    assertThatThrownBy(() -> machine.run(flagged)).hasMessage("the step failed");
    assertThat(tried).containsExactly("taxi-rides", "taxi-rides");
    assertThat(machine.entered()).contains(state, "Failed").doesNotContain("Monthly");
    assertThat(requests).hasSize(Boolean.TRUE.equals(delete) ? 1 : 0);
  }

  /**
   * Nothing catches the time-out of an execution, so it must not come before those of its tasks.
   */
  @Test
  void theClusterEndsHoweverLongItsStepsTake() throws IOException {
    JsonNode definition = JSON.readTree(FOLDER.resolve("emr.asl.json").toFile());
    double longest = 0;
    for (JsonNode state : definition.path("States")) {
      if (state.path("Type").asText().equals("Task")) {
        JsonNode retry = state.path("Retry").path(0);
        double pause = retry.path("IntervalSeconds").asDouble(1);
        longest += state.path("TimeoutSeconds").asDouble(99_999_999);
        for (int again = 0; again < retry.path("MaxAttempts").asInt(3); again++) {
          longest += pause + state.path("TimeoutSeconds").asDouble(99_999_999);
          pause *= retry.path("BackoffRate").asDouble(2);
        }
      }
    }
    assertThat(definition.path("TimeoutSeconds").asDouble()).isGreaterThan(longest);
  }

  /** EMR itself ends no step, and one that hangs holds up the steps after it. */
  @ParameterizedTest
  @CsvSource({"emr.asl.json, 5", "emr-parallel.asl.json, 2"})
  void noTaskOfAClusterGoesOnForEver(String file, int tasks) throws IOException {
    JsonNode definition = JSON.readTree(FOLDER.resolve(file).toFile());
    assertThat(definition.findParents("Resource"))
        .hasSize(tasks)
        .allMatch(
            task ->
                task.path("TimeoutSeconds").asInt() > 0
                    && task.path("TimeoutSeconds").asInt()
                        < definition.path("TimeoutSeconds").asInt(Integer.MAX_VALUE));
  }

  /** A step that takes too long is not tried again, and the cluster ends. */
  @ParameterizedTest
  @CsvSource({"0, 1", "2, 3", "9, 4"})
  void endingTheClusterIsTriedAgain(int failures, int tries) throws IOException {
    Map<String, UnaryOperator<JsonNode>> services = new HashMap<>(services());
    List<String> tried = new ArrayList<>();
    services.put(
        "arn:aws:states:::elasticmapreduce:addStep.sync",
        step -> {
          tried.add("step");
          throw new TaskFailure("States.Timeout", "the step took too long");
        });
    services.put(
        "arn:aws:states:::elasticmapreduce:terminateCluster.sync",
        request -> {
          tried.add("end");
          if (tried.size() <= failures + 1) {
            throw new TaskFailure("States.Timeout", "the cluster did not end");
          }
          return request;
        });
    StateMachine machine = StateMachine.read(FOLDER.resolve("emr.asl.json"), services);
    assertThatThrownBy(() -> machine.run(JSON.readTree(INPUT)))
        .hasMessage("the step took too long");
    assertThat(tried).hasSize(1 + tries);
    assertThat(machine.entered()).endsWith("End the cluster of a failure", "Failed");
  }

  /** Too many runs at once pass; a run that failed would fail again. */
  @ParameterizedTest
  @CsvSource({
    "Glue.ConcurrentRunsExceededException, 7",
    "Glue.ThrottlingException, 7",
    "Glue.ResourceNumberLimitExceededException, 7",
    "Glue.AWSGlueException, 7",
    "Glue.EntityNotFoundException, 1",
    "States.TaskFailed, 1"
  })
  void onlyWhatPassesIsRetried(String error, int times) throws IOException {
    JsonNode definition = JSON.readTree(FOLDER.resolve("glue.asl.json").toFile());
    for (String job : List.of("flatten-weblogs", "join-userprofile", "weblog-insights")) {
      List<String> tried = new ArrayList<>();
      UnaryOperator<JsonNode> failing =
          request -> {
            String file = request.path("Arguments").path("--job-file").asText();
            tried.add(file.replaceAll(".*/|\\.conf", ""));
            if (file.endsWith(job + ".conf")) {
              throw new TaskFailure(error, "no");
            }
            return JsonNodeFactory.instance.objectNode().put("Id", "1").put("JobRunState", "DONE");
          };
      StateMachine machine =
          new StateMachine(
              definition,
              Map.of("arn:aws:states:::glue:startJobRun.sync", failing),
              new ArrayList<>());
      assertThatThrownBy(() -> machine.run(JSON.readTree(INPUT))).isInstanceOf(TaskFailure.class);
      assertThat(Collections.frequency(tried, job)).as(job).isEqualTo(times);
    }
  }
}
