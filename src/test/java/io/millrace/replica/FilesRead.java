package io.millrace.replica;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The rows of replication files as DuckDB reads them, which shares no code with us. */
record FilesRead(Connection connection) implements AutoCloseable {

  /** A row by column name, with where it stood. */
  record Row(boolean load, String name, int position, Map<String, String> values) {}

  static FilesRead open() throws SQLException {
    return new FilesRead(DriverManager.getConnection("jdbc:duckdb:"));
  }

  /** All rows in the order in which files arrive; those of a file that comes twice come twice. */
  List<Row> rows(DmsFiles files) throws SQLException {
    List<Row> rows = new ArrayList<>();
    for (List<DmsFiles.DmsFile> batch : files.batches()) {
      for (DmsFiles.DmsFile file : batch) {
        rows.addAll(rows(files, file));
      }
    }
    return rows;
  }

  private List<Row> rows(DmsFiles files, DmsFiles.DmsFile file) throws SQLException {
    String name = file.name().substring(file.name().lastIndexOf('/') + 1);
    boolean load = name.startsWith("LOAD");
    List<TableColumn> columns = files.columns(load);
    List<Row> rows = new ArrayList<>();
    try (Statement asking = connection.createStatement();
        ResultSet answer = asking.executeQuery(query(files.settings(), columns, file))) {
      while (answer.next()) {
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < columns.size(); i++) {
          values.put(columns.get(i).name(), answer.getString(i + 1));
        }
        rows.add(new Row(load, name, rows.size(), values));
      }
    }
    return rows;
  }

  private static String query(
      DmsSettings settings, List<TableColumn> columns, DmsFiles.DmsFile file) {
    return settings.csv() == null
        ? "select %s from read_parquet('%s')".formatted(texts(columns), file.staged())
        : csv(settings.csv(), columns, file);
  }

  private static String texts(List<TableColumn> columns) {
    return columns.stream()
        .map(
            column ->
                column.type() == TableColumn.Type.TIMESTAMP
                    ? "strftime(%s::timestamp, '%%Y-%%m-%%d %%H:%%M:%%S.%%f')"
                        .formatted(column.quoted())
                    : column.quoted() + "::varchar")
        .collect(Collectors.joining(", "));
  }

  private static String csv(DmsSettings.Csv csv, List<TableColumn> columns, DmsFiles.DmsFile file) {
    String types =
        columns.stream()
            .map(column -> "'%s': 'varchar'".formatted(column.name()))
            .collect(Collectors.joining(", ", "{", "}"));
    return """
        select * from read_csv('%s', columns = %s, header = %s, delim = '%s', nullstr = '%s',
        auto_detect = false, quote = '"', escape = '"', allow_quoted_nulls = false,
        new_line = '\\n', parallel = false)
        """
        .formatted(file.staged(), types, csv.header(), csv.delimiter(), csv.nullMarker());
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
