package io.millrace.jobs.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RowCountTest {

  private static RowCount count(long... rowsOfSplits) {
    RowCount count = new RowCount();
    for (int split = 0; split < rowsOfSplits.length; split++) {
      count.add(new RowCount.SplitRows(split, rowsOfSplits[split]));
    }
    return count;
  }

  @Test
  void aSplitReadTwiceCountsOnce() {
    RowCount total = count(10, 20);
    total.merge(count(10, 20, 5));
    total.merge(count(3));
    assertThat(total.total()).as("10 + 20 + 5").isEqualTo(35);
    assertThat(total.value()).isEqualTo(35);
  }

  @Test
  void aTaskThatStoppedEarlyIsOvertakenByItsRetry() {
    RowCount total = count(4096);
    total.merge(count(9000));
    assertThat(total.total()).isEqualTo(9000);
  }

  @Test
  void copiesAreIndependent() {
    RowCount total = count(1);
    RowCount copy = total.copy();
    copy.add(new RowCount.SplitRows(7, 7));
    assertThat(total.total()).isEqualTo(1);
    assertThat(copy.total()).isEqualTo(8);
    copy.reset();
    assertThat(copy.isZero()).isTrue();
    assertThat(total.isZero()).isFalse();
    assertThat(total.copyAndReset().isZero()).isTrue();
  }

  @Test
  void goodAndRejectedRecordsCount(@TempDir Path folder) {
    TextFile file = Texts.write(folder.resolve("t.csv"), "1\nx\n\n2".repeat(3000));
    RowCount count = new RowCount();
    int records = Texts.read(Texts.scan(file, "a int", 5000), count).size();
    assertThat(records).isEqualTo(9001);
    assertThat(count.total()).isEqualTo(records);
    Texts.read(Texts.scan(file, "a int", 5000), count);
    assertThat(count.total()).as("read twice").isEqualTo(records);
  }
}
