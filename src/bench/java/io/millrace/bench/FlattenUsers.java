package io.millrace.bench;

import static org.apache.spark.sql.functions.col;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Nested JSON lines become flat columns, one folder for each of 28 days. */
final class FlattenUsers implements Workload {

  private static final int FILES = 4;

  private static final String MAKE =
      """
      COPY (
        SELECT i AS id, ['Leanne Graham', 'Ervin Howell', 'Clementine Bauch'][1 + (h %% 3)::INTEGER] || ' ' || (h // 3 %% 5000) AS name,
          'user' || (h // 7 %% 900000) AS username, 'user' || (h // 7 %% 900000) || '@example.org' AS email,
          {street: 'Street ' || (h // 11 %% 20000), suite: 'Apt. ' || (h // 13 %% 900), city: 'City ' || (h // 17 %% 300),
            zipcode: lpad((h // 19 %% 100000)::VARCHAR, 5, '0') || '-' || lpad((h // 23 %% 10000)::VARCHAR, 4, '0'),
            geo: {lat: ((h %% 180000000) / 1000000 - 90)::VARCHAR, lng: ((h // 3 %% 360000000) / 1000000 - 180)::VARCHAR}} AS address,
          '1-' || (h // 29 %% 1000) || '-736-' || lpad((h // 31 %% 10000)::VARCHAR, 4, '0') AS phone, 'site' || (h // 37 %% 4000) || '.example.org' AS website,
          {name: 'Company ' || (h // 41 %% 2000), catchPhrase: 'Multi-layered client-server neural-net ' || (h // 43 %% 100), bs: 'harness real-time e-markets ' || (h // 47 %% 100)} AS company,
          strftime(DATE '2022-08-01' + (h // 53 %% 28)::INTEGER, '%%Y-%%m-%%d') AS date
        FROM (SELECT i, hash(i) %% 1000000000007 AS h FROM range(%1$d, %2$d) r(i))
      ) TO '%3$s' (FORMAT json)
      """;

  private static final String SELECT =
      """
      SELECT id, name, username, email, address.street AS address_street, address.suite AS address_suite,
        address.city AS address_city, address.zipcode AS address_zipcode, address.geo.lat AS address_geo_lat,
        address.geo.lng AS address_geo_lng, phone, website, company.name AS company_name,
        company.catchPhrase AS company_catchphrase, company.bs AS company_bs, date
      FROM read_ndjson('%s/*.json', columns = {'id': 'BIGINT', 'name': 'VARCHAR', 'username': 'VARCHAR', 'email': 'VARCHAR',
        'address': 'STRUCT(street VARCHAR, suite VARCHAR, city VARCHAR, zipcode VARCHAR, geo STRUCT(lat VARCHAR, lng VARCHAR))',
        'phone': 'VARCHAR', 'website': 'VARCHAR', 'company': 'STRUCT(name VARCHAR, catchPhrase VARCHAR, bs VARCHAR)', 'date': 'VARCHAR'})
      """;

  @Override
  public String name() {
    return "flatten-users";
  }

  @Override
  public long rows() {
    return 1_250_000;
  }

  @Override
  public List<String> columns() {
    return List.of(
        "id",
        "name",
        "username",
        "email",
        "address_street",
        "address_suite",
        "address_city",
        "address_zipcode",
        "address_geo_lat",
        "address_geo_lng",
        "phone",
        "website",
        "company_name",
        "company_catchphrase",
        "company_bs",
        "date");
  }

  @Override
  public String folders() {
    return "date";
  }

  @Override
  public Path input(Home home, long rows) {
    return home.bench().resolve("users/" + rows);
  }

  @Override
  public void make(Home home, Options options) throws IOException, SQLException {
    Path folder = input(home, options.rows());
    if (Files.exists(folder)) {
      return;
    }
    Path unfinished = folder.resolveSibling("unfinished");
    Output.delete(unfinished);
    Files.createDirectories(unfinished);
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      for (int file = 0; file < FILES; file++) {
        long from = options.rows() * file / FILES;
        long to = options.rows() * (file + 1) / FILES;
        Path path = unfinished.resolve("users-" + file + ".json");
        statement.execute(String.format(Locale.ROOT, MAKE, from, to, path));
      }
    }
    Files.move(unfinished, folder);
  }

  @Override
  public Path output(Path target) {
    return target.resolve("users");
  }

  @Override
  public List<String> arguments(Home home, Options options, Path target) {
    return List.of(
        home.root().resolve("src/bench/conf/flatten-users.conf").toString(),
        "--vars.raw",
        input(home, options.rows()).toString(),
        "--vars.curated",
        target.toString());
  }

  @Override
  public String select(String input) {
    return SELECT.formatted(input);
  }

  /** An inferred schema, and every nested field by its name. */
  @Override
  public Dataset<Row> naive(SparkSession spark, String input) {
    return spark
        .read()
        .json(input)
        .select(
            col("id"),
            col("name"),
            col("username"),
            col("email"),
            col("address.street").as("address_street"),
            col("address.suite").as("address_suite"),
            col("address.city").as("address_city"),
            col("address.zipcode").as("address_zipcode"),
            col("address.geo.lat").as("address_geo_lat"),
            col("address.geo.lng").as("address_geo_lng"),
            col("phone"),
            col("website"),
            col("company.name").as("company_name"),
            col("company.catchPhrase").as("company_catchphrase"),
            col("company.bs").as("company_bs"),
            col("date"));
  }
}
