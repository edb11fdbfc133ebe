package io.millrace.replica;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/** A statement with its values as text, which the database casts. */
record Sql(String statement, List<String> values) {

  static Sql plain(String statement) {
    return new Sql(statement, List.of());
  }

  void run(Connection connection) throws SQLException {
    try (PreparedStatement running = connection.prepareStatement(statement)) {
      for (int i = 0; i < values.size(); i++) {
        running.setString(i + 1, values.get(i));
      }
      running.executeUpdate();
    }
  }
}
