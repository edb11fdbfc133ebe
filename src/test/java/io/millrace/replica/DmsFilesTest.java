package io.millrace.replica;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** That files of a replication task, as these tests make them, hold the table: plainly read. */
class DmsFilesTest {

  private static FilesRead duck;

  @TempDir private Path folder;

  @BeforeAll
  static void open() throws SQLException {
    duck = FilesRead.open();
  }

  @AfterAll
  static void close() throws SQLException {
    duck.close();
  }

  static List<Long> seeds() {
    return LongStream.range(0, Recordings.SEEDS).boxed().toList();
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void filesReadInTheirCompleteOrderGiveTheTable(long seed) throws Exception {
    DmsFiles files = DmsFiles.write(seed, folder);
    List<FilesRead.Row> rows = new ArrayList<>(duck.rows(files));
    rows.sort(order(files.settings()));
    assertThat(replayed(files, rows, null))
        .as(files.settings().toString())
        .containsExactlyInAnyOrderElementsOf(files.recording().now());
    for (DmsFiles.AsOf asOf : files.history()) {
      assertThat(replayed(files, rows, asOf.time()))
          .as("as of %s, %s", asOf.time(), files.settings())
          .containsExactlyInAnyOrderElementsOf(asOf.rows());
    }
  }

  /** The order that users are promised: load before changes, sequence, time, file, position. */
  private static Comparator<FilesRead.Row> order(DmsSettings settings) {
    Comparator<FilesRead.Row> order = Comparator.comparing(row -> row.load() ? 0 : 1);
    if (settings.changeSequence()) {
      order = order.thenComparing(row -> row.load() ? "" : row.values().get("AR_H_CHANGE_SEQ"));
    }
    if (settings.timestampColumn() != null) {
      order = order.thenComparing(row -> row.values().get(settings.timestampColumn()));
    }
    return order.thenComparing(FilesRead.Row::name).thenComparing(FilesRead.Row::position);
  }

  /** The table after the rows of the load and of all changes until a time, or all. */
  private static Iterable<List<String>> replayed(
      DmsFiles files, List<FilesRead.Row> rows, String until) {
    Map<List<String>, List<String>> table = new HashMap<>();
    String time = files.settings().timestampColumn();
    for (FilesRead.Row row : rows) {
      if (until == null || row.load() || row.values().get(time).compareTo(until) <= 0) {
        replay(files, table, row.values());
      }
    }
    return table.values();
  }

  private static void replay(
      DmsFiles files, Map<List<String>, List<String>> table, Map<String, String> row) {
    Recording recording = files.recording();
    List<String> key = recording.keys().stream().map(row::get).toList();
    List<String> before = new ArrayList<>();
    recording.keys().forEach(column -> before.add(row.get("BI_" + column)));
    if (before.stream().allMatch(Objects::nonNull)) {
      if (!before.equals(key)) {
        table.remove(before);
      }
    }
    if ("D".equals(row.get("Op"))) {
      table.remove(key);
      return;
    }
    DmsSettings.Csv csv = files.settings().csv();
    List<String> old = table.get(key);
    List<String> values = new ArrayList<>();
    for (int i = 0; i < recording.columns().size(); i++) {
      String value = row.get(recording.columns().get(i).name());
      boolean absent = value != null && csv != null && value.equals(csv.notSupplied());
      values.add(!absent ? value : old == null ? null : old.get(i));
    }
    table.put(key, values);
  }

  @Test
  void settingsOfAllKindsOccur() {
    Set<String> seen = new HashSet<>();
    for (long seed : seeds()) {
      DmsSettings settings = DmsSettings.of(seed);
      seen.add("op " + settings.opInFullLoad() + " " + (settings.csv() == null));
      seen.add("time " + (settings.timestampColumn() != null) + " " + settings.changeSequence());
      seen.add("partial " + settings.partialUpdates());
      seen.add("before " + settings.beforeImages() + " " + settings.keyOnlyDeletes());
      seen.add("late " + settings.late() + " " + settings.changeSequence());
      seen.add("again " + settings.againSameName() + " " + settings.againLaterName());
      seen.add("dates " + settings.dates());
    }
    assertThat(seen).hasSize(4 + 4 + 2 + 4 + 4 + 4 + 7);
  }

  @Test
  void filesComeInSeveralBatchesAndSomeOfThemTwice() throws Exception {
    int files = 0;
    int batches = 0;
    int questions = 0;
    Set<String> names = new HashSet<>();
    for (long seed : seeds().subList(0, 30)) {
      DmsFiles made = DmsFiles.write(seed, folder);
      questions += made.history().size();
      for (List<DmsFiles.DmsFile> batch : made.batches()) {
        batches++;
        files += batch.size();
        batch.forEach(file -> names.add(file.name()));
      }
    }
    assertThat(batches).isGreaterThan(2 * 30);
    assertThat(questions).as("times to ask about").isGreaterThan(3 * 30);
    assertThat(files).isGreaterThan(names.size() + 10).isGreaterThan(5 * 30);
  }
}
