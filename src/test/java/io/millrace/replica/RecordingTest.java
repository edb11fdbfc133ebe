package io.millrace.replica;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** That the judge of changes can be trusted: the log of the database explains its tables. */
class RecordingTest {

  static List<Long> seeds() {
    return LongStream.range(0, Recordings.SEEDS).boxed().toList();
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void theChangesOfTheLogGiveTheRowsAfterEachTransaction(long seed) {
    Recording recording = Recordings.of(seed);
    Map<List<String>, List<String>> replayed = new HashMap<>();
    for (Recording.Transaction transaction : recording.transactions()) {
      for (Recording.Change change : transaction.changes()) {
        replay(recording, replayed, change);
        assertThat(change.committedMicros())
            .as("commit time in the log")
            .isEqualTo(transaction.committedMicros());
      }
      assertThat(replayed.values()).containsExactlyInAnyOrderElementsOf(transaction.rows());
    }
    assertThat(replayed.values()).containsExactlyInAnyOrderElementsOf(recording.now());
  }

  private static void replay(
      Recording recording, Map<List<String>, List<String>> rows, Recording.Change change) {
    if (change.before() != null) {
      assertThat(rows.remove(recording.key(change.before())))
          .as("before image")
          .isEqualTo(change.before());
    }
    if (change.after() != null) {
      assertThat(rows.put(recording.key(change.after()), change.after())).isNull();
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {0, 1, 2, 3})
  void commitsAndChangesComeInTheirOrder(long seed) {
    Recording recording = Recordings.of(seed);
    assertThat(recording.transactions()).hasSizeGreaterThan(5);
    assertThat(recording.transactions().stream().map(Recording.Transaction::committedMicros))
        .isSorted();
    List<Recording.Change> changes = changes(recording);
    assertThat(changes.stream().map(Recording.Change::position)).isSorted();
  }

  @Test
  void allKindsOfChangesAndValuesOccur() {
    Set<String> seen = new HashSet<>();
    for (long seed : seeds()) {
      Recording recording = Recordings.of(seed);
      recording.columns().forEach(column -> seen.add(column.type() + (column.key() ? " key" : "")));
      recording.transactions().forEach(transaction -> kinds(recording, transaction, seen));
      recording.now().forEach(seen::addAll);
    }
    assertThat(seen)
        .contains("I", "U", "D", "key change", "row twice", "deleted, inserted", "many", "none")
        .contains("INT", "BIGINT", "NUMERIC", "TEXT", "BOOLEAN", "DATE", "TIMESTAMP")
        .contains("INT key", "TEXT key", "BIGINT key", "DATE key")
        .contains("", "NULL", "line\nbreak", "say \"hi\"", null, "-9223372036854775808");
  }

  private static void kinds(
      Recording recording, Recording.Transaction transaction, Collection<String> seen) {
    Map<List<String>, String> touched = new HashMap<>();
    for (Recording.Change change : transaction.changes()) {
      seen.add(change.op());
      List<String> image = change.after() == null ? change.before() : change.after();
      String earlier = touched.put(recording.key(image), change.op());
      seen.add(earlier == null ? "row" : "row twice");
      seen.add("D".equals(earlier) && change.op().equals("I") ? "deleted, inserted" : "other");
      seen.add(change.moves(recording) ? "key change" : "key stays");
    }
    seen.add(transaction.changes().size() > 30 ? "many" : "few");
    seen.add(transaction.rows().isEmpty() ? "none" : "some");
  }

  private static List<Recording.Change> changes(Recording recording) {
    List<Recording.Change> changes = new ArrayList<>();
    recording.transactions().forEach(transaction -> changes.addAll(transaction.changes()));
    return changes;
  }
}
