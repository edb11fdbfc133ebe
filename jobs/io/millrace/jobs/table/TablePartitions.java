package io.millrace.jobs.table;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;

/** How a table that is there is partitioned, as its description tells. */
record TablePartitions(TableCatalog catalog, List<String> parts) {

  private static final Pattern TRANSFORM = Pattern.compile("(\\w+?)s?\\((.*)\\)");

  /** The description has a line per partition: below a heading, or named {@code Part 0}. */
  static TablePartitions of(TableCatalog catalog) {
    Map<String, String> plain = new LinkedHashMap<>();
    List<String> transforms = new ArrayList<>();
    boolean within = false;
    for (Row row : catalog.description().select("col_name", "data_type").collectAsList()) {
      String name = row.getString(0);
      within = name.equals("# Partition Information") || (within && !name.isEmpty());
      if (name.matches("Part \\d+")) {
        transforms.add(row.getString(1));
      } else if (within && !name.startsWith("#")) {
        plain.put(name, name);
      }
    }
    return new TablePartitions(
        catalog, transforms.isEmpty() ? List.copyOf(plain.keySet()) : transforms);
  }

  /**
   * Fails unless each partition is what a job means by it: {@code overwrite-partitions} replaces
   * whole ones, so of a table by months a job by days would lose all other days of the month.
   *
   * @param meant as in {@link NewTable}
   */
  void require(List<String> meant) {
    if (parts.isEmpty()) {
      throw catalog.mistake(
          "mode: %s has no partitions, so overwrite-partitions would replace all its rows; set mode = overwrite, or make the table anew"
              .formatted(catalog.table()));
    }
    if (!words(meant).equals(words(parts))) {
      throw catalog.mistake(
          "partition-by: %s is partitioned by %s, not by %s, and overwrite-partitions would replace all rows of those; give partition-by as the table has it, if that is meant, or make the table anew"
              .formatted(catalog.table(), String.join(", ", parts), String.join(", ", meant)));
    }
  }

  /**
   * Fails if files of a partitioning from before are there: Iceberg replaces none of those, so rows
   * would be there twice.
   */
  static void requireOneSpec(TableCatalog catalog) {
    if (catalog.format() != TableFormat.ICEBERG) {
      return;
    }
    long specs =
        catalog
            .spark()
            .sql("SELECT DISTINCT spec_id FROM %s.data_files".formatted(catalog.table().sql()))
            .count();
    if (specs > 1) {
      throw catalog.mistake(
          "mode: %s has files of a partitioning that it had before, which overwrite-partitions does not replace; rewrite them first, by maintain-table with compact { options { rewrite-all = true } }, or set mode = overwrite"
              .formatted(catalog.table()));
    }
  }

  private static Set<String> words(List<String> parts) {
    return parts.stream().map(TablePartitions::word).collect(Collectors.toCollection(TreeSet::new));
  }

  /**
   * {@code days(at)} and {@code day(`at`)} are the same, as are a bucket's arguments in any order.
   */
  private static String word(String part) {
    String text = part.replace("`", "").replace(" ", "").toLowerCase(Locale.ROOT);
    Matcher matcher = TRANSFORM.matcher(text);
    if (!matcher.matches()) {
      return text;
    }
    String arguments =
        Pattern.compile(",")
            .splitAsStream(matcher.group(2))
            .sorted()
            .collect(Collectors.joining(","));
    return matcher.group(1).equals("identity") ? arguments : matcher.group(1) + " " + arguments;
  }
}
