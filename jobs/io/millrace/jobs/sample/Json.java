package io.millrace.jobs.sample;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;

/** JSON text of maps, lists, numbers and texts, in the same bytes whatever library there is. */
final class Json {

  private final StringBuilder text = new StringBuilder();
  private final boolean pretty;

  private Json(boolean pretty) {
    this.pretty = pretty;
  }

  /** An object of keys and values in turn; a key whose value is null is left out. */
  static Map<String, Object> object(Object... keysAndValues) {
    Map<String, Object> object = new LinkedHashMap<>();
    for (Iterator<Object> it = Arrays.asList(keysAndValues).iterator(); it.hasNext(); ) {
      String key = (String) it.next();
      Object value = it.next();
      if (value != null) {
        object.put(key, value);
      }
    }
    return object;
  }

  /** On one line, without blanks between. */
  static String line(Object value) {
    Json json = new Json(false);
    json.add(value, "");
    return json.text.toString();
  }

  /** On many lines, two blanks a level; the last line is not ended. */
  static Block pretty(Object value, int rows) {
    Json json = new Json(true);
    json.add(value, "\n");
    return block(json.text, rows);
  }

  static Block block(CharSequence text, int rows) {
    byte[] bytes = text.toString().getBytes(UTF_8);
    return new Block(new Text(bytes.length).add(bytes), rows);
  }

  private void add(Object value, String indent) {
    if (value instanceof Map<?, ?> object) {
      container('{', object.entrySet().iterator(), '}', indent);
    } else if (value instanceof List<?> list) {
      container('[', list.iterator(), ']', indent);
    } else if (value instanceof Entry<?, ?> field) {
      add(field.getKey(), indent);
      text.append(pretty ? ": " : ":");
      add(field.getValue(), indent);
    } else if (value instanceof Number) {
      text.append(value);
    } else {
      quoted(value.toString());
    }
  }

  private void container(char open, Iterator<?> content, char close, String indent) {
    text.append(open);
    boolean empty = !content.hasNext();
    while (content.hasNext()) {
      String inner = pretty ? indent + "  " : "";
      text.append(inner);
      add(content.next(), inner);
      text.append(content.hasNext() ? "," : "");
    }
    text.append(pretty && !empty ? indent : "").append(close);
  }

  private void quoted(String value) {
    text.append('"');
    for (char c : value.toCharArray()) {
      switch (c) {
        case '"' -> text.append("\\\"");
        case '\\' -> text.append("\\\\");
        case '\n' -> text.append("\\n");
        default -> text.append(c);
      }
    }
    text.append('"');
  }
}
