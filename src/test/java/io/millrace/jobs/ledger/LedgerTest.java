package io.millrace.jobs.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.transforms.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a ledger remembers, however many entries it has. */
class LedgerTest {

  private static final Map<String, String> ROOTS = Map.of("source", "s3://b/raw");

  private static final List<String> TARGETS = List.of("s3://b/clean");

  @TempDir private Path folder;

  private Ledger open() {
    return Ledger.open(
        new org.apache.hadoop.fs.Path(folder.toUri()), "nightly", new Configuration());
  }

  private static LedgerFile file(int i) {
    return new LedgerFile("source", "day=" + i % 7 + "/" + i + ".csv", new FileMark(i, i, ""));
  }

  private static void batch(Ledger ledger, int i) {
    int number = ledger.plan(ROOTS, TARGETS, List.of(file(i)));
    ledger.attempt(number, "run-" + i);
    ledger.done(number, "run-" + i, i, i);
  }

  @Test
  void manyBatchesAreCompactedAndNothingIsForgotten() throws IOException {
    for (int i = 1; i <= 200; i++) {
      batch(open(), i);
    }
    try (var files = Files.list(folder)) {
      assertThat(files.filter(file -> !file.toString().endsWith(".crc")).count()).isLessThan(45);
    }
    Ledger ledger = open();
    assertThat(ledger.size()).isEqualTo(200);
    assertThat(ledger.batches()).hasSize(200);
    for (int i = 1; i <= 200; i++) {
      assertThat(ledger.mark("source", file(i).path())).contains(file(i).mark());
    }
    ledger.rewind(150);
    assertThat(open().size()).isEqualTo(150);
    batch(open(), 999);
    assertThat(open().mark("source", file(999).path())).isPresent();
    assertThat(open().size()).isEqualTo(151);
  }

  @Test
  void aPlanWithoutATryIsNothingAndOneWithATryIsOpen() {
    Ledger ledger = open();
    int number = ledger.plan(ROOTS, TARGETS, List.of(file(1)));
    assertThat(open().openBatch()).isEmpty();
    ledger.attempt(number, "a");
    assertThat(open().openBatch().orElseThrow())
        .isEqualTo(new OpenBatch(number, List.of(file(1)), TARGETS, List.of("a")));
    assertThat(open().size()).isZero();
    ledger.drop(number, "a");
    assertThat(open().openBatch()).isEmpty();
    assertThat(open().plan(ROOTS, TARGETS, List.of(file(2)))).isGreaterThan(number);
  }

  /** Each is one that a person may have deleted; files of lost batches must not be read again. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0000000001.plan.jsonl       | an entry says that 1 files were read, but the list of them is missing
          0000000002.done.jsonl       | the end of batch 2 is gone; put it back from a copy
          0000000002.                 | entry 2 is gone; put it back from a copy
          """)
  void whatIsMissingIsMissed(String entry, String problem) throws IOException {
    for (int i = 1; i <= 3; i++) {
      batch(open(), i);
    }
    assertThat(open().targets()).isEqualTo(TARGETS);
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        if (file.getFileName().toString().replaceFirst("^[.]", "").startsWith(entry)) {
          Files.delete(file);
        }
      }
    }
    assertThatThrownBy(this::open)
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(problem);
  }

  @Test
  void etagsCountForMoreThanTimes() {
    FileMark mark = new FileMark(5, 1000, "abc");
    assertThat(mark.isSame(new FileMark(5, 2000, "abc"))).isTrue();
    assertThat(mark.isSame(new FileMark(5, 1000, "abd"))).isFalse();
    assertThat(mark.isSame(new FileMark(5, 1000, ""))).isTrue();
    assertThat(mark.isSame(new FileMark(6, 1000, "abc"))).isFalse();
  }
}
