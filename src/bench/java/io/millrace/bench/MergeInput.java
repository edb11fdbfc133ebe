package io.millrace.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;

/**
 * A table as DMS would write it: a full load in 8 Parquet files, then changes in 50 CSV files
 * without header, five to a commit. Of the changes seven tenths are updates, two are inserts of new
 * keys, one is a deletion; the old keys among them are taken from a third as many keys, all over
 * the table. One change in ten follows another of its key in the same commit.
 *
 * @param folder to be made
 */
record MergeInput(Path folder, MergeSize size, int seed) {

  /** The columns of the table. */
  static final List<String> COLUMNS =
      List.of("id", "customer", "status", "amount", "item", "note", "ordered");

  private static final int LOADS = 8;
  private static final int FILES = 50;

  // Spread over 64 bits by multiplication and shift, so that no engine's own hash is in it.
  private static final String VALUES =
      """
        (h %% 800000)::INTEGER AS customer,
        ['new', 'paid', 'packed', 'sent', 'returned'][1 + (h // 7 %% 5)::INTEGER] AS status,
        ((h // 11 %% 10000000) / 100)::DECIMAL(12, 2) AS amount,
        'item-' || (h // 13 %% 20000) AS item,
        CASE WHEN h %% 20 = 0 THEN 'left at the door, "' || (h // 17 %% 1000) || '"'
          ELSE md5(h::VARCHAR) END AS note,
        DATE '2020-01-01' + (h // 19 %% 2000)::INTEGER AS ordered
      """
          .replace("%%", "%");

  private static final String FULL =
      """
      COPY (
        SELECT 'I' AS Op, TIMESTAMP '2026-01-01' AS dms_timestamp, i AS id, %1$s
        FROM (SELECT i, hash(i * 1000 + %2$d) %% 1000000007 AS h FROM range(%3$d, %4$d) r(i))
      ) TO '%5$s' (FORMAT parquet, COMPRESSION snappy)
      """;

  private static final String CHANGES =
      """
      COPY (
        SELECT Op, strftime(TIMESTAMP '2026-02-01' + to_milliseconds(i // 5), '%%Y-%%m-%%d %%H:%%M:%%S.%%f') AS dms_timestamp, id,
          COLUMNS(lambda c: c IN ('customer', 'status', 'amount', 'item', 'note', 'ordered'))
        FROM (
          SELECT i, CASE WHEN twin AND o = 'I' THEN 'U' ELSE o END AS Op,
            CASE WHEN o = 'I' THEN %6$d + k ELSE hash(%2$d + hash(k * 1000 + %2$d) %% %7$d) %% %6$d END::BIGINT AS id, %1$s
          FROM (
            SELECT *, hash(i * 1000 + %2$d + 1) %% 1000000007 AS h,
              CASE WHEN hash(k * 1000 + %2$d + 2) %% 10 < 7 THEN 'U' WHEN hash(k * 1000 + %2$d + 2) %% 10 < 9 THEN 'I' ELSE 'D' END AS o
            FROM (SELECT i, i %% 10 = 1 AS twin, CASE WHEN i %% 10 = 1 THEN i - 1 ELSE i END AS k FROM range(%3$d, %4$d) r(i))
          )
        )
      ) TO '%5$s' (FORMAT csv, HEADER false)
      """;

  Path full() {
    return folder.resolve("full");
  }

  Path changes() {
    return folder.resolve("changes");
  }

  void make(int threads) throws IOException, SQLException {
    if (Files.exists(folder)) {
      return;
    }
    System.out.println("Making " + size + ", seed " + seed + " ...");
    MergeInput unfinished =
        new MergeInput(folder.resolveSibling(folder.getFileName() + ".tmp"), size, seed);
    Output.delete(unfinished.folder);
    Files.createDirectories(unfinished.full());
    Files.createDirectories(unfinished.changes());
    unfinished.write(threads);
    Files.move(unfinished.folder, folder);
  }

  private void write(int threads) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute("SET threads = " + threads);
      for (int file = 0; file < LOADS; file++) {
        Path to = full().resolve(String.format(Locale.ROOT, "LOAD%08X.parquet", file + 1));
        statement.execute(sql(FULL, size.rows(), file, LOADS, to));
      }
      for (int file = 0; file < FILES; file++) {
        Path to = changes().resolve(String.format(Locale.ROOT, "20260201-%09d.csv", file));
        statement.execute(sql(CHANGES, size.changes(), file, FILES, to));
      }
    }
  }

  private String sql(String template, long all, int file, int files, Path to) {
    return String.format(
        Locale.ROOT,
        template,
        VALUES,
        seed,
        all * file / files,
        all * (file + 1) / files,
        to,
        size.rows(),
        Math.max(1, size.changes() / 3));
  }
}
