package io.millrace.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** DuckDB, which reads the raw files on its own and says what a job should have written. */
final class Duck implements AutoCloseable {

  private final Connection connection;

  Duck() throws SQLException {
    connection = DriverManager.getConnection("jdbc:duckdb:");
  }

  /** A CSV file with a header, all of it text. */
  Duck csv(String name, Path file) throws SQLException {
    return run(
        "create table %s as select * from read_csv('%s', header = true, all_varchar = true, quote = '\"')"
            .formatted(name, file));
  }

  Duck run(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
      return this;
    }
  }

  long one(String sql) throws SQLException {
    return Long.parseLong(lines(sql).get(0));
  }

  /** Each row as text, values parted by bars, in the order of the query. */
  List<String> lines(String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      List<String> lines = new ArrayList<>();
      while (result.next()) {
        List<String> values = new ArrayList<>();
        for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
          values.add(String.valueOf(result.getObject(i)));
        }
        lines.add(String.join("|", values));
      }
      return lines;
    }
  }

  /** The Parquet files below {@code written} hold the rows of {@code expected}, and some at all. */
  void assertSame(String expected, Path written) throws SQLException {
    String files = "select * from read_parquet('%s/**/*.parquet')".formatted(written);
    assertThat(one("select count(*) from (%s)".formatted(files)))
        .isEqualTo(one("select count(*) from (%s)".formatted(expected)))
        .isPositive();
    assertThat(lines("select * from ((%s) except all (%s)) limit 5".formatted(expected, files)))
        .as("rows of the oracle that the job did not write")
        .isEmpty();
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
