package io.millrace.bench;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;

/**
 * The merge in DuckDB. Arguments: memory such as 2g, {@code duckdb} (the last of all rows of each
 * key) or {@code duckdb-join} (the last of the changes, beside the rows that none concerns), full
 * load, changes, output, threads.
 */
final class DuckDbMerge {

  private static final String CHANGES =
      """
      CREATE TEMP TABLE changes AS
      SELECT *, row_number() OVER () AS place
      FROM read_csv('%s/*.csv', header = false, auto_detect = false, delim = ',', quote = '"', escape = '"',
        columns = {'Op': 'VARCHAR', 'dms_timestamp': 'TIMESTAMP', 'id': 'BIGINT', 'customer': 'INTEGER', 'status': 'VARCHAR',
          'amount': 'DECIMAL(12,2)', 'item': 'VARCHAR', 'note': 'VARCHAR', 'ordered': 'DATE'})
      """;

  private static final String WINDOW =
      """
      SELECT * EXCLUDE (Op, dms_timestamp, place)
      FROM (
        SELECT *, 0 AS place FROM read_parquet('%s/*.parquet')
        UNION ALL BY NAME SELECT * FROM changes
      )
      QUALIFY row_number() OVER (PARTITION BY id ORDER BY place > 0 DESC, dms_timestamp DESC, place DESC) = 1 AND Op <> 'D'
      """;

  private static final String JOIN =
      """
      WITH latest AS MATERIALIZED (
        SELECT * FROM changes QUALIFY row_number() OVER (PARTITION BY id ORDER BY dms_timestamp DESC, place DESC) = 1
      )
      SELECT * EXCLUDE (Op, dms_timestamp) FROM read_parquet('%s/*.parquet') f WHERE NOT EXISTS (FROM latest WHERE latest.id = f.id)
      UNION ALL BY NAME SELECT * EXCLUDE (Op, dms_timestamp, place) FROM latest WHERE Op <> 'D'
      """;

  private DuckDbMerge() {}

  public static void main(String[] args) throws SQLException {
    Instant begun = Instant.now();
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute("SET threads = " + Integer.parseInt(args[5]));
      statement.execute("SET memory_limit = '" + args[0].replaceFirst("[gG]$", "GiB") + "'");
      statement.execute("SET temp_directory = '" + args[4] + ".tmp'");
      // The place in the files counts, so this much is read in order.
      statement.execute(CHANGES.formatted(args[3]));
      statement.execute("SET preserve_insertion_order = false");
      String rows = (args[1].equals("duckdb") ? WINDOW : JOIN).formatted(args[2]);
      statement.execute(
          "COPY (%s) TO '%s' (FORMAT parquet, COMPRESSION snappy, PER_THREAD_OUTPUT true)"
              .formatted(rows, args[4]));
      Child.sayJobSeconds(Duration.between(begun, Instant.now()));
    }
  }
}
