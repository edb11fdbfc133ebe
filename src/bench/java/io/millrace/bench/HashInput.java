package io.millrace.bench;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * Profiles with valid social security and card numbers, dashes included, in 8 Parquet files.
 *
 * @param folder to be made
 */
record HashInput(Path folder, long rows) {

  private static final int FILES = 8;
  private static final long SEED = 42;

  Path profiles() {
    return folder.resolve("profiles");
  }

  /** A reference to a key of the benchmark's own. */
  String key() {
    return "file:" + folder.resolve("key");
  }

  void make(int threads) throws IOException, SQLException {
    if (Files.exists(profiles())) {
      return;
    }
    System.out.printf(Locale.ROOT, "Making %,d profiles ...%n", rows);
    Output.delete(folder);
    Path unfinished = Files.createDirectories(folder.resolve("unfinished"));
    SplittableRandom random = new SplittableRandom(SEED);
    StringBuilder key = new StringBuilder();
    random.ints(64, 0, 16).forEach(digit -> key.append(Integer.toHexString(digit)));
    Files.writeString(folder.resolve("key"), key);
    Files.setPosixFilePermissions(
        folder.resolve("key"), PosixFilePermissions.fromString("rw-------"));
    Path csv = folder.resolve("profiles.csv");
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute("SET threads = " + threads);
      for (int file = 0; file < FILES; file++) {
        write(csv, random, rows * file / FILES, rows * (file + 1) / FILES);
        statement.execute(
            "COPY (SELECT * FROM read_csv('%s', header = true, columns = {'id': 'BIGINT', 'ssn': 'VARCHAR', 'cc': 'VARCHAR'})) TO '%s' (FORMAT parquet, COMPRESSION snappy)"
                .formatted(csv, unfinished.resolve("part-" + file + ".parquet")));
      }
    }
    Files.delete(csv);
    Files.move(unfinished, profiles());
  }

  private static void write(Path csv, SplittableRandom random, long from, long to)
      throws IOException {
    try (BufferedWriter out = Files.newBufferedWriter(csv)) {
      out.write("id,ssn,cc\n");
      for (long id = from; id < to; id++) {
        out.write(id + "," + ssn(random) + "," + card(random) + "\n");
      }
    }
  }

  private static String ssn(SplittableRandom random) {
    return String.format(
        Locale.ROOT,
        "%03d-%02d-%04d",
        random.nextInt(1, 666),
        random.nextInt(1, 100),
        random.nextInt(1, 10_000));
  }

  private static String card(SplittableRandom random) {
    StringBuilder card = new StringBuilder("4");
    int sum = 8;
    for (int at = 1; at < 15; at++) {
      int digit = random.nextInt(10);
      int doubled = digit * 2;
      sum += at % 2 == 1 ? digit : doubled > 9 ? doubled - 9 : doubled;
      card.append(at % 4 == 0 ? "-" : "").append(digit);
    }
    return card.append((10 - sum % 10) % 10).toString();
  }
}
