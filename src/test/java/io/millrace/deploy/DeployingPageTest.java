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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The commands of {@code docs/deploying.md}: what they name is there, and AWS knows the options.
 */
class DeployingPageTest {

  private static final Map<String, String> APIS =
      Map.of(
          "glue", "glue",
          "emr", "elasticmapreduce",
          "emr-serverless", "emr-serverless",
          "stepfunctions", "states");

  private static final Path DEFINITIONS = AwsApis.ROOT.resolve("conf/deploy/step-functions");

  /** Commands that are the CLI's own and call several operations; their options, as AWS tells. */
  private static final Map<String, List<String>> OWN =
      Map.of(
          "s3 cp", List.of("--recursive"),
          "emr create-default-roles", List.of(),
          "emr add-steps", List.of("--cluster-id", "--steps"),
          "cloudformation describe-stacks", List.of("--stack-name"),
          "cloudformation delete-stack", List.of("--stack-name"),
          "cloudformation wait", List.of("--stack-name"),
          "cloudformation deploy",
              List.of(
                  "--stack-name", "--template-file", "--capabilities", "--parameter-overrides"));

  /** The words of each command of the page's shell blocks, then of those in its text. */
  private static List<List<String>> commands(String program) throws IOException {
    String page = Files.readString(AwsApis.ROOT.resolve("docs/deploying.md"));
    List<List<String>> commands = new ArrayList<>();
    Matcher blocks = Pattern.compile("(?s)```sh\n(.*?)```").matcher(page);
    while (blocks.find()) {
      for (String line : blocks.group(1).replace("\\\n", " ").split("\n", -1)) {
        if (line.startsWith(program + " ")) {
          commands.add(words(line));
        }
      }
    }
    Pattern.compile("`(" + program + " [^`\n]+)`")
        .matcher(page)
        .results()
        .forEach(inText -> commands.add(words(inText.group(1))));
    return commands;
  }

  private static List<String> words(String line) {
    List<String> words = new ArrayList<>();
    Matcher word = Pattern.compile("'([^']*)'|\"((?:[^\"$]|\\$\\([^)]*\\))*)\"|\\S+").matcher(line);
    while (word.find()) {
      words.add(word.group(1) != null ? word.group(1) : word.group());
    }
    return words;
  }

  private static List<String> options(List<String> command) {
    return command.stream().filter(word -> word.startsWith("--")).toList();
  }

  private static String after(List<String> command, String option) {
    return command.get(command.indexOf(option) + 1);
  }

  /** The versions that the tests of each family run with. */
  @Test
  void packagesAreThoseThatAreTested() throws IOException {
    String pom = Files.readString(AwsApis.ROOT.resolve("pom.xml"));
    String page = Files.readString(AwsApis.ROOT.resolve("docs/deploying.md"));
    List<String> coordinates =
        Pattern.compile("`--packages ([^`]+)`")
            .matcher(page)
            .results()
            .map(found -> found.group(1))
            .toList();
    assertThat(coordinates)
        .containsExactly(
            "org.apache.hadoop:hadoop-aws:" + property(pom, "hadoop.version", 0),
            "org.apache.hadoop:hadoop-aws:" + property(pom, "hadoop.version", 1),
            "org.apache.iceberg:iceberg-spark-runtime-%s:%s"
                .formatted(property(pom, "iceberg.family", 0), property(pom, "iceberg.version", 0)),
            "org.apache.iceberg:iceberg-spark-runtime-%s:%s"
                .formatted(
                    property(pom, "iceberg.family", 1), property(pom, "iceberg.version", 1)));
    assertThat(
            commands("spark-submit").stream()
                .filter(command -> command.contains("--packages"))
                .map(command -> after(command, "--packages")))
        .hasSize(3)
        .isSubsetOf(coordinates);
  }

  /** Of the first family, or of the profile of the second. */
  private static String property(String pom, String name, int family) {
    return Pattern.compile("<" + Pattern.quote(name) + ">([^<]+)<")
        .matcher(pom)
        .results()
        .map(found -> found.group(1))
        .toList()
        .get(family);
  }

  @Test
  void filesThatAreNamedAreThere() throws IOException {
    List<String> files = new ArrayList<>();
    for (List<String> command : commands("aws")) {
      command.stream().filter(word -> word.startsWith("conf/")).forEach(files::add);
    }
    for (List<String> command : commands("sed")) {
      command.stream().filter(word -> word.startsWith("conf/")).forEach(files::add);
    }
    assertThat(files).hasSizeGreaterThan(7);
    assertThat(files).allSatisfy(file -> assertThat(AwsApis.ROOT.resolve(file)).exists());
  }

  /** Made, uploaded, then read: by copy and paste from the top. */
  @Test
  void theSampleIsUploadedBeforeItIsRead() throws IOException {
    String page = Files.readString(AwsApis.ROOT.resolve("docs/deploying.md"));
    assertThat(page)
        .containsSubsequence(
            "SNAPSHOT.jar sample lake\n",
            "\naws s3 cp --recursive lake/raw s3://RAW-BUCKET/raw\n",
            "--vars.raw s3a://RAW-BUCKET/raw\n",
            "\naws s3 cp --recursive conf/jobs s3://CODE-BUCKET/millrace/jobs\n",
            "run s3a://CODE-BUCKET/millrace/jobs/flatten-weblogs.conf",
            "\naws s3 cp --recursive conf/deploy/step-functions s3://CODE-BUCKET/millrace/step-functions\n",
            "--template-file conf/deploy/step-functions/state-machine.yaml");
  }

