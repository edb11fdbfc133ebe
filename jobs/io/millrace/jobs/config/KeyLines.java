package io.millrace.jobs.config;

import io.millrace.jobs.config.Reference.EntryKey;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The keys of a record for the reference, those of records inside of it included. */
final class KeyLines {

  /** Deep enough for every file one can read, and an end for records that hold themselves. */
  private static final int DEEPEST = 3;

  private KeyLines() {}

  static void add(Class<?> type, String prefix, List<EntryKey> lines) {
    for (Key key : Key.of(type)) {
      String name = prefix + key.name();
      lines.add(new EntryKey(name, TypeWords.of(key.type()), absent(key)));
      addInner(key.type(), name, lines);
    }
  }

  private static String absent(Key key) {
    if (key.fallback().isPresent()) {
      String text = key.fallback().get();
      return "default " + (text.isBlank() ? "\"" + text + "\"" : text);
    }
    return key.isOptional() ? "optional" : "required";
  }

  private static void addInner(Type type, String name, List<EntryKey> lines) {
    if (type instanceof ParameterizedType generic) {
      Type[] parameters = generic.getActualTypeArguments();
      String suffix =
          Map.<Type, String>of(List.class, "[]", Map.class, ".<name>", Optional.class, "")
              .getOrDefault(generic.getRawType(), "");
      addInner(parameters[parameters.length - 1], name + suffix, lines);
    } else if (type instanceof Class<?> plain
        && plain.isRecord()
        && !Scalars.handles(plain)
        && plain.getRecordComponents().length > 1
        && name.chars().filter(letter -> letter == '.').count() < DEEPEST) {
      add(plain, name + ".", lines);
    }
  }
}
