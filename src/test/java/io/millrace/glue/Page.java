package io.millrace.glue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** A list that is answered piece by piece. */
final class Page {

  private static final String TOKEN = "after-";

  private Page() {}

  /** The piece that the request asks for; no greater than {@code most}. */
  static ObjectNode of(String field, List<ObjectNode> all, JsonNode request, int most) {
    int from = from(request.path("NextToken").asText(""));
    int size = Math.min(request.path("MaxResults").asInt(most), most);
    int to = Math.min(from + size, all.size());
    ObjectNode page = JsonNodeFactory.instance.objectNode();
    ArrayNode items = page.putArray(field);
    if (from < to) {
      items.addAll(all.subList(from, to));
    }
    if (to < all.size()) {
      page.put("NextToken", TOKEN + to);
    }
    return page;
  }

  private static int from(String token) {
    if (token.isEmpty()) {
      return 0;
    }
    if (!token.matches(TOKEN + "\\d{1,9}")) {
      throw ServiceException.invalid("Invalid NextToken");
    }
    return Integer.parseInt(token.substring(TOKEN.length()));
  }
}
