package io.millrace.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** Names of members as an API in camelCase has them, where CloudFormation has PascalCase. */
final class Members {

  private Members() {}

  static JsonNode camelCase(JsonNode node) {
    if (node.isArray()) {
      ArrayNode list = JsonNodeFactory.instance.arrayNode();
      node.forEach(item -> list.add(camelCase(item)));
      return list;
    }
    if (!node.isObject()) {
      return node;
    }
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      String name = entry.getKey();
      object.set(
          Character.toLowerCase(name.charAt(0)) + name.substring(1), camelCase(entry.getValue()));
    }
    return object;
  }
}
