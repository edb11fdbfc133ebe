package io.millrace.jobs.table;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** {@code catalog.namespace.name}; a part with dots or blanks stands in backticks. */
public record TableName(List<String> parts) {

  /** What Spark calls the catalog that every session has. */
  public static final String SESSION_CATALOG = "spark_catalog";

  private static final Pattern PART = Pattern.compile("`((?:[^`]|``)+)`|([^.`\\s]+)");

  public TableName {
    parts = List.copyOf(parts);
  }

  /**
   * The parts of {@code text}.
   *
   * @param key of a job file, for the message
   */
  public static TableName parse(String text, String key) {
    return new TableName(parts(text, key, 3));
  }

  /** The same, where {@code namespace.name} alone is a table of Spark's session catalog. */
  public static TableName parseOfAnyCatalog(String text, String key) {
    List<String> parts = parts(text, key, 2);
    if (parts.size() == 2) {
      parts.add(0, SESSION_CATALOG);
    }
    return new TableName(parts);
  }

  private static List<String> parts(String text, String key, int least) {
    List<String> parts = new ArrayList<>();
    Matcher part = PART.matcher(text);
    int at = 0;
    while (part.find(at) && part.start() == at) {
      parts.add(part.group(1) == null ? part.group(2) : part.group(1).replace("``", "`"));
      at = part.end();
      if (at == text.length()) {
        break;
      }
      if (text.charAt(at) != '.') {
        break;
      }
      at++;
    }
    if (at != text.length() || text.endsWith(".") || parts.size() < least) {
      throw new IllegalArgumentException(
          "%s must be catalog.namespace.name, such as lake.shop.orders, was '%s'"
              .formatted(key, text));
    }
    return parts;
  }

  /** The first part. */
  public String catalog() {
    return parts.get(0);
  }

  /** A table of this name with something behind it. */
  public TableName with(String suffix) {
    List<String> all = new ArrayList<>(parts);
    all.set(all.size() - 1, all.get(all.size() - 1) + suffix);
    return new TableName(all);
  }

  /** All but the last part, for SQL. */
  public String namespace() {
    return sql(parts.subList(0, parts.size() - 1));
  }

  /** All but the catalog, for SQL. */
  String within() {
    return sql(parts.subList(1, parts.size()));
  }

  /** The last part. */
  public String name() {
    return parts.get(parts.size() - 1);
  }

  /** For SQL. */
  public String sql() {
    return sql(parts);
  }

  private static String sql(List<String> parts) {
    return parts.stream().map(TableName::quoted).collect(Collectors.joining("."));
  }

  /** A name as SQL spells it, whatever is in it. */
  public static String quoted(String name) {
    return "`" + name.replace("`", "``") + "`";
  }

  @Override
  public String toString() {
    return String.join(".", parts);
  }
}
