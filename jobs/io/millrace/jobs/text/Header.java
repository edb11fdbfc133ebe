package io.millrace.jobs.text;

import io.millrace.transforms.ClosestName;
import io.millrace.transforms.InvalidInputException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** The names in a file's first record, and which field each column of the schema is. */
final class Header {

  private static final String OTHER_DELIMITERS = ",;|\t";

  private final String file;
  private final Dialect dialect;
  private final List<String> columns;
  private final List<String> names;
  private final byte[] line;
  private final long position;

  /** The header of the record that {@code records} stand on. */
  Header(String file, Dialect dialect, List<String> columns, Records records) {
    this.file = file;
    this.dialect = dialect;
    this.columns = columns;
    this.line = Arrays.copyOfRange(records.bytes(), records.start(), records.end());
    this.position = records.position();
    this.names = read();
  }

  /** The names as they stand. */
  List<String> names() {
    return names;
  }

  private List<String> read() {
    int length = line.length;
    if (!Utf8.isValid(line, 0, length)) {
      throw fail("its header is not valid " + dialect.encoding() + "; set encoding");
    }
    byte[] padded = Arrays.copyOf(line, length + Words.PAD);
    FieldSplitter fields = new FieldSplitter(dialect, length + 1);
    int count = fields.split(padded, 0, length);
    if (fields.problem() != null) {
      throw fail("in its header, " + fields.problem());
    }
    Unescape unescape = new Unescape(dialect);
    return IntStream.range(0, count)
        .mapToObj(
            i ->
                fields.kind[i] == FieldSplitter.ESCAPED
                    ? unescape.value(padded, fields.from[i], fields.to[i])
                    : Arrays.copyOfRange(padded, fields.from[i], fields.to[i]))
        .map(name -> new String(name, StandardCharsets.UTF_8).strip())
        .toList();
  }

  /** Whether each of the names is that of another column of the schema. */
  boolean isOfColumns() {
    Set<String> left = new HashSet<>();
    columns.forEach(column -> left.add(column.toLowerCase(Locale.ROOT)));
    return names.stream().allMatch(name -> left.remove(name.toLowerCase(Locale.ROOT)));
  }

  /** The names as they are, each of them once and none empty. */
  List<String> distinctNames() {
    Set<String> seen = new LinkedHashSet<>();
    for (String name : names) {
      if (name.isEmpty() || !seen.add(name.toLowerCase(Locale.ROOT))) {
        throw fail(
            "its header "
                + (name.isEmpty() ? "has a column without a name" : "names '" + name + "' twice")
                + "; give a schema, or mend the header");
      }
    }
    return names;
  }

  /** Where the header stands in its file. */
  long position() {
    return position;
  }

  int size() {
    return names.size();
  }

  /** Whether {@code [from, to)} is the header's own text. */
  boolean isRepeatedBy(byte[] bytes, int from, int to) {
    return to - from == line.length && Arrays.equals(bytes, from, to, line, 0, line.length);
  }

  /** The field of each column, -1 for an optional one that is not there. */
  int[] fields() {
    Map<String, Integer> places = new TreeMap<>();
    for (int i = 0; i < names.size(); i++) {
      boolean ignored = names.get(i).isEmpty() && dialect.extraColumns() == Dialect.Beyond.IGNORE;
      if (!ignored && places.put(names.get(i).toLowerCase(Locale.ROOT), i) != null) {
        throw fail("its header names '" + names.get(i) + "' twice; rename one of them");
      }
    }
    List<String> missing =
        columns.stream()
            .filter(c -> !places.containsKey(c.toLowerCase(Locale.ROOT)))
            .filter(c -> dialect.optionalColumns().stream().noneMatch(c::equalsIgnoreCase))
            .toList();
    if (!missing.isEmpty()) {
      throw fail(absence(missing));
    }
    Set<String> extra = new LinkedHashSet<>(places.keySet());
    columns.forEach(c -> extra.remove(c.toLowerCase(Locale.ROOT)));
    if (!extra.isEmpty() && dialect.extraColumns() == Dialect.Beyond.FAIL) {
      throw fail(
          "its header has columns that the schema lacks: "
              + String.join(", ", extra)
              + "; add them to the schema or set extra-columns = ignore");
    }
    return columns.stream()
        .mapToInt(c -> places.getOrDefault(c.toLowerCase(Locale.ROOT), -1))
        .toArray();
  }

  private String absence(List<String> missing) {
    String found = "its header [" + String.join(", ", names) + "]";
    if (names.size() == 1 && columns.size() > 1) {
      for (char other : OTHER_DELIMITERS.toCharArray()) {
        if (other != dialect.delimiter() && names.get(0).indexOf(other) >= 0) {
          String shown = other == '\t' ? "\\t" : String.valueOf(other);
          return found + " is one column; is the delimiter '" + shown + "'?";
        }
      }
    }
    if (missing.size() == columns.size() && names.size() == columns.size()) {
      return "the first line looks like data, none of its "
          + names.size()
          + " fields is a column of the schema; set header = false if so";
    }
    StringBuilder lacks = new StringBuilder(found).append(" lacks ");
    for (int i = 0; i < missing.size(); i++) {
      String name = missing.get(i);
      lacks.append(i == 0 ? "'" : ", '").append(name).append("'");
      lacks.append(ClosestName.suggestion(name, names));
    }
    return lacks.append("; correct the schema or the file").toString();
  }

  private InvalidInputException fail(String problem) {
    return new InvalidInputException("cannot read " + file + ": " + problem);
  }
}
