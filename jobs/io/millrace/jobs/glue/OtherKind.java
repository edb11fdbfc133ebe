package io.millrace.jobs.glue;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.glue.model.Table;

/** What else a table may be than one of files. */
final class OtherKind {

  private OtherKind() {}

  /** In words; empty for a table of files. */
  static Optional<String> of(Table table) {
    Map<String, String> told = table.parameters();
    String format = told.getOrDefault("table_type", "").toLowerCase(Locale.ROOT);
    if (List.of("iceberg", "delta", "hudi").contains(format)) {
      return Optional.of("a table of " + format);
    }
    String provider = told.getOrDefault("spark.sql.sources.provider", "");
    if (!provider.isEmpty()) {
      return Optional.of(
          "a table that Spark made USING %s, whose columns it keeps itself".formatted(provider));
    }
    if (table.targetTable() != null) {
      return Optional.of("a link to another table");
    }
    if (String.valueOf(table.tableType()).contains("VIEW")) {
      return Optional.of("a view");
    }
    boolean files =
        table.storageDescriptor() != null && table.storageDescriptor().location() != null;
    return files ? Optional.empty() : Optional.of("a table without a location");
  }
}
