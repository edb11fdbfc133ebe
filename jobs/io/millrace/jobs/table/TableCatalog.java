package io.millrace.jobs.table;

import io.millrace.transforms.InvalidInputException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** The catalog that a table is in, as a Spark session knows it. */
record TableCatalog(SparkSession spark, TableName table, TableFormat format, TableRole role) {

  private static final String DELTA_CATALOG = "org.apache.spark.sql.delta.catalog.DeltaCatalog";
  private static final String DELTA_EXTENSION = "io.delta.sql.DeltaSparkSessionExtension";

  /** Fails with what is to be set if the table cannot be reached. */
  void check() {
    String key = "spark.sql.catalog." + table.catalog();
    String implementation = spark.conf().get(key, null);
    if (format == TableFormat.DELTA) {
      checkDelta(key, implementation);
    } else if (implementation == null) {
      throw mistake(
          "table: no catalog %1$s is known; set spark { \"sql.catalog.%1$s\" = org.apache.iceberg.spark.SparkCatalog, and beside it sql.catalog.%1$s.type and what that type needs }"
              .formatted(table.catalog()));
    }
    GlueTable glue = new GlueTable(this);
    glue.checkNames();
    List<Row> namespace;
    boolean exists;
    try {
      namespace = spark.sql("DESCRIBE NAMESPACE " + table.namespace()).collectAsList();
      exists = spark.catalog().tableExists(table.sql());
    } catch (Exception | LinkageError e) {
      if (saysNoNamespace(e) && makesNamespaces()) {
        return;
      }
      throw unreachable(key, implementation, e);
    }
    if (!exists) {
      glue.requirePlace(namespace);
    }
  }

  private void checkDelta(String key, String implementation) {
    if (!spark.conf().get("spark.sql.extensions", "").contains(DELTA_EXTENSION)) {
      throw mistake(
          "format: Delta needs spark.sql.extensions = %s, which a running Spark does not take; set it in the environment file, or with --conf where Spark is started"
              .formatted(DELTA_EXTENSION));
    }
    if (implementation == null) {
      throw mistake(
          "table: catalog %s is not one of Delta; set spark { \"%s\" = %s }"
              .formatted(table.catalog(), key.substring("spark.".length()), DELTA_CATALOG));
    }
  }

  private InvalidInputException unreachable(String key, String implementation, Throwable e) {
    if (String.valueOf(e.getMessage()).contains("Cannot find catalog plugin class")) {
      return mistake(
          "table: %s is %s, which is not on the class path; add the jar of that table format, by --packages or MILLRACE_CLASSPATH%s"
              .formatted(key, implementation, onAws(implementation)),
          e);
    }
    if (saysNoNamespace(e)) {
      String namespace = table.namespace().replace("`", "");
      return mistake(
          "table: there is no namespace %s; %s"
              .formatted(namespace, role.absentNamespace(namespace)),
          e);
    }
    return failure("cannot reach", e);
  }

  /** How AWS brings the jar of a format that it has itself. */
  private static String onAws(String implementation) {
    return Stream.of("iceberg", "delta")
        .filter(format -> implementation.contains("." + format + "."))
        .map(
            "; on Glue by --datalake-formats %1$s, on EMR by %1$s.enabled of %1$s-defaults, on EMR Serverless by spark.jars"
                ::formatted)
        .findFirst()
        .orElse("");
  }

  private static boolean saysNoNamespace(Throwable e) {
    String said = Said.by(e);
    return said.contains("SCHEMA_NOT_FOUND") || said.contains("NoSuchNamespace");
  }

  /**
   * Whether a namespace that is written to is made: in Iceberg's catalogs of folders it is a folder
   * and nothing else, while a database of Glue, Hive or a server has a place and rights, which are
   * somebody's to give.
   */
  private boolean makesNamespaces() {
    return role == TableRole.SINK && format == TableFormat.ICEBERG && isOfFolders();
  }

  /** Whether a namespace is a folder in it, and a table too. */
  boolean isOfFolders() {
    String key = "spark.sql.catalog." + table.catalog();
    return spark.conf().get(key + ".type", "").equalsIgnoreCase("hadoop")
        || spark.conf().get(key + ".catalog-impl", "").endsWith(".HadoopCatalog");
  }

  /** What one who writes there should know. Source: Iceberg documentation, "HadoopCatalog". */
  Optional<String> warning() {
    String key = "spark.sql.catalog." + table.catalog();
    String place = spark.conf().get(key + ".warehouse", "");
    boolean risky =
        isOfFolders()
            && place.matches("(?i)s3[an]?:.*")
            && spark.conf().get(key + ".lock-impl", "").isEmpty();
    return risky
        ? Optional.of(
            "let one run at a time write to it: catalog %s commits by a rename, which in %s is a copy, so of two commits at once one may be lost; a catalog of Glue, Hive or a server loses none"
                .formatted(table.catalog(), place))
        : Optional.empty();
  }

  /** Makes the namespace of a table that is about to be made, where that is ours to do. */
  void makeNamespace() {
    if (makesNamespaces()) {
      spark.sql("CREATE NAMESPACE IF NOT EXISTS " + table.namespace());
    }
  }

  /**
   * What is said of a failure.
   *
   * @param doing such as {@code cannot write to}
   */
  InvalidInputException failure(String doing, Throwable e) {
    return mistake(new CatalogFailure(spark, table).sentence(doing, e), e);
  }

  /** Fails if the table, which is there, is of another format. */
  void requireFormat() {
    String provider =
        description().collectAsList().stream()
            .filter(row -> row.getString(0).equals("Provider"))
            .map(row -> row.getString(1).toLowerCase(Locale.ROOT))
            .findFirst()
            .orElse("no format that tells its name");
    if (!provider.equals(format.word())) {
      throw mistake(
          "table: %s is a table of %s, not of %s; set format"
              .formatted(table, provider, format.word()));
    }
  }

  Dataset<Row> description() {
    return spark.sql("DESCRIBE TABLE EXTENDED " + table.sql());
  }

  /** A sentence that begins with the key of the job's source or sink that it is about. */
  InvalidInputException mistake(String sentence) {
    return new InvalidInputException(role.place() + "." + sentence);
  }

  /** The same, with what the platform said. */
  InvalidInputException mistake(String sentence, Throwable cause) {
    return new InvalidInputException(role.place() + "." + sentence, cause);
  }
}
