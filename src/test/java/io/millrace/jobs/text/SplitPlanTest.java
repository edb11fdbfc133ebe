package io.millrace.jobs.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

class SplitPlanTest {

  private static final long MIB = 1L << 20;

  private static TextScan scan(long splitBytes, String option, TextFile... files) {
    return new TextScan(
        TextFormat.DELIMITED,
        List.of(files),
        StructType.fromDDL("a int"),
        Dialect.of(Texts.options(option)),
        splitBytes);
  }

  private static List<String> partitions(TextScan scan) {
    return SplitPlan.partitions(scan).stream()
        .map(
            partition ->
                partition.splits().stream()
                    .map(s -> s.file().path() + " " + s.from() / MIB + "-" + s.to() / MIB)
                    .toList()
                    .toString())
        .toList();
  }

  @Test
  void largeFilesAreSplitAndSmallOnesPacked() {
    TextFile[] files = {
      new TextFile("a", 150 * MIB, 0),
      new TextFile("b", 10 * MIB, 0),
      new TextFile("c", 20 * MIB, 0),
      new TextFile("d", 30 * MIB, 0),
      new TextFile("e", 0, 0)
    };
    assertThat(partitions(scan(64 * MIB, "header=true", files)))
        .containsExactly(
            "[a 0-64]", "[a 64-128]", "[a 128-150, b 0-10, c 0-20]", "[d 0-30, e 0-0]");
  }

  @Test
  void openingAFileCostsAQuarterOfAMebibyte() {
    TextFile[] files =
        IntStream.range(0, 512).mapToObj(i -> new TextFile("f" + i, 1, 0)).toArray(TextFile[]::new);
    assertThat(SplitPlan.partitions(scan(64 * MIB, "header=true", files)))
        .extracting(partition -> partition.splits().size())
        .containsExactly(256, 256);
  }

  @Test
  void someFilesStayWhole() {
    TextFile plain = new TextFile("a.csv", 3 * MIB, 0);
    TextFile packed = new TextFile("a.CSV.GZ", 3 * MIB, 0);
    assertThat(SplitPlan.splits(scan(MIB, "header=true", plain))).hasSize(3);
    assertThat(SplitPlan.splits(scan(MIB, "encoding=US-ASCII", plain))).hasSize(3);
    assertThat(SplitPlan.splits(scan(MIB, "header=true", packed))).hasSize(1);
    assertThat(SplitPlan.splits(scan(MIB, "multi-line=true", plain))).hasSize(1);
    assertThat(SplitPlan.splits(scan(MIB, "encoding=UTF-16", plain))).hasSize(1);
  }

  @Test
  void splitsHaveTheSameNumbersInEveryPlan() {
    TextScan scan =
        scan(MIB, "header=true", new TextFile("a", 3 * MIB, 0), new TextFile("b", 9, 0));
    assertThat(SplitPlan.splits(scan)).isEqualTo(SplitPlan.splits(scan));
    assertThat(SplitPlan.splits(scan)).extracting(Split::id).containsExactly(0, 1, 2, 3);
  }
}
