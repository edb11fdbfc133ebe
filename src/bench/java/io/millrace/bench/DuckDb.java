package io.millrace.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;

/**
 * A job as one COPY in DuckDB, with what its guide says of speed: explicit columns, no order to
 * keep. Arguments: job, input, output, threads, memory such as 2g.
 */
final class DuckDb {

  private DuckDb() {}

  public static void main(String[] args) throws SQLException, IOException {
    Workload job = Workload.Known.of(args[0]);
    Path output = Path.of(args[2]);
    Files.createDirectories(output);
    boolean flat = job.folders() == null;
    String to = flat ? output.resolve("all.parquet").toString() : args[2];
    String parts = flat ? "" : ", PARTITION_BY (" + job.folders() + ")";
    Instant begun = Instant.now();
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute("SET threads = " + Integer.parseInt(args[3]));
      statement.execute("SET memory_limit = '" + args[4].replaceFirst("[gG]$", "GiB") + "'");
      statement.execute("SET preserve_insertion_order = false");
      statement.execute("SET temp_directory = '" + args[2] + ".tmp'");
      statement.execute(
          "COPY (%s) TO '%s' (FORMAT parquet, COMPRESSION snappy%s)"
              .formatted(job.select(args[1]), to, parts));
      Child.sayJobSeconds(Duration.between(begun, Instant.now()));
    }
  }
}
