package io.millrace.transforms;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The way to a field in nested structs: {@code address.geo.lat}; back-ticks quote a real dot. */
record ColumnPath(List<String> parts) {

  /** The path that a user wrote; {@code key} is where. */
  static ColumnPath parse(String text, String key) {
    List<String> parts = new ArrayList<>();
    StringBuilder part = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < text.length(); i++) {
      char letter = text.charAt(i);
      if (letter == '`') {
        boolean doubled = quoted && i + 1 < text.length() && text.charAt(i + 1) == '`';
        if (doubled) {
          part.append(letter);
          i++;
        } else {
          quoted = !quoted;
        }
      } else if (letter == '.' && !quoted) {
        parts.add(part.toString());
        part.setLength(0);
      } else {
        part.append(letter);
      }
    }
    parts.add(part.toString());
    if (quoted) {
      throw new IllegalArgumentException(key + ": '" + text + "' lacks a closing back-tick");
    }
    if (parts.stream().anyMatch(String::isBlank)) {
      throw new IllegalArgumentException(
          key + ": '" + text + "' has an empty part; write names, with dots only between them");
    }
    return new ColumnPath(List.copyOf(parts));
  }

  /** The path one step further in. */
  ColumnPath to(String part) {
    List<String> longer = new ArrayList<>(parts);
    longer.add(part);
    return new ColumnPath(List.copyOf(longer));
  }

  /** As a SQL expression. */
  String sql() {
    return parts.stream().map(Columns::quoted).collect(Collectors.joining("."));
  }

  /** As a user would write it. */
  @Override
  public String toString() {
    return parts.stream()
        .map(part -> part.matches("[^.`]*") ? part : Columns.quoted(part))
        .collect(Collectors.joining("."));
  }
}
