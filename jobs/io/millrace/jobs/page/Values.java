package io.millrace.jobs.page;

import static io.millrace.jobs.page.Element.tag;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** Any JSON as a list of names and values: what a page has no picture for is not passed over. */
final class Values {

  private Values() {}

  static Element of(JsonNode value) {
    if (value.isObject()) {
      List<Element> rows = new ArrayList<>();
      value
          .properties()
          .forEach(
              field -> {
                rows.add(tag("dt", field.getKey()));
                rows.add(tag("dd", of(field.getValue())));
              });
      return tag("dl", rows);
    }
    if (value.isArray()) {
      return tag("ul", Report.list(value).stream().map(one -> tag("li", of(one))).toList());
    }
    if (value.isIntegralNumber() && value.canConvertToLong()) {
      return Figures.rows(value.asLong());
    }
    return tag("span", text(value));
  }

  /** In one line. */
  static String text(JsonNode value) {
    return value.isValueNode() ? value.asText() : value.toString();
  }
}