  @Test
  void everyAwsCommandHasOptionsThatThereAre() throws IOException {
    List<List<String>> commands = commands("aws");
    assertThat(commands).hasSizeGreaterThan(10);
    for (List<String> command : commands) {
      String name = command.get(1) + " " + command.get(2);
      if (OWN.containsKey(name)) {
        assertThat(options(command)).as(name).isSubsetOf(OWN.get(name));
      } else {
        requireKnown(command, AwsApis.model(APIS.get(command.get(1))));
      }
    }
  }

  /** {@code start-job-run --job-name} is StartJobRun with JobName. */
  private static void requireKnown(List<String> command, ApiModel api) throws IOException {
    String operation = pascalCase(command.get(2));
    assertThat(api.knows(operation)).as(operation).isTrue();
    ObjectNode request = JsonNodeFactory.instance.objectNode();
    for (String option : options(command)) {
      String value = after(command, option);
      if (!option.equals("--cli-input-json")) {
        JsonNode parsed =
            value.startsWith("{") && !option.equals("--input")
                ? new ObjectMapper().readTree(value)
                : shorthand(value);
        String member = pascalCase(option.substring(2));
        boolean lower = command.get(1).equals("stepfunctions");
        request.set(
            lower ? Character.toLowerCase(member.charAt(0)) + member.substring(1) : member, parsed);
      }
    }
    assertThat(api.unknown(operation, request)).as(String.join(" ", command)).isEmpty();
  }

  /** {@code Name=lake} is a structure, as the CLI has them in short. */
  private static JsonNode shorthand(String value) {
    String[] member = value.split("=", 2);
    return member.length == 2 && member[0].matches("[A-Z]\\w*")
        ? JsonNodeFactory.instance.objectNode().put(member[0], member[1])
        : JsonNodeFactory.instance.textNode(value);
  }

  private static String pascalCase(String kebab) {
    return Arrays.stream(kebab.split("-", -1))
        .map(word -> Character.toUpperCase(word.charAt(0)) + word.substring(1))
        .collect(Collectors.joining());
  }

  @Test
  void everyTemplateGetsTheParametersThatItNeedsAndNoOther() throws IOException {
    int templates = 0;
    for (List<String> command : commands("aws")) {
      if (!command.contains("--template-file")) {
        continue;
      }
      templates++;
      JsonNode parameters =
          CloudFormation.read(AwsApis.ROOT.resolve(after(command, "--template-file")))
              .section("Parameters");
      List<String> given =
          command.stream()
              .filter(word -> word.matches("[A-Z]\\w+=.+"))
              .map(word -> word.split("=", 2)[0])
              .toList();
      List<String> needed = new ArrayList<>();
      List<String> known = new ArrayList<>();
      parameters
          .properties()
          .forEach(
              one -> {
                known.add(one.getKey());
                if (!one.getValue().has("Default")) {
                  needed.add(one.getKey());
                }
              });
      assertThat(given).as(String.join(" ", command)).containsAll(needed).isSubsetOf(known);
    }
    assertThat(templates).isEqualTo(8);
  }

  /** Without the first there is no cluster, without the second no word of how the driver ended. */
  @Test
  void theDriverInAClusterIsWaitedFor() throws IOException {
    List<List<String>> inCluster =
        commands("spark-submit").stream()
            .filter(command -> command.contains("--deploy-mode"))
            .toList();
    assertThat(inCluster).hasSize(1);
    assertThat(after(inCluster.get(0), "--master")).startsWith("spark://");
    assertThat(inCluster.get(0))
        .contains("spark.standalone.submit.waitAppCompletion=true", "--jars")
        .doesNotContain("--packages")
        .anyMatch(word -> word.startsWith("\"spark.driver.extraJavaOptions="));
  }

  /** The versions of the table of packages are those that the tests run with. */
  @Test
  void packagesAreOfTheVersionsThatAreTested() throws IOException {
    String page = Files.readString(AwsApis.ROOT.resolve("docs/deploying.md"));
    String pom = Files.readString(AwsApis.ROOT.resolve("pom.xml"));
    Matcher versions =
        Pattern.compile("--packages [\\w.]+:([\\w.-]+?)(?:-([\\d.]+_[\\d.]+))?:([\\d.]+)`")
            .matcher(page);
    int found = 0;
    while (versions.find()) {
      found++;
      assertThat(pom).contains(">" + versions.group(3) + "<");
      if (versions.group(2) != null) {
        assertThat(pom).contains(">" + versions.group(2) + "<");
      }
    }
    assertThat(found).isEqualTo(4);
  }

  @Test
  void everyStateMachineIsStartedWithWhatItsDefinitionAsksFor() throws IOException {
    String definition = "";
    List<String> started = new ArrayList<>();
    for (List<String> command : commands("aws")) {
      if (command.contains("conf/deploy/step-functions/state-machine.yaml")) {
        definition =
            command.stream()
                .filter(word -> word.startsWith("Definition="))
                .map(word -> word.substring("Definition=".length()))
                .findFirst()
                .orElse("glue.asl.json");
      } else if (command.contains("start-execution")) {
        started.add(definition);
        assertThat(
                new ObjectMapper()
                    .readTree(DEFINITIONS.resolve(definition).toFile())
                    .path("Comment")
                    .asText())
            .endsWith(
                "Input: " + members(new ObjectMapper().readTree(after(command, "--input"))) + ".");
      }
    }
    assertThat(started)
        .containsExactly(
            "glue.asl.json", "emr.asl.json", "emr-parallel.asl.json", "emr-serverless.asl.json");
  }

  /** As the definitions name them: {@code code, runs = [{raw, curated}]}. */
  private static String members(JsonNode input) {
    return input.properties().stream()
        .map(
            member ->
                member.getValue().isArray()
                    ? member.getKey() + " = [{" + members(member.getValue().path(0)) + "}]"
                    : member.getKey())
        .collect(Collectors.joining(", "));
  }
}
