package io.millrace.bench;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;

/**
 * The job as one COPY in DuckDB, with what its guide says of speed: explicit columns, no order to
 * keep. Arguments: input, output, threads, memory such as 2g.
 */
final class DuckDb {

  // Cutting every part out of the text took about as much CPU as strptime; this is the best found.
  private static final String COPY =
      """
      COPY (
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
      ) TO '%s' (FORMAT parquet, COMPRESSION snappy, PARTITION_BY (toppage))
      """;

  private DuckDb() {}

  public static void main(String[] args) throws SQLException {
    Instant begun = Instant.now();
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute("SET threads = " + Integer.parseInt(args[2]));
      statement.execute("SET memory_limit = '" + args[3].replaceFirst("[gG]$", "GiB") + "'");
      statement.execute("SET preserve_insertion_order = false");
      statement.execute("SET temp_directory = '" + args[1] + ".tmp'");
      statement.execute(COPY.formatted(args[0], args[1]));
      Child.sayJobSeconds(Duration.between(begun, Instant.now()));
    }
  }
}
