package io.millrace.glue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/** AWS's own description of an API: what a request must hold, and what an answer may. */
public final class ApiModel {

  private final JsonNode operations;
  private final JsonNode shapes;
  private final Map<String, Pattern> patterns = new ConcurrentHashMap<>();

  /** Reads one of the files of {@code aws-java-sdk-models}. */
  public ApiModel(Path file) throws IOException {
    JsonNode model = new ObjectMapper().readTree(file.toFile());
    operations = model.path("operations");
    shapes = model.path("shapes");
  }

  /** Whether there is such an operation. */
  public boolean knows(String operation) {
    return operations.has(operation);
  }

  /** Refuses a request, with all that is wrong. */
  public void check(String operation, JsonNode request) {
    List<String> problems = new ArrayList<>();
    check(request, operations.path(operation).path("input").path("shape").asText(), "", problems);
    if (!problems.isEmpty()) {
      throw new ServiceException(
          "ValidationException",
          "%s validation error%s detected: %s"
              .formatted(
                  problems.size(), problems.size() == 1 ? "" : "s", String.join("; ", problems)));
    }
  }

  /** The members of a request that the operation does not have, which AWS itself passes over. */
  public List<String> unknown(String operation, JsonNode request) {
    List<String> unknown = new ArrayList<>();
    unknown(request, operations.path(operation).path("input").path("shape").asText(), "", unknown);
    return unknown;
  }

  private void unknown(JsonNode value, String name, String path, List<String> unknown) {
    JsonNode shape = shapes.path(name);
    if (shape.path("type").asText().equals("list")) {
      value.forEach(item -> unknown(item, shapeOf(shape, "member"), path, unknown));
    } else if (shape.path("type").asText().equals("structure")) {
      for (Map.Entry<String, JsonNode> entry : value.properties()) {
        JsonNode member = shape.path("members").path(entry.getKey());
        if (member.isMissingNode()) {
          unknown.add(path + entry.getKey());
        } else {
          String below = path + entry.getKey() + ".";
          unknown(entry.getValue(), member.path("shape").asText(), below, unknown);
        }
      }
    }
  }

  private void check(JsonNode value, String name, String path, List<String> problems) {
    JsonNode shape = shapes.path(name);
    String type = shape.path("type").asText();
    requireKind(value, type, path);
    switch (type) {
      case "structure" -> checkMembers(value, shape, path, problems);
      case "list" -> {
        checkRange(value.size(), shape, "length", path, problems);
        int at = 1;
        for (JsonNode item : value) {
          check(item, shapeOf(shape, "member"), path + "." + at++ + ".member", problems);
        }
      }
      case "map" ->
          value
              .properties()
              .forEach(
                  entry -> {
                    TextNode key = TextNode.valueOf(entry.getKey());
                    check(key, shapeOf(shape, "key"), path, problems);
                    check(entry.getValue(), shapeOf(shape, "value"), path, problems);
                  });
      case "string" -> checkText(value.asText(), shape, path, problems);
      case "integer", "long", "double", "float" ->
          checkRange(value.asDouble(), shape, "value", path, problems);
      default -> {}
    }
  }

  private static void requireKind(JsonNode value, String type, String path) {
    boolean right =
        switch (type) {
          case "structure", "map" -> value.isObject();
          case "list" -> value.isArray();
          case "string" -> value.isTextual();
          case "integer", "long", "double", "float", "timestamp" -> value.isNumber();
          case "boolean" -> value.isBoolean();
          default -> true;
        };
    if (!right) {
      throw new ServiceException("SerializationException", path + " is no " + type);
    }
  }

  private void checkMembers(JsonNode value, JsonNode shape, String path, List<String> problems) {
    for (JsonNode required : shape.path("required")) {
      if (!value.hasNonNull(required.asText())) {
        problems.add(
            "Value null at '%s' failed to satisfy constraint: Member must not be null"
                .formatted(member(path, required.asText())));
      }
    }
    for (Map.Entry<String, JsonNode> member : shape.path("members").properties()) {
      if (value.hasNonNull(member.getKey())) {
        check(
            value.get(member.getKey()),
            member.getValue().path("shape").asText(),
            member(path, member.getKey()),
            problems);
      }
    }
  }

  /** As AWS tells it: {@code tableInput.name}. */
  private static String member(String path, String name) {
    String word = Character.toLowerCase(name.charAt(0)) + name.substring(1);
    return path.isEmpty() ? word : path + "." + word;
  }

  private void checkText(String text, JsonNode shape, String path, List<String> problems) {
    checkRange(text.codePointCount(0, text.length()), shape, "length", path, problems);
    String sentence = "Value '%s' at '%s' failed to satisfy constraint: Member must satisfy %s";
    if (shape.has("pattern")) {
      Pattern pattern = patterns.computeIfAbsent(shape.get("pattern").asText(), Pattern::compile);
      if (!pattern.matcher(text).matches()) {
        problems.add(
            sentence.formatted(text, path, "regular expression pattern: " + pattern.pattern()));
      }
    }
    if (shape.has("enum")
        && StreamSupport.stream(shape.get("enum").spliterator(), false)
            .noneMatch(one -> one.asText().equals(text))) {
      problems.add(sentence.formatted(text, path, "enum value set: " + shape.get("enum")));
    }
  }

  private static void checkRange(
      double number, JsonNode shape, String what, String path, List<String> problems) {
    String sentence =
        "Value at '%s' failed to satisfy constraint: Member must have %s %s than or equal to %s";
    if (shape.has("min") && number < shape.get("min").asDouble()) {
      problems.add(sentence.formatted(path, what, "greater", shape.get("min")));
    }
    if (shape.has("max") && number > shape.get("max").asDouble()) {
      problems.add(sentence.formatted(path, what, "less", shape.get("max")));
    }
  }

  private static String shapeOf(JsonNode shape, String part) {
    return shape.path(part).path("shape").asText();
  }

  /** What of an answer the API lets through. */
  JsonNode cut(String operation, JsonNode answer) {
    return cut(answer, operations.path(operation).path("output").path("shape").asText());
  }

  private JsonNode cut(JsonNode value, String name) {
    JsonNode shape = shapes.path(name);
    switch (shape.path("type").asText()) {
      case "structure" -> {
        ObjectNode kept = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> member : shape.path("members").properties()) {
          if (value.hasNonNull(member.getKey())) {
            JsonNode part = value.get(member.getKey());
            kept.set(member.getKey(), cut(part, member.getValue().path("shape").asText()));
          }
        }
        return kept;
      }
      case "list" -> {
        ArrayNode kept = JsonNodeFactory.instance.arrayNode();
        value.forEach(item -> kept.add(cut(item, shapeOf(shape, "member"))));
        return kept;
      }
      default -> {
        return value;
      }
    }
  }
}
