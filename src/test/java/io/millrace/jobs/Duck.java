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

/** DuckDB, which shares no code with us, as the judge of what a job wrote. */
record Duck(Connection connection) implements AutoCloseable {

  static Duck open() throws SQLException {
    return new Duck(DriverManager.getConnection("jdbc:duckdb:"));
  }

  /** Names a query. */
  Duck view(String name, String query) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("create view " + name + " as " + query);
    }
    return this;
  }

  /** Runs a statement that gives no rows. */
  void table(String statement) throws SQLException {
    try (Statement running = connection.createStatement()) {
      running.execute(statement);
    }
  }

  /** The Parquet files below a folder; what it is partitioned by are columns. */
  static String parquet(Path folder) {
    return "select * from read_parquet('%s/**/*.parquet', hive_partitioning = true)"
        .formatted(folder);
  }

  /** All values as text, those of a row with {@code |} between. */
  List<String> rows(String query) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(query)) {
      int columns = result.getMetaData().getColumnCount();
      while (result.next()) {
        List<String> values = new ArrayList<>();
        for (int i = 1; i <= columns; i++) {
          values.add(String.valueOf(result.getString(i)));
        }
        rows.add(String.join("|", values));
      }
    }
    return rows;
  }

  /** That both queries give the same columns, types and rows, in any order, at least one. */
  void assertSame(String expected, String found) throws SQLException {
    assertThat(types(found)).as("columns").isEqualTo(types(expected));
    assertThat(rows("select count(*) > 0 from (%s)".formatted(found))).containsExactly("true");
    assertThat(rows(difference(expected, found)))
        .as("rows of the oracle that the job did not write")
        .isEmpty();
    assertThat(rows(difference(found, expected)))
        .as("rows of the job that the oracle does not have")
        .isEmpty();
  }

  private static String difference(String one, String other) {
    return "(%s) except all (%s) limit 5".formatted(one, other);
  }

  private List<String> types(String query) throws SQLException {
    return rows("select column_name, column_type from (describe %s)".formatted(query));
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
