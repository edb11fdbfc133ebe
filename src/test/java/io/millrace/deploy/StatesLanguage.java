package io.millrace.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What is wrong with a definition of the Amazon States Language, of the state types that {@code
 * conf/deploy} uses: fields that a type does not have, targets that are not there, states that
 * nothing leads to.
 *
 * @see <a href="https://states-language.net/spec.html">The specification</a>
 */
final class StatesLanguage {

  private static final Set<String> FLOW = Set.of("Type", "Comment", "Next", "End", "ResultPath");
  private static final Set<String> WORK = Set.of("ResultSelector", "Retry", "Catch");
  private static final Map<String, Set<String>> FIELDS =
      Map.of(
          "Task", Set.of("Resource", "Parameters", "TimeoutSeconds"),
          "Parallel", Set.of("Branches"),
          "Map", Set.of("ItemsPath", "ItemSelector", "ItemProcessor", "MaxConcurrency"),
          "Pass", Set.of("Parameters"),
          "Choice", Set.of("Choices", "Default"),
          "Succeed", Set.of(),
          "Fail", Set.of("Error", "ErrorPath", "Cause", "CausePath"));
  private static final Set<String> RETRY =
      Set.of("ErrorEquals", "IntervalSeconds", "BackoffRate", "MaxAttempts", "JitterStrategy");
  private static final Set<String> CATCH = Set.of("ErrorEquals", "ResultPath", "Next");

  private final List<String> problems = new ArrayList<>();
  private final Set<String> names = new HashSet<>();
  private final Set<String> made = new HashSet<>();

  static List<String> problems(JsonNode definition) {
    StatesLanguage check = new StatesLanguage();
    check.fields(
        "the definition", definition, Set.of("Comment", "StartAt", "TimeoutSeconds", "States"));
    check.machine("", definition);
    return check.problems;
  }

  private void fields(String what, JsonNode node, Set<String> known) {
    node.fieldNames()
        .forEachRemaining(
            name -> {
              if (!known.contains(name)) {
                problems.add(what + " has no field " + name);
              }
            });
  }

  private void machine(String path, JsonNode machine) {
    JsonNode states = machine.path("States");
    states.properties().forEach(state -> declare(state.getKey(), state.getValue()));
    Set<String> reached = new HashSet<>();
    List<String> open = new ArrayList<>(List.of(machine.path("StartAt").asText()));
    while (!open.isEmpty()) {
      String name = open.remove(0);
      if (!states.has(name)) {
        problems.add("there is no state " + path + name);
      } else if (reached.add(name)) {
        open.addAll(state(path + name, states.get(name)));
      }
    }
    Set<String> unreached = new TreeSet<>();
    states.fieldNames().forEachRemaining(unreached::add);
    unreached.removeAll(reached);
    unreached.forEach(name -> problems.add("nothing leads to " + path + name));
  }

  /** Names are of one state in the whole definition, and some make what later ones look at. */
  private void declare(String name, JsonNode state) {
    if (!names.add(name)) {
      problems.add("two states are called " + name);
    }
    for (String field : TemplateCase.names(state.path("ResultSelector"))) {
      made.add(state.path("ResultPath").asText() + "." + field.replace(".$", ""));
    }
  }

  /** Checks one, and says where it leads. */
  private List<String> state(String name, JsonNode state) {
    String type = state.path("Type").asText();
    if (!FIELDS.containsKey(type)) {
      problems.add(name + " has no known type: " + type);
      return List.of();
    }
    boolean works = Set.of("Task", "Parallel", "Map").contains(type);
    Set<String> known = new HashSet<>(FIELDS.get(type));
    boolean goesOn = works || type.equals("Pass");
    known.addAll(goesOn ? FLOW : Set.of("Type", "Comment"));
    known.addAll(works ? WORK : Set.of());
    fields(name, state, known);
    List<String> next = new ArrayList<>();
    if (goesOn) {
      if (state.has("Next") == state.has("End")) {
        problems.add(name + " needs one of Next and End");
      }
      texts(state, "Next", next);
    }
    rules(name, state, next);
    if (type.equals("Choice")) {
      choices(name, state, next);
    }
    state.path("Branches").forEach(branch -> machine(name + "/", branch));
    if (type.equals("Map")) {
      machine(name + "/", state.path("ItemProcessor"));
    }
    if (type.equals("Task") && !state.path("Resource").asText().startsWith("arn:aws:states:::")) {
      problems.add(name + " has no resource of Step Functions");
    }
    return next;
  }

  private void rules(String name, JsonNode state, List<String> next) {
    for (JsonNode rule : state.path("Retry")) {
      fields(name + ".Retry", rule, RETRY);
      errors(name, rule);
      if (rule.path("BackoffRate").asDouble(1) < 1 || rule.path("IntervalSeconds").asInt(1) < 1) {
        problems.add(name + " retries without a pause");
      }
    }
    for (JsonNode rule : state.path("Catch")) {
      fields(name + ".Catch", rule, CATCH);
      errors(name, rule);
      texts(rule, "Next", next);
    }
  }

  private void errors(String name, JsonNode rule) {
    JsonNode errors = rule.path("ErrorEquals");
    if (errors.isEmpty()) {
      problems.add(name + " has a rule without errors");
    }
    for (JsonNode error : errors) {
      if (!error
          .asText()
          .matches("States\\.(ALL|TaskFailed|Timeout)|[A-Za-z]+\\.[A-Za-z]+Exception")) {
        problems.add(name + " names no error: " + error);
      }
      if (error.asText().equals("States.ALL") && errors.size() > 1) {
        problems.add(name + " has States.ALL beside others");
      }
    }
  }

  private void choices(String name, JsonNode state, List<String> next) {
    for (JsonNode choice : state.path("Choices")) {
      condition(
          name + ".Choices", ((ObjectNode) choice.deepCopy()).without("Next"), new HashSet<>());
      texts(choice, "Next", next);
    }
    if (!state.has("Default")) {
      problems.add(name + " has no Default");
    }
    texts(state, "Default", next);
  }

  /**
   * A path that leads nowhere ends an execution, whatever the Default; what a state made is there.
   *
   * @param present the paths that were looked at before
   */
  private void condition(String name, JsonNode rule, Set<String> present) {
    if (rule.has("And")) {
      fields(name, rule, Set.of("And"));
      rule.get("And").forEach(each -> condition(name + ".And", each, present));
      return;
    }
    fields(name, rule, Set.of("Variable", "IsPresent", "BooleanEquals"));
    String variable = rule.path("Variable").asText();
    if (rule.path("IsPresent").asBoolean()) {
      present.add(variable);
    } else if (!present.contains(variable) && !made.contains(variable)) {
      problems.add(name + " does not ask whether there is a " + variable);
    }
  }

  private static void texts(JsonNode node, String field, List<String> all) {
    if (node.has(field)) {
      all.add(node.get(field).asText());
    }
  }
}
