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

  // The timestamp's parts are cut out of the text: about a tenth faster here than strptime.
  private static final String COPY =
      """
      COPY (
        SELECT ip_address, username, "timestamp", request, http, bytes,
          split_part(request, ' ', 1) AS requesttype,
          split_part(request, '/', 2) AS topdomain,
          split_part(request, '/', 3) AS toppage,
          split_part(request, '/', 4) AS subpage,
          lpad(CAST(month_number AS VARCHAR), 2, '0') || '/'
            || lpad(split_part("timestamp", '/', 1), 2, '0') || '/' || year_text AS date,
          "timestamp"[-8:] AS time,
          CAST(year_text AS INTEGER) AS year,
          month_number AS month
        FROM (
          SELECT *, "timestamp"[-13:-10] AS year_text,
            CAST(position("timestamp"[-17:-15] IN 'JanFebMarAprMayJunJulAugSepOctNovDec')
              // 3 + 1 AS INTEGER) AS month_number
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
