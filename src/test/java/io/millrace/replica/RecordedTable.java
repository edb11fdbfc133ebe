package io.millrace.replica;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/** A table while transactions run on it, with all that it held after each. */
final class RecordedTable {

  /** A commit, by the number and the time that the database gave it, and the rows it left. */
  private record Commit(long transaction, long micros, List<List<String>> rows) {}

  private final RandomTable table;
  private final RandomTransactions transactions;
  private final List<Commit> commits = new ArrayList<>();

  RecordedTable(long seed) {
    Random random = new Random(seed * 1_000_003 + 17);
    table = new RandomTable(seed, random);
    transactions = new RandomTransactions(table, random);
  }

  String name() {
    return table.name;
  }

  String ddl() {
    String columns =
        table.columns.stream()
            .map(column -> column.quoted() + " " + column.type().sql)
            .collect(Collectors.joining(", "));
    String keys =
        table.keyColumns().stream().map(TableColumn::quoted).collect(Collectors.joining(", "));
    return "CREATE TABLE %s (%s, PRIMARY KEY (%s))".formatted(table.name, columns, keys);
  }

  void begin(Connection connection) throws SQLException {
    run(connection, transactions.first());
  }

  void turn(Connection connection) throws SQLException {
    for (int i = transactions.burst(); i > 0; i--) {
      run(connection, transactions.next());
    }
  }

  private void run(Connection connection, RandomTransactions.Work work) throws SQLException {
    for (Sql statement : work.statements()) {
      statement.run(connection);
    }
    if (!work.commits()) {
      connection.rollback();
      return;
    }
    long id = number(connection, "SELECT pg_current_xact_id()::text::bigint");
    connection.commit();
    commits.add(new Commit(id, committed(connection, id), rows(connection)));
    connection.rollback(); // ends the transaction that only looked
  }

  private static long committed(Connection connection, long id) throws SQLException {
    String query =
        "SELECT (extract(epoch FROM pg_xact_commit_timestamp('%s'::xid)) * 1000000)::bigint";
    return number(connection, query.formatted(id));
  }

  private static long number(Connection connection, String query) throws SQLException {
    try (PreparedStatement asking = connection.prepareStatement(query);
        ResultSet answer = asking.executeQuery()) {
      answer.next();
      return answer.getLong(1);
    }
  }

  private List<List<String>> rows(Connection connection) throws SQLException {
    String texts = table.columns.stream().map(TableColumn::text).collect(Collectors.joining(", "));
    List<List<String>> rows = new ArrayList<>();
    try (PreparedStatement asking =
            connection.prepareStatement("SELECT %s FROM %s".formatted(texts, table.name));
        ResultSet answer = asking.executeQuery()) {
      while (answer.next()) {
        List<String> row = new ArrayList<>();
        for (int i = 1; i <= table.columns.size(); i++) {
          row.add(answer.getString(i));
        }
        rows.add(row);
      }
    }
    return rows;
  }

  /** Writes all: columns, then each commit with its changes and the rows, at last the rows now. */
  void write(Path folder, List<ChangeStream.Event> events, Connection connection)
      throws IOException, SQLException {
    RecordedEvents read = new RecordedEvents(table.columns, events);
    List<String> lines = new ArrayList<>();
    for (TableColumn column : table.columns) {
      List<String> fields =
          List.of(column.name(), column.type().name(), String.valueOf(column.key()));
      lines.add(Fields.line("column", fields));
    }
    for (Commit commit : commits) {
      lines.add(
          Fields.line(
              "commit",
              List.of(String.valueOf(commit.transaction), String.valueOf(commit.micros))));
      lines.addAll(read.lines(commit.transaction));
      commit.rows.forEach(row -> lines.add(Fields.line("row", row)));
    }
    rows(connection).forEach(row -> lines.add(Fields.line("now", row)));
    read.assertAllWritten();
    Files.write(folder.resolve(table.name + ".txt"), lines);
  }
}
