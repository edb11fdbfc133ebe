package io.millrace.jobs.config;

import io.millrace.transforms.ClosestName;
import io.millrace.transforms.Example;
import io.millrace.transforms.StepName;
import io.millrace.transforms.Summary;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a job file may name, read off the records themselves. */
public final class Reference {

  private final TypeNames names;

  /** The reference of these names. */
  public Reference(TypeNames names) {
    this.names = names;
  }

  /**
   * One step, source, sink or action.
   *
   * @param name as a job file writes it
   * @param summary one line, or empty
   * @param keys its parameters; {@code rules[].column} is a key of each element of a list
   * @param example HOCON that binds, or empty
   */
  public record Entry(String name, String summary, List<EntryKey> keys, String example) {

    /** The entry as a page of text. */
    public String text() {
      StringBuilder text = new StringBuilder(name).append('\n');
      if (!summary.isEmpty()) {
        text.append("  ").append(summary).append('\n');
      }
      int nameWidth = keys.stream().mapToInt(key -> key.name().length()).max().orElse(0);
      int typeWidth = keys.stream().mapToInt(key -> key.type().length()).max().orElse(0);
      text.append(keys.isEmpty() ? "\n  no keys\n" : "\n");
      for (EntryKey key : keys) {
        text.append("  ").append(padded(key.name(), nameWidth)).append("  ");
        text.append(padded(key.type(), typeWidth)).append("  ").append(key.absent()).append('\n');
      }
      if (!example.isEmpty()) {
        text.append("\n  Example:\n").append(example.indent(4));
      }
      return text.toString();
    }
  }

  /**
   * A parameter.
   *
   * @param type in words
   * @param absent what happens without it: {@code required}, {@code optional} or {@code default x}
   */
  public record EntryKey(String name, String type, String absent) {}

  /** The entries of an interface, in the order of the names. */
  public List<Entry> entries(Class<?> kind) {
    return names.types(kind).stream().map(Reference::entry).toList();
  }

  /** Every name with its line, by interface. */
  public String text() {
    int width =
        names.kinds().stream()
            .flatMap(kind -> names.names(kind).stream())
            .mapToInt(String::length)
            .max()
            .orElse(0);
    return names.kinds().stream()
        .map(kind -> section(kind, width))
        .collect(Collectors.joining("\n"));
  }

  /**
   * The page of one name; of every interface that has it.
   *
   * @throws IllegalArgumentException if nothing has that name, with the closest one
   */
  public String text(String name) {
    List<Class<? extends Record>> types =
        names.kinds().stream().flatMap(kind -> names.find(kind, name).stream()).distinct().toList();
    if (types.isEmpty()) {
      List<String> all =
          names.kinds().stream().flatMap(kind -> names.names(kind).stream()).toList();
      throw new IllegalArgumentException(
          "nothing is named '" + name + "'" + ClosestName.suggestion(name, all));
    }
    return types.stream().map(type -> entry(type).text()).collect(Collectors.joining("\n"));
  }

  private String section(Class<?> kind, int width) {
    String lines =
        entries(kind).stream()
            .map(
                entry ->
                    ("  " + padded(entry.name(), width) + "  " + entry.summary()).stripTrailing())
            .collect(Collectors.joining("\n"));
    return KebabCase.inWords(kind) + "s:\n" + lines + "\n";
  }

  private static Entry entry(Class<?> type) {
    String summary =
        Optional.ofNullable(type.getAnnotation(Summary.class)).map(Summary::value).orElse("");
    String example =
        Optional.ofNullable(type.getAnnotation(Example.class)).map(Example::value).orElse("");
    List<EntryKey> keys = new ArrayList<>();
    KeyLines.add(type, "", keys);
    return new Entry(StepName.of(type), summary, List.copyOf(keys), example.strip());
  }

  private static String padded(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.length()));
  }
}
