package io.millrace.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.deploy.CloudFormation;
import io.millrace.deploy.StateMachine;
import io.millrace.deploy.TaskFailure;
import io.millrace.jobs.io.WriteFiles;
import io.millrace.jobs.io.WriteMode;
import io.millrace.jobs.sample.SampleLake;
import io.millrace.support.SparkExtension;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code conf/deploy} passes to Millrace is what Millrace takes, and does what it says. */
@ExtendWith(SparkExtension.class)
class DeployedJobsTest {

  private static final Path DEPLOY = Lake.PROJECT.resolve("conf/deploy");
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;

  private static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(item -> texts.add(item.asText()));
    return texts;
  }

  private static CloudFormation glueTemplate() {
    try {
      return CloudFormation.read(DEPLOY.resolve("glue/job.yaml"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The job's defaults, the run's own over them, and what Glue adds. */
  private static List<String> glueArguments(JsonNode arguments) {
    JsonNode job =
        glueTemplate()
            .with(
                Map.of(
                    "CodeBucket",
                    "code",
                    "RawBucket",
                    "raw",
                    "CuratedBucket",
                    "curated",
                    "Database",
                    "shop"))
            .resource("Job");
    Map<String, String> all =
        new LinkedHashMap<>(Map.of("--JOB_NAME", "nightly", "--JOB_RUN_ID", "jr_1"));
    job.path("DefaultArguments")
        .properties()
        .forEach(one -> all.put(one.getKey(), one.getValue().asText()));
    arguments.properties().forEach(one -> all.put(one.getKey(), one.getValue().asText()));
    List<String> flat = new ArrayList<>();
    all.forEach((name, value) -> flat.addAll(List.of(name, value)));
    return flat;
  }

  /** What spark-submit leaves of its own command line to the application. */
  private static List<String> submitted(List<String> step) {
    int jar = step.indexOf("--class") + 2;
    assertThat(step.subList(0, jar))
        .containsExactly(
            "spark-submit",
            "--deploy-mode",
            "cluster",
            "--conf",
            "spark.yarn.maxAppAttempts=1",
            "--class",
            "io.millrace.jobs.Millrace");
    assertThat(step.get(jar)).endsWith("/millrace.jar");
    return step.subList(jar + 1, step.size());
  }

  /**
   * Every argument is known, the job file is one that is shipped, it has such free values, and it
   * may run night after night.
   */
  private static String requireAccepted(List<String> arguments) {
    Arguments parsed = Arguments.parse(arguments.toArray(String[]::new));
    assertThat(parsed.verb()).isEqualTo("run");
    String name = parsed.jobFile().replaceFirst(".*/", "");
    assertThat(parsed.jobFile()).isEqualTo("s3://code/millrace/jobs/" + name);
    assertThat(Lake.shipped(name, parsed.settings()).outputs())
        .as(name)
        .extracting(output -> ((WriteFiles) output.sink()).mode())
        .isSubsetOf(WriteMode.OVERWRITE, WriteMode.OVERWRITE_PARTITIONS);
    return name;
  }

  private static String placed(String text) {
    return text.replace("CODE-BUCKET", "code")
        .replace("RAW-BUCKET", "raw")
        .replace("CURATED-BUCKET", "curated");
  }

  @Test
  void argumentsOfEveryFileAreTaken() throws IOException {
    assertThat(requireAccepted(glueArguments(JsonNodeFactory.instance.objectNode())))
        .isEqualTo("flatten-weblogs.conf");
    JsonNode steps = JSON.readTree(placed(Files.readString(DEPLOY.resolve("emr/steps.json"))));
    for (JsonNode step : steps) {
      requireAccepted(submitted(texts(step.path("Args"))));
    }
    JsonNode spark =
        JSON.readTree(placed(Files.readString(DEPLOY.resolve("emr/start-job-run.json"))))
            .path("jobDriver")
            .path("sparkSubmit");
    requireAccepted(texts(spark.path("entryPointArguments")));
    assertThat(spark.path("sparkSubmitParameters").asText())
        .isEqualTo("--class io.millrace.jobs.Millrace");
    airflow();
  }

  private static void airflow() throws IOException {
    String dag = placed(Files.readString(DEPLOY.resolve("airflow/weblogs.py")));
    ObjectNode arguments = JsonNodeFactory.instance.objectNode();
    Matcher paths = Pattern.compile("\"(--vars\\.[a-z]+)\": \"([^\"]+)\"").matcher(dag);
    while (paths.find()) {
      arguments.put(paths.group(1), paths.group(2));
    }
    List<String> jobs = new ArrayList<>();
    Matcher tasks = Pattern.compile("job\\(\"([^\"]+)\"\\)").matcher(dag);
    while (tasks.find()) {
      arguments.put("--job-file", "s3://code/millrace/jobs/" + tasks.group(1) + ".conf");
      jobs.add(requireAccepted(glueArguments(arguments)));
    }
    assertThat(jobs).containsExactly("flatten-weblogs.conf", "join-userprofile.conf");
    assertThat(arguments).hasSize(3);
    assertThat(dag)
        .contains("stop_job_run_on_kill=True", "\"retries\": 0", "\"execution_timeout\": timedelta")
        .contains("succeeded(flattened) >> joined\n    succeeded(joined)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          glue.asl.json           | flatten-weblogs.conf join-userprofile.conf weblog-insights.conf
          emr.asl.json            | taxi-rides.conf taxi-monthly.conf taxi-month-type.conf
          emr-parallel.asl.json   | taxi-rides.conf taxi-monthly.conf taxi-rides.conf taxi-monthly.conf
          emr-serverless.asl.json | taxi-rides.conf taxi-monthly.conf
          """)
  void argumentsOfEveryMachineAreTaken(String file, String expected) throws IOException {
    List<String> jobs = new ArrayList<>();
    UnaryOperator<JsonNode> anyRun =
        request -> {
          jobs.add(requireAccepted(arguments(request)));
          return JsonNodeFactory.instance.objectNode().put("Id", "1").put("JobRunState", "DONE");
        };
    ObjectNode input = input().put("code", "s3://code/millrace").put("applicationId", "00f");
    input.put("executionRole", "arn:aws:iam::123456789012:role/run");
    input.putArray("runs").add(input.deepCopy()).add(input.deepCopy());
    StateMachine.read(
            DEPLOY.resolve("step-functions").resolve(file),
            Map.of(
                "arn:aws:states:::glue:startJobRun.sync",
                anyRun,
                "arn:aws:states:::elasticmapreduce:addStep.sync",
                anyRun,
                "arn:aws:states:::emr-serverless:startJobRun.sync",
                anyRun,
                "arn:aws:states:::elasticmapreduce:terminateCluster.sync",
                request -> request))
        .run(input);
    assertThat(String.join(" ", jobs)).isEqualTo(expected);
  }

  /** What a task of any of the services passes to Millrace. */
  private static List<String> arguments(JsonNode request) {
    if (request.has("JobName")) {
      return glueArguments(request.path("Arguments"));
    }
    return request.has("Step")
        ? submitted(texts(request.path("Step").path("HadoopJarStep").path("Args")))
        : texts(request.path("JobDriver").path("SparkSubmit").path("EntryPointArguments"));
  }

  private static JsonNode run(List<String> arguments) {
    try {
      Millrace.main(arguments.toArray(String[]::new));
    } catch (MillraceException e) {
      throw new TaskFailure("States.TaskFailed", e.getMessage());
    }
    return JsonNodeFactory.instance.objectNode().put("Id", "jr_1").put("JobRunState", "SUCCEEDED");
  }

  private ObjectNode input() {
    return JsonNodeFactory.instance
        .objectNode()
        .put("jobName", "nightly")
        .put("clusterId", "j-1")
        .put("code", Lake.PROJECT.resolve("conf").toString())
        .put("raw", folder + "/raw")
        .put("curated", folder + "/curated")
        .put("insights", true)
        .put("deleteCluster", true);
  }

  /** Row C7: one after the other, side by side, with parameters, by a flag. */
  @Test
  void theStateMachineOfGlueRunsItsJobs(SparkSession spark) throws IOException {
    new SampleLake(folder.toString(), 300, 50, 42, 0)
        .write(new Configuration(), Set.of("useractivity", "userprofile", "zipcodes"));
    StateMachine machine =
        StateMachine.read(
            DEPLOY.resolve("step-functions/glue.asl.json"),
            Map.of("arn:aws:states:::glue:startJobRun.sync", request -> run(arguments(request))));
    JsonNode output = machine.run(input());
    assertThat(output.path("flattened").toString())
        .isEqualTo("{\"run\":\"jr_1\",\"state\":\"SUCCEEDED\"}");
    assertThat(output.path("insightRuns").path("runs")).hasSize(2);
    Lake lake = new Lake(folder);
    assertThat(lake.rows(spark, "curated/useractivityconverted").count()).isEqualTo(300);
    assertThat(lake.path("curated/joindatasets/_SUCCESS")).exists();
    assertThat(lake.path("curated/insights/users-by-age/_SUCCESS")).exists();
  }

  @Test
  void theStateMachineOfEmrStopsAtAFailureAndEndsTheCluster(SparkSession any) throws IOException {
    List<JsonNode> ended = new ArrayList<>();
    StateMachine machine =
        StateMachine.read(
            DEPLOY.resolve("step-functions/emr.asl.json"),
            Map.of(
                "arn:aws:states:::elasticmapreduce:addStep.sync",
                request -> run(arguments(request)),
                "arn:aws:states:::elasticmapreduce:terminateCluster.sync",
                request -> {
                  ended.add(request);
                  return request;
                }));
    TaskFailure failure = catchThrowableOfType(TaskFailure.class, () -> machine.run(input()));
    assertThat(failure).hasMessageContaining("raw/taxi/green").hasMessageNotContaining("\n");
    assertThat(machine.entered())
        .containsExactly(
            "Rides", "Failed: end the cluster?", "End the cluster of a failure", "Failed");
    assertThat(ended.toString()).isEqualTo("[{\"ClusterId\":\"j-1\"}]");
  }
}
