package io.millrace.jobs.page;

import static io.millrace.jobs.page.Element.tag;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a step did to the columns.
 *
 * @param added with their types
 * @param removed with their types
 * @param changed with both types
 */
record ColumnChange(
    Map<String, String> added, Map<String, String> removed, Map<String, String> changed) {

  private static final int MOST = 6;

  static ColumnChange between(JsonNode before, JsonNode after) {
    Map<String, String> was = FlowPicture.columns(before);
    Map<String, String> now = FlowPicture.columns(after);
    Map<String, String> added = new LinkedHashMap<>(now);
    added.keySet().removeAll(was.keySet());
    Map<String, String> removed = new LinkedHashMap<>(was);
    removed.keySet().removeAll(now.keySet());
    Map<String, String> changed = new LinkedHashMap<>();
    now.forEach(
        (name, type) -> {
          if (was.containsKey(name) && !was.get(name).equals(type)) {
            changed.put(name, was.get(name) + " \u2192 " + type);
          }
        });
    return new ColumnChange(added, removed, changed);
  }

  boolean isNone() {
    return added.isEmpty() && removed.isEmpty() && changed.isEmpty();
  }

  /** The names, and only the first of many. */
  Optional<Element> brief() {
    List<Element> said = new ArrayList<>();
    names("+", added).ifPresent(said::add);
    names("\u2212", removed).ifPresent(said::add);
    names("~", changed).ifPresent(said::add);
    return said.isEmpty() ? Optional.empty() : Optional.of(tag("div", said).as("what"));
  }

  private static Optional<Element> names(String sign, Map<String, String> columns) {
    if (columns.isEmpty()) {
      return Optional.empty();
    }
    List<Object> said = new ArrayList<>();
    said.add(tag("span", sign).as("sign"));
    columns.keySet().stream()
        .limit(MOST)
        .forEach(
            name -> {
              said.add(said.size() == 1 ? " " : ", ");
              said.add(tag("code", name));
            });
    if (columns.size() > MOST) {
      said.add(" and " + (columns.size() - MOST) + " more");
    }
    return Optional.of(tag("div", said));
  }

  /** All of them with their types. */
  List<Element> full() {
    List<Element> all = new ArrayList<>();
    added.forEach((name, type) -> all.add(line("+", name, type)));
    removed.forEach((name, type) -> all.add(line("\u2212", name, type)));
    changed.forEach((name, type) -> all.add(line("~", name, type)));
    return all;
  }

  private static Element line(String sign, String name, String type) {
    return tag("li", tag("span", sign).as("sign"), " ", tag("code", name), " " + type);
  }
}
