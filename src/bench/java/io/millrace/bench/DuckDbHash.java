package io.millrace.bench;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;

/** The plain hashes as one COPY. Arguments: input, output, threads, memory such as 2g. */
final class DuckDbHash {

  private static final String COPY =
      """
      COPY (
        SELECT id, sha256(ssn) AS hash_ssn, sha256(cc) AS hash_cc FROM read_parquet('%s/*.parquet')
      ) TO '%s' (FORMAT parquet, COMPRESSION snappy, PER_THREAD_OUTPUT)
      """;

  private DuckDbHash() {}

  public static void main(String[] args) throws SQLException {
    Instant begun = Instant.now();
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute("SET threads = " + Integer.parseInt(args[2]));
      statement.execute("SET memory_limit = '" + args[3].replaceFirst("[gG]$", "GiB") + "'");
      statement.execute("SET preserve_insertion_order = false");
      statement.execute(COPY.formatted(args[0], args[1]));
      Child.sayJobSeconds(Duration.between(begun, Instant.now()));
    }
  }
}
