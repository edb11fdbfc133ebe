package io.millrace.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The Parquet files that an engine wrote.
 *
 * @param columns those that are compared
 * @param pattern of the files that hold rows, below {@code folder}
 */
record Output(Path folder, List<String> columns, String pattern) {

  /**
   * The number of rows, and for every column and for whole rows a sum of hashes that does not
   * depend on their order. Values are compared as text: a type may differ in width.
   */
  Map<String, String> checksums(int threads) throws SQLException {
    String each =
        columns.stream()
            .map(name -> "sum(hash(CAST(\"%s\" AS VARCHAR)))".formatted(name))
            .collect(Collectors.joining(", "));
    String row =
        columns.stream()
            .map(name -> "CAST(\"%s\" AS VARCHAR)".formatted(name))
            .collect(Collectors.joining(", "));
    String query =
        "SELECT count(*), %s, sum(hash(%s)) FROM read_parquet('%s/%s', hive_partitioning = true)"
            .formatted(each, row, folder, pattern);
    Map<String, String> sums = new LinkedHashMap<>();
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute("SET threads = " + threads);
      try (ResultSet result = statement.executeQuery(query)) {
        result.next();
        sums.put("number of rows", result.getString(1));
        for (int i = 0; i < columns.size(); i++) {
          sums.put("column " + columns.get(i), result.getString(2 + i));
        }
        sums.put("rows", result.getString(2 + columns.size()));
      }
    }
    return sums;
  }

  List<Path> files() throws IOException {
    return parquet(folder);
  }

  /** All Parquet files below a folder. */
  static List<Path> parquet(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".parquet")).toList();
    }
  }

  static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      files
          .sorted(Comparator.reverseOrder())
          .forEach(
              file -> {
                try {
                  Files.delete(file);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
    }
  }
}
