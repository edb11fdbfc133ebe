package io.millrace.replica;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Texts and nulls as one line, and back. */
final class Fields {

  private static final String NULL = "\\N";

  private Fields() {}

  static String line(List<String> fields) {
    return fields.stream().map(Fields::escaped).collect(Collectors.joining("\t"));
  }

  static String line(String kind, List<String> fields) {
    return kind + "\t" + line(fields);
  }

  static List<String> fields(String line) {
    List<String> fields = new ArrayList<>();
    int start = 0;
    for (int tab = line.indexOf('\t'); tab >= 0; tab = line.indexOf('\t', start)) {
      fields.add(plain(line.substring(start, tab)));
      start = tab + 1;
    }
    fields.add(plain(line.substring(start)));
    return fields;
  }

  private static String escaped(String field) {
    return field == null
        ? NULL
        : field
            .replace("\\", "\\\\")
            .replace("\t", "\\t")
            .replace("\n", "\\n")
            .replace("\r", "\\r");
  }

  private static String plain(String field) {
    if (field.equals(NULL)) {
      return null;
    }
    StringBuilder plain = new StringBuilder(field.length());
    for (int i = 0; i < field.length(); i++) {
      char next = field.charAt(i);
      plain.append(next == '\\' ? unescaped(field.charAt(++i)) : next);
    }
    return plain.toString();
  }

  private static char unescaped(char letter) {
    return switch (letter) {
      case 't' -> '\t';
      case 'n' -> '\n';
      case 'r' -> '\r';
      default -> letter;
    };
  }

  /** A list that may hold nulls and cannot be changed. */
  static List<String> list(String... fields) {
    return Arrays.asList(fields);
  }
}
