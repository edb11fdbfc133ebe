package io.millrace.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A template with values for its parameters; what it refers to and does not have is refused. */
public final class CloudFormationValues {

  private static final Pattern IN_TEXT = Pattern.compile("\\$\\{([^}]+)}");
  private static final Map<String, String> PSEUDO =
      Map.of(
          "AWS::Region", "eu-west-1",
          "AWS::AccountId", "123456789012",
          "AWS::Partition", "aws");

  private final CloudFormation template;
  private final Map<String, String> values;
  private final Set<String> used = new TreeSet<>();

  CloudFormationValues(CloudFormation template, Map<String, String> values) {
    this.template = template;
    this.values = values;
    values.keySet().forEach(name -> require(template.section("Parameters").has(name), name));
  }

  private static void require(boolean holds, String name) {
    if (!holds) {
      throw new IllegalArgumentException("the template has no " + name);
    }
  }

  /** The parameters, conditions and resources that were referred to so far. */
  public Set<String> used() {
    return used;
  }

  /** A resource with everything filled in. */
  public JsonNode resource(String name) {
    JsonNode resource = template.section("Resources").path(name);
    require(!resource.isMissingNode(), name);
    return filled(resource.path("Properties"));
  }

  JsonNode filled(JsonNode node) {
    if (node.isArray()) {
      ArrayNode list = JsonNodeFactory.instance.arrayNode();
      node.forEach(item -> addTo(list, filled(item)));
      return list;
    }
    if (!node.isObject()) {
      return node;
    }
    String first = node.size() == 1 ? node.fieldNames().next() : "";
    if (first.equals("Ref") || first.startsWith("Fn::")) {
      return called(first, node.get(first));
    }
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      JsonNode value = filled(entry.getValue());
      if (!value.isMissingNode()) {
        object.set(entry.getKey(), value);
      }
    }
    return object;
  }

  private static void addTo(ArrayNode list, JsonNode item) {
    if (!item.isMissingNode()) {
      list.add(item);
    }
  }

  private JsonNode called(String function, JsonNode argument) {
    return switch (function) {
      case "Ref" -> reference(argument.asText());
      case "Fn::Sub" -> TextNode.valueOf(substituted(argument.asText()));
      case "Fn::GetAtt" -> attribute(argument.get(0).asText(), argument.get(1).asText());
      case "Fn::If" -> filled(argument.get(isTrue(argument.get(0).asText()) ? 1 : 2));
      case "Fn::Equals" ->
          BooleanNode.valueOf(filled(argument.get(0)).equals(filled(argument.get(1))));
      case "Fn::Not" -> BooleanNode.valueOf(!filled(argument.get(0)).asBoolean());
      default -> throw new IllegalArgumentException("no such function: " + function);
    };
  }

  private boolean isTrue(String condition) {
    JsonNode given = template.section("Conditions").path(condition);
    require(!given.isMissingNode(), "condition " + condition);
    used.add(condition);
    return filled(given).asBoolean();
  }

  private JsonNode reference(String name) {
    if (name.equals("AWS::NoValue")) {
      return MissingNode.getInstance();
    }
    if (PSEUDO.containsKey(name)) {
      return TextNode.valueOf(PSEUDO.get(name));
    }
    used.add(name);
    JsonNode parameter = template.section("Parameters").path(name);
    if (parameter.isMissingNode()) {
      require(template.section("Resources").has(name), name);
      return TextNode.valueOf("id-of-" + name);
    }
    String value = values.getOrDefault(name, parameter.path("Default").asText(null));
    require(value != null, "value for " + name);
    return parameter.path("Type").asText().equals("Number")
        ? IntNode.valueOf(Integer.parseInt(value))
        : TextNode.valueOf(value);
  }

  private JsonNode attribute(String resource, String attribute) {
    require(template.section("Resources").has(resource), resource);
    used.add(resource);
    return TextNode.valueOf(
        attribute.equals("Arn")
            ? "arn:aws:iam::123456789012:role/" + resource
            : resource + "-" + attribute);
  }

  private String substituted(String text) {
    Matcher matcher = IN_TEXT.matcher(text);
    return matcher.replaceAll(
        found -> Matcher.quoteReplacement(reference(found.group(1)).asText()));
  }
}
