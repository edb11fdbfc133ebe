package io.millrace.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Runs a definition of the Amazon States Language, as far as those of {@code conf/deploy} go. It
 * waits nowhere, and branches run one after the other.
 *
 * @param services what a task's resource does
 * @param entered the names of states in the order in which they were entered
 * @see <a href="https://states-language.net/spec.html">The specification</a>
 */
public record StateMachine(
    JsonNode definition, Map<String, UnaryOperator<JsonNode>> services, List<String> entered) {

  public static StateMachine read(Path file, Map<String, UnaryOperator<JsonNode>> services)
      throws IOException {
    return new StateMachine(
        new ObjectMapper().readTree(file.toFile()), services, new ArrayList<>());
  }

  /** The output of an execution; a failed one throws {@link TaskFailure}. */
  public JsonNode run(JsonNode input) {
    return run(definition, input, JsonNodeFactory.instance.objectNode());
  }

  private JsonNode run(JsonNode machine, JsonNode input, JsonNode context) {
    String name = machine.path("StartAt").asText();
    JsonNode data = input;
    while (true) {
      entered.add(name);
      JsonNode state = machine.path("States").path(name);
      String type = state.path("Type").asText();
      switch (type) {
        case "Succeed" -> {
          return data;
        }
        case "Fail" -> {
          PayloadTemplate at = new PayloadTemplate(data, context);
          throw new TaskFailure(told(state, "Error", at), told(state, "Cause", at));
        }
        case "Choice" -> name = chosen(state, new PayloadTemplate(data, context));
        default -> {
          Step step = attempted(state, data, context);
          data = step.data();
          if (step.next() == null) {
            return data;
          }
          name = step.next();
        }
      }
    }
  }

  private static String told(JsonNode state, String field, PayloadTemplate data) {
    return state.has(field)
        ? state.path(field).asText()
        : data.text(state.path(field + "Path").asText());
  }

  private record Step(JsonNode data, String next) {}

  private static String chosen(JsonNode state, PayloadTemplate data) {
    for (JsonNode rule : state.path("Choices")) {
      if (holds(rule, data)) {
        return rule.path("Next").asText();
      }
    }
    return state.path("Default").asText();
  }

  /** Of rules that all must hold, those after the first that does not are not looked at. */
  private static boolean holds(JsonNode rule, PayloadTemplate data) {
    for (JsonNode each : rule.path("And")) {
      if (!holds(each, data)) {
        return false;
      }
    }
    if (rule.has("And")) {
      return true;
    }
    String variable = rule.path("Variable").asText();
    JsonNode value = data.find(variable);
    if (rule.has("IsPresent")) {
      return rule.path("IsPresent").asBoolean() != value.isMissingNode();
    }
    if (value.isMissingNode()) {
      throw new TaskFailure("States.Runtime", "no value at " + variable);
    }
    return value.isBoolean() && value.equals(rule.path("BooleanEquals"));
  }

  /** Retries by the first rule that fits, then the first catcher. */
  private Step attempted(JsonNode state, JsonNode data, JsonNode context) {
    int retries = 0;
    while (true) {
      try {
        JsonNode result = result(state, data, context);
        if (state.has("ResultSelector")) {
          result = new PayloadTemplate(result, context).filled(state.get("ResultSelector"));
        }
        return new Step(placed(result, data, state.get("ResultPath")), next(state));
      } catch (TaskFailure failure) {
        int allowed = fitting(state.path("Retry"), failure).path("MaxAttempts").asInt(0);
        if (retries++ < allowed) {
          continue;
        }
        JsonNode catcher = fitting(state.path("Catch"), failure);
        if (catcher.isMissingNode()) {
          throw failure;
        }
        ObjectNode error = JsonNodeFactory.instance.objectNode();
        error.put("Error", failure.error()).put("Cause", failure.getMessage());
        return new Step(
            placed(error, data, catcher.get("ResultPath")), catcher.path("Next").asText());
      }
    }
  }

  private static String next(JsonNode state) {
    return state.path("End").asBoolean() ? null : state.path("Next").asText();
  }

  private static JsonNode fitting(JsonNode rules, TaskFailure failure) {
    if (failure.error().equals("States.Runtime")) {
      return rules.path("none");
    }
    for (JsonNode rule : rules) {
      for (JsonNode error : rule.path("ErrorEquals")) {
        boolean anyTask =
            error.asText().equals("States.TaskFailed") && !failure.error().equals("States.Timeout");
        if (anyTask
            || error.asText().equals("States.ALL")
            || error.asText().equals(failure.error())) {
          return rule;
        }
      }
    }
    return rules.path("none");
  }

  /** Absent: the result is the output; null: the input is; else the result goes into the input. */
  private static JsonNode placed(JsonNode result, JsonNode data, JsonNode path) {
    if (path == null) {
      return result;
    }
    if (path.isNull()) {
      return data;
    }
    ObjectNode with = data.deepCopy();
    with.set(path.asText().substring(2), result);
    return with;
  }

  private JsonNode result(JsonNode state, JsonNode data, JsonNode context) {
    PayloadTemplate payload = new PayloadTemplate(data, context);
    switch (state.path("Type").asText()) {
      case "Task" -> {
        JsonNode parameters = payload.filled(state.path("Parameters"));
        return services.get(state.path("Resource").asText()).apply(parameters);
      }
      case "Pass" -> {
        return payload.filled(state.path("Parameters"));
      }
      case "Parallel" -> {
        ArrayNode results = JsonNodeFactory.instance.arrayNode();
        state.path("Branches").forEach(branch -> results.add(run(branch, data, context)));
        return results;
      }
      case "Map" -> {
        ArrayNode results = JsonNodeFactory.instance.arrayNode();
        for (JsonNode item : payload.at(state.path("ItemsPath").asText())) {
          ObjectNode inside = context.deepCopy();
          inside.putObject("Map").putObject("Item").set("Value", item);
          JsonNode input = new PayloadTemplate(data, inside).filled(state.path("ItemSelector"));
          results.add(run(state.path("ItemProcessor"), input, inside));
        }
        return results;
      }
      default -> throw new IllegalArgumentException("no state of type " + state.path("Type"));
    }
  }
}
