package io.millrace.jobs.table;

import io.millrace.transforms.InvalidInputException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * What a table is made with.
 *
 * @param partitionBy columns, or transforms of them such as {@code days(created)}
 * @param sortBy columns that the rows of each file are sorted by, such as {@code created desc}; of
 *     Iceberg, which remembers it for whoever writes
 * @param properties of the table
 */
public record NewTable(
    TableFormat format,
    List<String> partitionBy,
    List<String> sortBy,
    Map<String, String> properties) {

  /** Says that a table was made to be ordered, which takes a second statement. */
  static final String ORDER = "millrace.sort-by";

  private static final Pattern TRANSFORM =
      Pattern.compile(
          "(?i)(?:years?|months?|days?|hours?)\\(\\s*(?<of>[^(),]+?)\\s*\\)"
              + "|(?:bucket|truncate)\\(\\s*\\d+\\s*,\\s*(?<cut>[^(),]+?)\\s*\\)"
              + "|(?<plain>[^(),]+)");

  public NewTable {
    partitionBy = List.copyOf(partitionBy);
    sortBy = List.copyOf(sortBy);
    properties = Map.copyOf(properties);
    sortBy.forEach(SortColumn::parse);
    if (format == TableFormat.DELTA && !sortBy.isEmpty()) {
      throw new IllegalArgumentException(
          "sort-by: a Delta table remembers no order; leave it out, and sort when it is compacted");
    }
    for (String partition : partitionBy) {
      Matcher matcher = transform(partition);
      if (!matcher.matches() || partition.isBlank()) {
        throw new IllegalArgumentException(
            "partition-by: '%s' is neither a column nor one of years, months, days, hours, bucket and truncate of one, such as days(created) or bucket(16, id)"
                .formatted(partition));
      }
      if (format == TableFormat.DELTA && matcher.group("plain") == null) {
        throw new IllegalArgumentException(
            "partition-by: a Delta table is partitioned by columns only, not by '%s'"
                .formatted(partition));
      }
    }
  }

  /** With one more property. */
  NewTable with(String property, String value) {
    Map<String, String> all = new TreeMap<>(properties);
    all.put(property, value);
    return new NewTable(format, partitionBy, sortBy, all);
  }

  private static Matcher transform(String partition) {
    return TRANSFORM.matcher(partition.strip());
  }

  /** Fails if the table cannot have these columns. */
  void check(StructType columns) {
    for (String name : columns.fieldNames()) {
      if (format.reserved().contains(name.toLowerCase(Locale.ROOT))) {
        throw new InvalidInputException(
            "sink.table: Iceberg keeps the column name %s for itself; rename the column before"
                .formatted(name));
      }
    }
    for (String partition : partitionBy) {
      Matcher matcher = transform(partition);
      require("partition-by", matcher.matches() ? column(matcher) : partition, columns);
    }
    for (String sort : sortBy) {
      require("sort-by", SortColumn.parse(sort).column(), columns);
    }
  }

  private static void require(String key, String column, StructType columns) {
    if (Arrays.stream(columns.fieldNames()).noneMatch(column::equalsIgnoreCase)) {
      throw new InvalidInputException(
          "sink.%s: no column %s; the table would have %s"
              .formatted(key, column, String.join(", ", columns.fieldNames())));
    }
  }

  private static String column(Matcher matcher) {
    for (String group : List.of("of", "cut")) {
      if (matcher.group(group) != null) {
        return unquoted(matcher.group(group));
      }
    }
    return unquoted(matcher.group("plain").strip());
  }

  static String unquoted(String name) {
    boolean quoted = name.length() > 2 && name.startsWith("`") && name.endsWith("`");
    return quoted ? name.substring(1, name.length() - 1).replace("``", "`") : name;
  }

  /** Those given, and those that its format wants unless they are. */
  Map<String, String> allProperties() {
    Map<String, String> all = new TreeMap<>(format.properties());
    all.putAll(properties);
    if (!sortBy.isEmpty()) {
      all.put(ORDER, String.join(", ", sortBy));
    }
    return all;
  }

  /** The statement. */
  String sql(TableName name, StructType columns) {
    StringBuilder sql = new StringBuilder("CREATE TABLE " + name.sql() + " (");
    sql.append(
        Arrays.stream(columns.fields())
            .map(
                field ->
                    TableName.quoted(field.name()) + " " + withoutLimits(field.dataType()).sql())
            .collect(Collectors.joining(", ")));
    sql.append(") USING ").append(format.word());
    if (!partitionBy.isEmpty()) {
      sql.append(" PARTITIONED BY (");
      sql.append(partitionBy.stream().map(NewTable::partition).collect(Collectors.joining(", ")));
      sql.append(")");
    }
    Map<String, String> all = allProperties();
    if (!all.isEmpty()) {
      sql.append(" TBLPROPERTIES (");
      List<String> pairs = new ArrayList<>();
      all.forEach((key, value) -> pairs.add(literal(key) + " = " + literal(value)));
      sql.append(String.join(", ", pairs)).append(")");
    }
    return sql.toString();
  }

  /** The statement that has it remember its order, if it has one; it needs Iceberg's extension. */
  Optional<String> orderSql(TableName name) {
    if (sortBy.isEmpty()) {
      return Optional.empty();
    }
    // Rows of a partition come together; a range of all rows would be looked for in one more pass.
    String distribution = partitionBy.isEmpty() ? "" : "DISTRIBUTED BY PARTITION ";
    return Optional.of(
        "ALTER TABLE %s WRITE %sLOCALLY ORDERED BY %s"
            .formatted(
                name.sql(),
                distribution,
                sortBy.stream()
                    .map(sort -> SortColumn.parse(sort).sql())
                    .collect(Collectors.joining(", "))));
  }

  private static String partition(String given) {
    Matcher matcher = transform(given);
    if (!matcher.matches()) {
      throw new IllegalStateException(given);
    }
    String quoted = TableName.quoted(column(matcher));
    if (matcher.group("plain") != null) {
      return quoted;
    }
    boolean cuts = matcher.group("cut") != null;
    String head = given.strip().substring(0, matcher.start(cuts ? "cut" : "of"));
    return head + quoted + ")";
  }

  static String literal(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }

  /** The type with null allowed everywhere: what is not null today may be tomorrow. */
  static DataType withoutLimits(DataType type) {
    if (type instanceof StructType struct) {
      StructType wide = new StructType();
      for (StructField field : struct.fields()) {
        wide = wide.add(field.name(), withoutLimits(field.dataType()), true);
      }
      return wide;
    }
    if (type instanceof ArrayType array) {
      return DataTypes.createArrayType(withoutLimits(array.elementType()), true);
    }
    return type instanceof MapType map
        ? DataTypes.createMapType(
            withoutLimits(map.keyType()), withoutLimits(map.valueType()), true)
        : type;
  }
}
