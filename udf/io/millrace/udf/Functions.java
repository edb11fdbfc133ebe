package io.millrace.udf;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.analysis.NoSuchFunctionException;
import org.apache.spark.sql.catalyst.analysis.NoSuchNamespaceException;
import org.apache.spark.sql.connector.catalog.FunctionCatalog;
import org.apache.spark.sql.connector.catalog.Identifier;
import org.apache.spark.sql.connector.catalog.functions.UnboundFunction;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * Millrace's functions for Spark SQL: with {@code spark.sql.catalog.millrace} set to this class,
 * {@code millrace.request_parts(request)} works in any query. The session then also gets an
 * optimizer rule that stops a query whose calls of {@code token} lack their key, before a row is
 * read.
 */
public final class Functions implements FunctionCatalog {

  /** The catalog's name in queries. */
  public static final String CATALOG = "millrace";

  private static final String SETTING = "spark.sql.catalog." + CATALOG;
  private static final Map<String, UnboundFunction> BY_NAME = byName();

  private String name = CATALOG;

  private static Map<String, UnboundFunction> byName() {
    Map<String, UnboundFunction> functions = new TreeMap<>();
    for (UnboundFunction function :
        new UnboundFunction[] {
          new AgeBand(),
          new CommitTime(),
          new DelimitedRecord(),
          new Gunzip(),
          new HiveHash(),
          new JsonObjects(),
          new MaskDomainOnly(),
          new MaskFull(),
          new MaskLastFour(),
          new MaskYearOnly(),
          new NetworkOnly(),
          new NetworkPosition(),
          new NetworkRanges(),
          new NetworkValue(),
          new NormalText(),
          new PiiKinds(),
          new RecordJson(),
          new RequestParts(),
          new Sha256(),
          new TimestampParts(),
          new Token(),
          new TokenProblem(),
          new Zip3()
        }) {
      functions.put(function.name(), function);
    }
    return functions;
  }

  /** A call of one of these functions, with the catalog set in {@code session} if it is not yet. */
  public static Column call(SparkSession session, String function, Column... arguments) {
    register(session);
    return functions.call_function(CATALOG + "." + function, arguments);
  }

  /** Makes these functions known to {@code session}; a second time does nothing. */
  public static void register(SparkSession session) {
    String wanted = Functions.class.getName();
    String present = session.conf().get(SETTING, wanted);
    if (!present.equals(wanted)) {
      throw new IllegalStateException(
          "The setting %s is taken by %s: Millrace needs it to be %s."
              .formatted(SETTING, present, wanted));
    }
    session.conf().set(SETTING, wanted);
  }

  @Override
  public void initialize(String catalog, CaseInsensitiveStringMap options) {
    name = catalog;
    // Spark opens a catalog of a session when a query of it first names one.
    var session = SparkSession.getActiveSession();
    if (session.isDefined()) {
      TokenRule.addTo(session.get());
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Identifier[] listFunctions(String[] namespace) throws NoSuchNamespaceException {
    if (namespace.length > 0) {
      throw new NoSuchNamespaceException(namespace);
    }
    return BY_NAME.keySet().stream()
        .map(function -> Identifier.of(new String[0], function))
        .toArray(Identifier[]::new);
  }

  @Override
  public UnboundFunction loadFunction(Identifier identifier) throws NoSuchFunctionException {
    UnboundFunction function = BY_NAME.get(identifier.name().toLowerCase(Locale.ROOT));
    if (function == null || Arrays.stream(identifier.namespace()).findAny().isPresent()) {
      throw new NoSuchFunctionException(identifier);
    }
    return function;
  }
}
