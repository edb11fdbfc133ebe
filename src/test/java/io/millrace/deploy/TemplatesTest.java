package io.millrace.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.glue.ApiModel;
import java.io.IOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The CloudFormation templates of {@code conf/deploy}: what AWS would refuse. */
class TemplatesTest {

  @ParameterizedTest
  @MethodSource("io.millrace.deploy.TemplateCase#all")
  void resourcesHaveThePropertiesOfTheirTypes(TemplateCase one) throws IOException {
    CloudFormation template = one.template();
    assertThat(TemplateCase.names(template.template()))
        .isSubsetOf(
            "AWSTemplateFormatVersion",
            "Description",
            "Parameters",
            "Conditions",
            "Resources",
            "Outputs");
    assertThat(template.section("Description").asText()).hasSizeBetween(20, 1024);
    CloudFormationValues values = template.with(one.values());
    for (String name : TemplateCase.names(template.section("Resources"))) {
      String type = template.section("Resources").path(name).path("Type").asText();
      assertThat(ResourceTypes.problems(type, values.resource(name))).as(name).isEmpty();
    }
    values.filled(template.section("Outputs"));
  }

  @Test
  void everyTemplateIsLookedAtAndEveryParameterAndConditionUsed() throws IOException {
    try (Stream<String> files =
        Files.walk(TemplateCase.DEPLOY)
            .map(TemplateCase.DEPLOY::relativize)
            .map(Object::toString)) {
      assertThat(files.filter(file -> file.endsWith(".yaml")))
          .containsExactlyInAnyOrderElementsOf(
              new TreeSet<>(TemplateCase.all().stream().map(TemplateCase::file).toList()));
    }
    Map<String, Set<String>> used = new HashMap<>();
    Map<String, List<String>> declared = new HashMap<>();
    for (TemplateCase one : TemplateCase.all()) {
      CloudFormation template = one.template();
      CloudFormationValues values = template.with(one.values());
      TemplateCase.names(template.section("Resources")).forEach(values::resource);
      used.computeIfAbsent(one.file(), file -> new TreeSet<>()).addAll(values.used());
      List<String> names = TemplateCase.names(template.section("Parameters"));
      names.addAll(TemplateCase.names(template.section("Conditions")));
      declared.put(one.file(), names);
    }
    declared.forEach((file, names) -> assertThat(used.get(file)).as(file).containsAll(names));
  }

  /** Glue's resources have the members of its API's requests, whose constraints say more. */
  @ParameterizedTest
  @MethodSource("io.millrace.deploy.TemplateCase#all")
  void whatGlueIsAskedForItsApiTakes(TemplateCase one) throws IOException {
    ApiModel glue = AwsApis.model("glue");
    CloudFormation template = one.template();
    CloudFormationValues values = template.with(one.values());
    for (String name : TemplateCase.names(template.section("Resources"))) {
      String type = template.section("Resources").path(name).path("Type").asText();
      if (type.startsWith("AWS::Glue::") && !type.endsWith("Database")) {
        JsonNode request = values.resource(name);
        String operation = "Create" + type.substring("AWS::Glue::".length());
        glue.check(operation, request);
        assertThat(glue.unknown(operation, request)).as(name).isEmpty();
      }
    }
  }

  /** Its settings for Spark and for logs are newer than the description. */
  @Test
  void whatEmrServerlessIsAskedForItsApiTakes() throws IOException {
    TemplateCase one = TemplateCase.of("emr/application.yaml");
    ObjectNode request =
        (ObjectNode) Members.camelCase(one.template().with(one.values()).resource("Application"));
    request.remove(List.of("runtimeConfiguration", "monitoringConfiguration"));
    request.put("clientToken", "t");
    ApiModel api = AwsApis.model("emr-serverless");
    api.check("CreateApplication", request);
    assertThat(api.unknown("CreateApplication", request)).isEmpty();
  }
}
