package io.millrace.jobs.glue;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;

/** Types as Hive spells them, where a field's name may hold all but {@code , : ; < >}. */
final class HiveText {

  private HiveText() {}

  /** The type with the names of fields in backquotes, as Spark's parser wants those it has not. */
  static String quoted(String type) {
    StringBuilder quoted = new StringBuilder();
    // For each bracket that is open, whether fields are in it.
    Deque<Boolean> open = new ArrayDeque<>();
    int word = 0;
    int at = 0;
    while (at < type.length()) {
      char c = type.charAt(at);
      boolean opens = c == '<' || c == '(';
      if (opens) {
        String outer = type.substring(word, at).strip().toLowerCase(Locale.ROOT);
        open.push(c == '<' && outer.equals("struct"));
      } else if ((c == '>' || c == ')') && !open.isEmpty()) {
        open.pop();
      }
      quoted.append(c);
      at++;
      boolean parts = opens || c == ',' || c == ':';
      word = parts ? at : word;
      int colon = type.indexOf(':', at);
      boolean named = (opens || c == ',') && Boolean.TRUE.equals(open.peek());
      if (named && colon > at && type.charAt(at) != '>') {
        quoted.append(name(type.substring(at, colon)));
        at = colon;
      }
    }
    return quoted.toString();
  }

  private static String name(String name) {
    String plain = name.strip();
    boolean already = plain.length() > 1 && plain.startsWith("`") && plain.endsWith("`");
    return already ? plain : "`" + plain.replace("`", "``") + "`";
  }
}
