package io.millrace.bench;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lpad;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/** Visits with the one of 50,000 customers who made them. */
final class JoinUserprofile implements Workload {

  private static final List<String> COLUMNS =
      List.of(
          "firstname",
          "lastname",
          "gender",
          "zip",
          "age",
          "ip_address",
          "username",
          "timestamp",
          "request",
          "http",
          "bytes");

  private static final String SELECT =
      """
      SELECT first_name AS firstname, last_name AS lastname, gender, lpad(zip, 5, '0') AS zip, age,
        v.ip_address, v.username, "timestamp", request, http, bytes
      FROM read_csv('%1$s/useractivity/*.csv', header = true, auto_detect = false, delim = ',', quote = '"',
        columns = {'ip_address': 'VARCHAR', 'username': 'VARCHAR', 'timestamp': 'VARCHAR',
          'request': 'VARCHAR', 'http': 'BIGINT', 'bytes': 'BIGINT'}) v
      JOIN read_csv('%1$s/userprofile/*.csv', header = true, auto_detect = false, delim = ',', quote = '"',
        columns = {'first_name': 'VARCHAR', 'last_name': 'VARCHAR', 'username': 'VARCHAR',
          'email': 'VARCHAR', 'gender': 'VARCHAR', 'ip_address': 'VARCHAR', 'phone': 'VARCHAR',
          'zip': 'VARCHAR', 'cc': 'VARCHAR', 'password': 'VARCHAR', 'ssn': 'VARCHAR', 'age': 'VARCHAR'}) p
      ON v.username = p.username
      """;

  @Override
  public String name() {
    return "join-userprofile";
  }

  @Override
  public long rows() {
    return 8_400_000;
  }

  @Override
  public List<String> columns() {
    return COLUMNS;
  }

  @Override
  public String folders() {
    return null;
  }

  @Override
  public Path input(Home home, long rows) {
    return home.raw(rows);
  }

  @Override
  public void make(Home home, Options options) throws IOException {
    home.makeLake(options.rows());
  }

  @Override
  public Path output(Path target) {
    return target.resolve("joindatasets");
  }

  @Override
  public List<String> arguments(Home home, Options options, Path target) {
    return home.shipped("join-userprofile.conf", home.raw(options.rows()), target);
  }

  @Override
  public String select(String input) {
    return SELECT.formatted(input);
  }

  /** Inferred schemas; a zip is inferred as a number and needs its zeros again. */
  @Override
  public Dataset<Row> naive(SparkSession spark, String input) {
    DataFrameReader reader = spark.read().option("header", true).option("inferSchema", true);
    Dataset<Row> profiles =
        reader
            .csv(input + "/userprofile")
            .withColumnRenamed("first_name", "firstname")
            .withColumnRenamed("last_name", "lastname")
            .withColumn("zip", lpad(col("zip"), 5, "0"))
            .drop("ip_address");
    return reader
        .csv(input + "/useractivity")
        .join(profiles, "username")
        .select(COLUMNS.stream().map(functions::col).toArray(Column[]::new));
  }
}
