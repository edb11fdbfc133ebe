package io.millrace.replica;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What happened to one table of a real database. The first transaction is the rows that were there
 * before anybody looked; {@code now} is {@code SELECT *} at the end. All values are the database's
 * text, null for null.
 */
public record Recording(
    long seed, List<TableColumn> columns, List<Transaction> transactions, List<List<String>> now) {

  /**
   * A commit: its number and time as the database gives them, the changes as its log tells them,
   * and {@code SELECT *} just after it.
   */
  public record Transaction(
      long id, long committedMicros, List<Change> changes, List<List<String>> rows) {}

  /**
   * One change of one row: I, U or D, with the images that there are, else null. A U whose images
   * differ in the key changed the key.
   */
  public record Change(
      String op, long position, long committedMicros, List<String> before, List<String> after) {

    /** Whether a U gives the row another key. */
    boolean moves(Recording recording) {
      return op.equals("U") && !recording.key(before).equals(recording.key(after));
    }
  }

  static Recording read(long seed, Path file) throws IOException {
    List<TableColumn> columns = new ArrayList<>();
    List<Transaction> transactions = new ArrayList<>();
    List<List<String>> now = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      List<String> fields = Fields.fields(line);
      List<String> rest = fields.subList(1, fields.size());
      switch (fields.get(0)) {
        case "column" -> columns.add(column(rest));
        case "commit" -> transactions.add(transaction(rest));
        case "change" -> last(transactions).changes().add(change(rest));
        case "row" -> last(transactions).rows().add(rest);
        case "now" -> now.add(rest);
        default -> throw new IOException("no line of a recording: " + line);
      }
    }
    return new Recording(seed, columns, transactions, now);
  }

  private static TableColumn column(List<String> fields) {
    TableColumn.Type type = TableColumn.Type.valueOf(fields.get(1));
    return new TableColumn(fields.get(0), type, Boolean.parseBoolean(fields.get(2)));
  }

  private static Transaction transaction(List<String> fields) {
    long id = Long.parseLong(fields.get(0));
    return new Transaction(id, Long.parseLong(fields.get(1)), new ArrayList<>(), new ArrayList<>());
  }

  private static Change change(List<String> fields) {
    String op = fields.get(0);
    List<String> images = fields.subList(3, fields.size());
    int half = images.size() / 2;
    return new Change(
        op,
        Long.parseLong(fields.get(1)),
        Long.parseLong(fields.get(2)),
        op.equals("I") ? null : images.subList(0, half),
        op.equals("D") ? null : images.subList(half, images.size()));
  }

  private static Transaction last(List<Transaction> transactions) {
    return transactions.get(transactions.size() - 1);
  }

  /** The name of the table, as the source database and the folder have it. */
  public String table() {
    return "t_" + seed;
  }

  /** The columns as Spark's DDL. */
  public String schema() {
    return columns.stream()
        .map(column -> "`%s` %s".formatted(column.name(), column.type().spark))
        .collect(Collectors.joining(", "));
  }

  /** The names of the key columns. */
  public List<String> keys() {
    return columns.stream().filter(TableColumn::key).map(TableColumn::name).toList();
  }

  /** The key of a row. */
  List<String> key(List<String> row) {
    return IntStream.range(0, columns.size())
        .filter(i -> columns.get(i).key())
        .mapToObj(row::get)
        .toList();
  }
}
