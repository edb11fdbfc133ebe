package io.millrace.bench;

import static org.apache.spark.sql.functions.callUDF;
import static org.apache.spark.sql.functions.col;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/** Lines of CSV become typed columns, one folder per top page. */
final class FlattenWeblogs implements Workload {

  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("d/MMM/yyyy", Locale.ENGLISH);
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("MM/dd/yyyy", Locale.ENGLISH);

  // Cutting every part out of the text took about as much CPU as strptime; this is the best found.
  private static final String SELECT =
      """
      SELECT ip_address, username, "timestamp", request, http, bytes,
          split_part(request, ' ', 1) AS requesttype,
          split_part(request, '/', 2) AS topdomain,
          split_part(request, '/', 3) AS toppage,
          split_part(request, '/', 4) AS subpage,
          strftime(visited, '%%m/%%d/%%Y') AS date,
          "timestamp"[-8:] AS time,
          CAST(year(visited) AS INTEGER) AS year,
          CAST(month(visited) AS INTEGER) AS month
        FROM (
          SELECT *, strptime("timestamp", '%%d/%%b/%%Y:%%H:%%M:%%S') AS visited
          FROM read_csv('%s/*.csv', header = true, auto_detect = false, delim = ',', quote = '"',
            columns = {'ip_address': 'VARCHAR', 'username': 'VARCHAR', 'timestamp': 'VARCHAR',
              'request': 'VARCHAR', 'http': 'INTEGER', 'bytes': 'BIGINT'})
        )
      """;

  @Override
  public String name() {
    return "flatten-weblogs";
  }

  @Override
  public long rows() {
    return 8_400_000;
  }

  @Override
  public List<String> columns() {
    return List.of(
        "ip_address",
        "username",
        "timestamp",
        "request",
        "http",
        "bytes",
        "requesttype",
        "topdomain",
        "toppage",
        "subpage",
        "date",
        "time",
        "year",
        "month");
  }

  @Override
  public String folders() {
    return "toppage";
  }

  @Override
  public Path input(Home home, long rows) {
    return home.activity(rows);
  }

  @Override
  public void make(Home home, Options options) throws IOException {
    home.makeLake(options.rows());
  }

  @Override
  public Path output(Path target) {
    return target.resolve("useractivityconverted");
  }

  @Override
  public List<String> arguments(Home home, Options options, Path target) {
    return home.shipped("flatten-weblogs.conf", home.raw(options.rows()), target);
  }

  @Override
  public String select(String input) {
    return SELECT.formatted(input);
  }

  /** An inferred schema, one Java row UDF for every derived column, a chain of withColumn. */
  @Override
  public Dataset<Row> naive(SparkSession spark, String input) {
    registerFunctions(spark);
    return flatten(spark.read().option("header", true).option("inferSchema", true).csv(input));
  }

  private static Dataset<Row> flatten(Dataset<Row> visits) {
    return visits
        .withColumn("bytes", col("bytes").cast("bigint")) // inferred as int, declared as bigint
        .withColumn("requesttype", callUDF("requesttype", col("request")))
        .withColumn("topdomain", callUDF("topdomain", col("request")))
        .withColumn("toppage", callUDF("toppage", col("request")))
        .withColumn("subpage", callUDF("subpage", col("request")))
        .withColumn("date", callUDF("date_of", col("timestamp")))
        .withColumn("time", callUDF("time_of", col("timestamp")))
        .withColumn("year", callUDF("year_of", col("timestamp")))
        .withColumn("month", callUDF("month_of", col("timestamp")));
  }

  private static void registerFunctions(SparkSession spark) {
    DataType string = DataTypes.StringType;
    DataType integer = DataTypes.IntegerType;
    register(spark, "requesttype", request -> request.split(" ", -1)[0], string);
    register(spark, "topdomain", request -> segment(request, 1), string);
    register(spark, "toppage", request -> segment(request, 2), string);
    register(spark, "subpage", request -> segment(request, 3), string);
    register(spark, "date_of", timestamp -> day(timestamp).format(DATE), string);
    register(spark, "time_of", timestamp -> timestamp.split(":", 2)[1], string);
    register(spark, "year_of", timestamp -> day(timestamp).getYear(), integer);
    register(spark, "month_of", timestamp -> day(timestamp).getMonthValue(), integer);
  }

  private static void register(
      SparkSession spark, String name, UDF1<String, Object> function, DataType type) {
    spark.udf().register(name, function, type);
  }

  private static String segment(String request, int index) {
    return request.split(" ", -1)[1].split("/", -1)[index];
  }

  private static LocalDate day(String timestamp) {
    return LocalDate.parse(timestamp.split(":", -1)[0], DAY);
  }
}
