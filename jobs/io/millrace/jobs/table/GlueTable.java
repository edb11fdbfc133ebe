package io.millrace.jobs.table;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.apache.spark.sql.Row;

/** What Iceberg's catalog of the AWS Glue Data Catalog wants of a table, told before it is made. */
record GlueTable(TableCatalog catalog) {

  /** As Iceberg holds names to what Athena reads; {@code glue.skip-name-validation} lets others. */
  private static final Pattern NAME = Pattern.compile("[a-z0-9_]{1,252}");

  private String setting(String key) {
    return settings().get(key);
  }

  private CatalogSettings settings() {
    return new CatalogSettings(catalog.spark(), catalog.table().catalog());
  }

  /** Whether the table is of such a catalog. */
  boolean is() {
    return settings().isOfGlue();
  }

  /** Fails if the database or the table has a name that Glue does not take. */
  void checkNames() {
    TableName table = catalog.table();
    if (!is() || Boolean.parseBoolean(setting("glue.skip-name-validation"))) {
      return;
    }
    List<String> names = table.parts().subList(1, table.parts().size());
    if (names.size() == 2 && names.stream().allMatch(name -> NAME.matcher(name).matches())) {
      return;
    }
    TableName lower =
        new TableName(
            table.parts().stream()
                .map(part -> names.contains(part) ? accepted(part) : part)
                .toList());
    throw catalog.mistake(
        "table: Glue takes a database and a table whose names have lower-case letters, digits and underscores only, such as %s, not %s"
            .formatted(
                lower.equals(table) ? table.catalog() + ".shop.orders" : lower.toString(), table));
  }

  private static String accepted(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_]", "_");
  }

  /**
   * Fails if nobody says where the files of a new table go.
   *
   * @param database what the catalog tells of it
   */
  void requirePlace(List<Row> database) {
    TableName table = catalog.table();
    boolean hasPlace =
        database.stream()
            .anyMatch(row -> row.getString(0).equals("Location") && !row.getString(1).isBlank());
    if (is() && setting("warehouse").isBlank() && !hasPlace) {
      throw catalog.mistake(
          "table: %s would be made, but its database has no location; set spark { \"sql.catalog.%s.warehouse\" = \"s3://bucket/folder\" }"
              .formatted(table, table.catalog()));
    }
  }
}
