package io.millrace.jobs.io;

import io.millrace.jobs.glue.GlueRegistry;
import io.millrace.jobs.register.ConflictException;
import io.millrace.jobs.register.SessionRegistry;
import io.millrace.jobs.register.TableRegistry;
import io.millrace.jobs.table.CatalogFailure;
import io.millrace.jobs.table.CatalogSettings;
import io.millrace.jobs.table.TableName;
import io.millrace.transforms.InvalidInputException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.spark.sql.SparkSession;

/** Files and a catalog that is to know them. */
record Registration(SparkSession spark, Registering how, TableFiles files) {

  /** As Athena reads names, and as Hive's and Spark's catalogs take them. */
  private static final Pattern NAME = Pattern.compile("[a-z0-9_]{1,255}");

  private static final int ATTEMPTS = 5;

  /** Looks, and tells what there is to do. */
  ActionPlan look() {
    checkName();
    try (TableRegistry registry = open()) {
      return new ActionPlan(prospect(registry).sentences(files), this::act);
    }
  }

  private Prospect prospect(TableRegistry registry) {
    return new Prospecting(how, files, registry, spark.conf().get("spark.sql.session.timeZone"))
        .prospect();
  }

  private void checkName() {
    List<String> names = how.table().parts().subList(1, how.table().parts().size());
    if (names.size() == 2 && names.stream().allMatch(name -> NAME.matcher(name).matches())) {
      return;
    }
    String fitting =
        String.join(".", names).toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_.]", "_");
    throw new InvalidInputException(
        "action.table: a catalog of files takes one database and a table, whose names have lower-case letters, digits and underscores only, such as %s.%s, not %s"
            .formatted(
                how.table().catalog(), names.size() == 2 ? fitting : "shop.orders", how.table()));
  }

  private TableRegistry open() {
    TableName table = how.table();
    CatalogSettings settings = new CatalogSettings(spark, table.catalog());
    if (settings.isOfGlue()) {
      try {
        return GlueRegistry.open(spark, table);
      } catch (LinkageError e) {
        // The class itself links the SDK, which may not be there.
        throw new InvalidInputException(
            "action." + new CatalogFailure(spark, table).sentence("cannot reach", e), e);
      }
    }
    if (table.catalog().equals(TableName.SESSION_CATALOG)) {
      return new SessionRegistry(spark, table);
    }
    throw new InvalidInputException(
        settings.isKnown()
            ? "action.table: catalog %1$s keeps tables of its own format, not files; set sql.catalog.%1$s.type = glue for the AWS Glue Data Catalog, or write database.table for Spark's session catalog"
                .formatted(table.catalog())
            : "action.table: no catalog %1$s is known; set spark { \"sql.catalog.%1$s\" = org.apache.iceberg.spark.SparkCatalog, \"sql.catalog.%1$s.type\" = glue } and what that needs, or write database.table for Spark's session catalog"
                .formatted(table.catalog()));
  }

  private void act(Map<String, Object> done) {
    try (TableRegistry registry = open()) {
      for (int attempt = 1; ; attempt++) {
        Prospect prospect = prospect(registry);
        try {
          act(prospect, registry, done);
          return;
        } catch (ConflictException e) {
          if (attempt == ATTEMPTS) {
            throw new InvalidInputException(
                "action.table: others changed %s each of %s times that this run was about to; run again: %s"
                    .formatted(how.table(), ATTEMPTS, e.getMessage()),
                e);
          }
        }
      }
    }
  }

  private void act(Prospect prospect, TableRegistry registry, Map<String, Object> done) {
    if (prospect.makeDatabase()) {
      registry.createDatabase();
      done.put("database", "made");
    }
    if (prospect.was().isEmpty()) {
      registry.create(prospect.table());
      done.put("table", "made");
    } else if (!prospect.changes().isEmpty()) {
      registry.replace(prospect.table());
      done.put("table", "changed");
      done.put("changes", prospect.changes());
    } else {
      done.putIfAbsent("table", "unchanged");
    }
    int before = registry.add(prospect.table(), prospect.fresh());
    done.put("files", (long) files.files().size());
    done.put("bytes", files.bytes());
    done.put("partitions-added", (long) prospect.fresh().size() - before);
    done.put("partitions", (long) prospect.known().size() + prospect.fresh().size());
    if (!prospect.notes().isEmpty()) {
      done.put("notes", prospect.notes());
    }
  }
}
