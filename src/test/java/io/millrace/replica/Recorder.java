package io.millrace.replica;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/**
 * Runs random transactions on a real database and writes down what its log says and what its tables
 * held: a program for a Java of its own, whose class path is Debezium's and not Spark's.
 */
public final class Recorder {

  private static final int TURNS = 20;

  private Recorder() {}

  /** Records a table for each seed below a number, as a file each in a folder. */
  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[0]).toAbsolutePath();
    int seeds = Integer.parseInt(args[1]);
    ProcessHandle parent = ProcessHandle.current().parent().orElseThrow();
    var unused = parent.onExit().thenRun(() -> Runtime.getRuntime().halt(1));
    try (EmbeddedPostgres database = database(folder)) {
      String url = database.getJdbcUrl("postgres", "postgres") + "&stringtype=unspecified";
      try (Connection connection = DriverManager.getConnection(url)) {
        record(connection, database.getPort(), folder, seeds);
      }
    }
    System.out.println("recorded");
  }

  private static EmbeddedPostgres database(Path folder) throws IOException {
    return EmbeddedPostgres.builder()
        .setServerConfig("wal_level", "logical")
        .setServerConfig("fsync", "off")
        .setServerConfig("synchronous_commit", "off")
        .setServerConfig("track_commit_timestamp", "on")
        .setServerConfig("timezone", "UTC")
        .setLocaleConfig("locale", "C")
        .setOverrideWorkingDirectory(Files.createDirectories(folder.resolve("server")).toFile())
        .start();
  }

  private static void record(Connection connection, int port, Path folder, int seeds)
      throws Exception {
    List<RecordedTable> tables = new ArrayList<>();
    for (long seed : LongStream.range(0, seeds).toArray()) {
      tables.add(new RecordedTable(seed));
    }
    prepare(connection, tables);
    try (ChangeStream stream = new ChangeStream(port)) {
      awaitReader(connection);
      connection.setAutoCommit(false);
      for (RecordedTable table : tables) {
        table.begin(connection);
      }
      for (int turn = 0; turn < TURNS; turn++) {
        for (RecordedTable table : tables) {
          table.turn(connection);
        }
      }
      connection.setAutoCommit(true);
      execute(connection, "INSERT INTO %s VALUES (1)".formatted(ChangeStream.END));
      stream.awaitEnd();
      for (RecordedTable table : tables) {
        table.write(folder, stream.events(table.name()), connection);
      }
    }
  }

  private static void prepare(Connection connection, List<RecordedTable> tables)
      throws SQLException {
    for (RecordedTable table : tables) {
      execute(connection, table.ddl());
      execute(connection, "ALTER TABLE %s REPLICA IDENTITY FULL".formatted(table.name()));
    }
    execute(connection, "CREATE TABLE %s (id int PRIMARY KEY)".formatted(ChangeStream.END));
    execute(connection, "CREATE PUBLICATION %s FOR ALL TABLES".formatted(ChangeStream.PUBLICATION));
  }

  /** Waits until Debezium has made its slot and reads from it. */
  private static void awaitReader(Connection connection) throws SQLException, InterruptedException {
    String query = "SELECT 1 FROM pg_replication_slots WHERE active AND slot_name = '%s'";
    for (int tries = 0; tries < 6_000; tries++) {
      try (Statement asking = connection.createStatement();
          ResultSet active = asking.executeQuery(query.formatted(ChangeStream.SLOT))) {
        if (active.next()) {
          return;
        }
      }
      Thread.sleep(10);
    }
    throw new IllegalStateException("Debezium did not begin to read");
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement running = connection.createStatement()) {
      running.execute(sql);
    }
  }
}
