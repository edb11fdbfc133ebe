package io.millrace.jobs.page;

import java.util.LinkedHashMap;
import java.util.Map;

/** Columns as a report holds them: {@code id INT,`a b` STRUCT<x: INT, y: STRING>}. */
final class Ddl {

  private Ddl() {}

  /** The types by name, in order. */
  static Map<String, String> columns(String ddl) {
    Map<String, String> all = new LinkedHashMap<>();
    int depth = 0;
    boolean quoted = false;
    int begin = 0;
    for (int i = 0; i <= ddl.length(); i++) {
      char at = i == ddl.length() ? ',' : ddl.charAt(i);
      if (at == '`') {
        quoted = !quoted;
      } else if (!quoted && (at == '<' || at == '(')) {
        depth++;
      } else if (!quoted && (at == '>' || at == ')')) {
        depth--;
      } else if (i == ddl.length() || (at == ',' && !quoted && depth == 0)) {
        column(ddl.substring(begin, i).strip(), all);
        begin = i + 1;
      }
    }
    return all;
  }

  private static void column(String text, Map<String, String> all) {
    if (text.isEmpty()) {
      return;
    }
    int end = text.indexOf(' ');
    String name = end < 0 ? text : text.substring(0, end);
    if (text.startsWith("`")) {
      end = 1;
      while (end < text.length() && (text.charAt(end) != '`' || text.startsWith("``", end))) {
        end += text.startsWith("``", end) ? 2 : 1;
      }
      name = text.substring(1, Math.min(end, text.length())).replace("``", "`");
      end = Math.min(end + 1, text.length());
    }
    all.put(name, end < 0 ? "" : text.substring(end).strip());
  }
}
