package io.millrace.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Payload templates of the Amazon States Language: keys that end in {@code .$} hold a path or a
 * call of an intrinsic function.
 *
 * @param input what {@code $} is
 * @param context what {@code $$} is
 * @see <a href="https://states-language.net/spec.html#payload-template">The specification</a>
 */
record PayloadTemplate(JsonNode input, JsonNode context) {

  JsonNode filled(JsonNode template) {
    if (template.isArray()) {
      ArrayNode list = JsonNodeFactory.instance.arrayNode();
      template.forEach(item -> list.add(filled(item)));
      return list;
    }
    if (!template.isObject()) {
      return template;
    }
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    for (Map.Entry<String, JsonNode> entry : template.properties()) {
      String key = entry.getKey();
      if (key.endsWith(".$")) {
        JsonNode value = new Call(entry.getValue().textValue()).value();
        object.set(key.substring(0, key.length() - 2), value);
      } else {
        object.set(key, filled(entry.getValue()));
      }
    }
    return object;
  }

  /** What a path leads to. */
  JsonNode at(String path) {
    JsonNode at = find(path);
    if (at.isMissingNode()) {
      throw new TaskFailure("States.ParameterPathFailure", path + " leads nowhere in " + input);
    }
    return at;
  }

  /** What a path leads to, or a missing node. */
  JsonNode find(String path) {
    if (!path.matches("\\$\\$?(\\[\\*])?(\\.[A-Za-z][A-Za-z0-9]*)*")) {
      throw new TaskFailure("States.Runtime", "no path: " + path);
    }
    JsonNode at = path.startsWith("$$") ? context : input;
    if (path.contains("[*]")) {
      return each(at, "$" + path.substring(path.indexOf(']') + 1));
    }
    for (String name : path.replaceFirst("^\\$\\$?\\.?", "").split("\\.", -1)) {
      at = name.isEmpty() ? at : at.path(name);
    }
    return at;
  }

  /** What a path leads to in each item, where it leads anywhere. */
  private JsonNode each(JsonNode list, String path) {
    ArrayNode found = JsonNodeFactory.instance.arrayNode();
    for (JsonNode item : list) {
      JsonNode at = new PayloadTemplate(item, context).find(path);
      if (!at.isMissingNode()) {
        found.add(at);
      }
    }
    return found;
  }

  /** The text that a path or a call of an intrinsic function stands for. */
  String text(String expression) {
    return new Call(expression).value().asText();
  }

  /** One expression, read from left to right. */
  private final class Call {

    private final String text;
    private int at;

    Call(String text) {
      this.text = text;
    }

    JsonNode value() {
      JsonNode value = argument();
      if (at != text.length()) {
        throw new TaskFailure("States.IntrinsicFailure", "cannot read " + text.substring(at));
      }
      return value;
    }

    private JsonNode argument() {
      if (text.startsWith("States.", at)) {
        int open = text.indexOf('(', at);
        String name = text.substring(at, open);
        at = open + 1;
        return call(name, arguments());
      }
      if (text.charAt(at) == '\'') {
        int end = text.indexOf('\'', at + 1);
        String literal = text.substring(at + 1, end);
        at = end + 1;
        return TextNode.valueOf(literal);
      }
      int begin = at;
      while (at < text.length() && ",)".indexOf(text.charAt(at)) < 0) {
        at++;
      }
      String token = text.substring(begin, at).strip();
      return token.startsWith("$") ? at(token) : IntNode.valueOf(Integer.parseInt(token));
    }

    private List<JsonNode> arguments() {
      List<JsonNode> all = new ArrayList<>();
      while (text.charAt(at) != ')') {
        all.add(argument());
        if (text.charAt(at) == ',') {
          at++;
          while (text.charAt(at) == ' ') {
            at++;
          }
        }
      }
      at++;
      return all;
    }

    private JsonNode call(String name, List<JsonNode> arguments) {
      switch (name) {
        case "States.Array" -> {
          return JsonNodeFactory.instance.arrayNode().addAll(arguments);
        }
        case "States.Format" -> {
          String filled = arguments.get(0).textValue();
          for (JsonNode argument : arguments.subList(1, arguments.size())) {
            int hole = filled.indexOf("{}");
            filled = filled.substring(0, hole) + argument.asText() + filled.substring(hole + 2);
          }
          return TextNode.valueOf(filled);
        }
        case "States.ArrayContains" -> {
          List<JsonNode> items = new ArrayList<>();
          arguments.get(0).forEach(items::add);
          return BooleanNode.valueOf(items.contains(arguments.get(1)));
        }
        case "States.JsonToString" -> {
          return TextNode.valueOf(arguments.get(0).toString());
        }
        default -> throw new TaskFailure("States.IntrinsicFailure", "no function " + name);
      }
    }
  }
}
