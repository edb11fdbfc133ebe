package io.millrace.jobs.table;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;

/** What the user is told if a catalog, or the store of its files, does not do what it is asked. */
public record CatalogFailure(SparkSession spark, TableName table) {

  /** Settings that say where something is; none that may hold a secret. */
  private static final List<String> PLACES =
      List.of(
          "type",
          "catalog-impl",
          "uri",
          "io-impl",
          "warehouse",
          "client.region",
          "glue.id",
          "glue.endpoint",
          "s3.endpoint");

  /** What somebody far away answered, or could not be asked. */
  private static final List<String> REMOTE =
      List.of(
          "software.amazon.awssdk.",
          "com.amazonaws.",
          "java.net.",
          "org.apache.hadoop.fs.s3a.",
          "org.apache.iceberg.exceptions.RESTException",
          "org.apache.iceberg.exceptions.BadRequestException",
          "org.apache.iceberg.exceptions.ForbiddenException",
          "org.apache.iceberg.exceptions.ServiceUnavailableException",
          "org.apache.iceberg.exceptions.ServiceFailureException");

  /** In Iceberg's refusals of a commit that another one, of files or of deletions, came before. */
  static final String CONFLICT = "conflicting";

  private static final List<String> CONFLICTS =
      List.of(
          CONFLICT,
          "missing data files",
          "Missing required files to delete",
          "found new delete for replaced data file");

  /** Of Delta: ConcurrentAppendException and its like. */
  private static final List<String> CONFLICT_TYPES =
      List.of("io.delta.exceptions.Concurrent", "io.delta.exceptions.MetadataChanged");

  /** Of Iceberg, for a race that it lost as often as it tries, and for other things. */
  private static final String COMMIT_FAILED = "org.apache.iceberg.exceptions.CommitFailedException";

  private static final List<String> LOST_RACES =
      List.of(
          "stale table metadata",
          "ase metadata location",
          "already exists",
          "equirement failed",
          "oncurrent");

  /** What is said where it is known what to do; {@code %1$s} is the catalog. */
  private static final Map<String, String> REMEDIES =
      Map.of(
          "Unable to load credentials",
          "table: catalog %1$s has no AWS credentials; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY where Spark is started, or spark { \"sql.catalog.%1$s.client.credentials-provider\" = the name of a provider's class }, or run it with a role",
          "Unable to load region",
          "table: catalog %1$s has no AWS region; set spark { \"sql.catalog.%1$s.client.region\" = eu-west-1, or yours }",
          "is not an iceberg table",
          "table: %2$s is in the catalog, but is no Iceberg table; write to another name, or drop it there");

  /** Of a catalog by REST: who asks is not known. */
  private static final String UNKNOWN = "org.apache.iceberg.exceptions.NotAuthorizedException";

  /**
   * One sentence of it, beginning with the key it is about.
   *
   * @param doing such as {@code cannot write to}
   */
  public String sentence(String doing, Throwable failure) {
    Optional<String> missing = missingClass(failure);
    if (missing.isPresent()) {
      return "table: catalog %s needs the AWS SDK for Java 2, of which the class path lacks %s; EMR and Glue bring it, elsewhere add iceberg-aws-bundle of Iceberg's version, by --packages or MILLRACE_CLASSPATH"
          .formatted(table.catalog(), missing.get());
    }
    if (chain(failure).anyMatch(one -> one.getClass().getName().equals(UNKNOWN))) {
      return "table: catalog %1$s does not let in who asks; set spark { \"sql.catalog.%1$s.credential\" = \"id:secret\" }, or .token, to what its owner gives: %2$s"
          .formatted(table.catalog(), Said.by(failure));
    }
    if (isConflict(failure)) {
      return "table: %s was written by somebody else since this job looked at it; run the job again"
          .formatted(table);
    }
    return REMEDIES.entrySet().stream()
        .filter(remedy -> chain(failure).anyMatch(one -> says(one, remedy.getKey())))
        .map(remedy -> remedy.getValue().formatted(table.catalog(), table))
        .findFirst()
        .orElseGet(
            () ->
                "table: %s %s: %s%s"
                    .formatted(doing, table, Said.by(failure), isRemote(failure) ? places() : ""));
  }

  /** Whether another commit came first. */
  static boolean isConflict(Throwable failure) {
    return chain(failure)
        .anyMatch(
            one ->
                CONFLICTS.stream().anyMatch(words -> says(one, words))
                    || (one.getClass().getName().equals(COMMIT_FAILED)
                        && LOST_RACES.stream().anyMatch(words -> says(one, words)))
                    || CONFLICT_TYPES.stream().anyMatch(one.getClass().getName()::startsWith));
  }

  private static Stream<Throwable> chain(Throwable failure) {
    return Stream.iterate(failure, one -> one != null, Throwable::getCause).limit(50);
  }

  private static boolean says(Throwable failure, String words) {
    return String.valueOf(failure.getMessage()).contains(words);
  }

  /** The first class of AWS's that could not be loaded. */
  private static Optional<String> missingClass(Throwable failure) {
    return chain(failure)
        .filter(one -> says(one, "NoClassDefFoundError") || one instanceof LinkageError)
        .map(one -> String.valueOf(one.getMessage()).replace('/', '.'))
        .filter(message -> message.contains("software.amazon.awssdk."))
        .map(
            message ->
                message.replaceFirst("(?s).*?(software\\.amazon\\.awssdk\\.[\\w.$]+).*", "$1"))
        .findFirst();
  }

  private static boolean isRemote(Throwable failure) {
    return chain(failure)
        .map(one -> one.getClass().getName())
        .anyMatch(name -> REMOTE.stream().anyMatch(name::startsWith));
  }

  /** {@code https://user:password@host}, or what follows a question mark, as JDBC has it. */
  private static boolean mayHoldASecret(String place) {
    return place.contains("@") || place.contains("?");
  }

  private String places() {
    String prefix = "sql.catalog." + table.catalog() + ".";
    String set =
        PLACES.stream()
            .map(key -> Map.entry(key, spark.conf().get("spark." + prefix + key, "")))
            .filter(entry -> !entry.getValue().isEmpty() && !mayHoldASecret(entry.getValue()))
            .map(entry -> entry.getKey() + " = " + entry.getValue())
            .collect(Collectors.joining(", "));
    return set.isEmpty() ? "" : "; check spark { " + prefix + "* }: " + set;
  }
}
