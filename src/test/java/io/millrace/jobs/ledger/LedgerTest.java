package io.millrace.jobs.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a ledger remembers, however many entries it has. */
class LedgerTest {

  private static final Map<String, String> ROOTS = Map.of("source", "s3://b/raw");

  @TempDir private Path folder;

  private Ledger open() {
    return Ledger.open(
        new org.apache.hadoop.fs.Path(folder.toUri()), "nightly", new Configuration());
  }

  private static LedgerFile file(int i) {
    return new LedgerFile("source", "day=" + i % 7 + "/" + i + ".csv", new FileMark(i, i, ""));
  }

  private static void batch(Ledger ledger, int i) {
    int number = ledger.plan(ROOTS, List.of(file(i)));
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
    int number = ledger.plan(ROOTS, List.of(file(1)));
    assertThat(open().openBatch()).isEmpty();
    ledger.attempt(number, "a");
    assertThat(open().openBatch().orElseThrow())
        .isEqualTo(new OpenBatch(number, List.of(file(1)), List.of("a")));
    assertThat(open().size()).isZero();
    ledger.drop(number, "a");
    assertThat(open().openBatch()).isEmpty();
    assertThat(open().plan(ROOTS, List.of(file(2)))).isGreaterThan(number);
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
