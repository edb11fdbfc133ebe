package io.millrace.jobs.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.millrace.transforms.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SampleLakeTest {

  private static final Configuration HADOOP = new Configuration();

  @TempDir private Path lake;

  @ParameterizedTest(name = "seed {0}, dirty {1}")
  @CsvSource({"1, 0.05", "2, 0.5", "3, 1", "4, 0"})
  void countsEveryKindOfDirt(long seed, double dirty) throws Exception {
    Summary summary = write(25_000, 100, seed, dirty);

    byte[] bytes = Files.readAllBytes(lake.resolve(LakeFiles.ACTIVITY));
    Map<Dirt, Long> found = DirtReader.count(bytes);
    assertThat(found).as("malformed lines, seed %d", seed).isEqualTo(summary.dirt());
    assertThat((double) summary.dirtyRows()).isCloseTo(25_000 * dirty, within(400.0));
    assertThat(summary.dirt().values()).allMatch(count -> dirty == 0 ? count == 0 : count > 0);
    assertThat(summary.file("useractivity.csv").bytes()).isEqualTo(bytes.length);
    assertThat(summary.file("useractivity.csv").rows()).isEqualTo(25_000);
  }

  @Test
  void keepsTheCleanLinesBetweenDirtyOnes() throws Exception {
    write(20_000, 100, 7, 0);
    List<String> clean = LakeFiles.rows(lake, LakeFiles.ACTIVITY);
    Summary summary = write(20_000, 100, 7, 0.2);
    List<String> dirty = LakeFiles.latin(lake, LakeFiles.ACTIVITY);

    long same =
        Stream.iterate(0, i -> i + 1)
            .limit(20_000)
            .filter(i -> clean.get(i).equals(dirty.get(i + 1)))
            .count();
    assertThat(same).as("lines equal in both").isEqualTo(20_000 - summary.dirtyRows());
  }

  @Test
  void writesTheSameBytesWhateverTheThreads() throws Exception {
    SampleLake parameters = new SampleLake(lake.toString(), 65_432, 12_345, -9, 0.01);
    Summary first = parameters.write(HADOOP, 1, rows -> {});
    List<String> hashes = LakeFiles.hashes(lake);

    assertThat(parameters.write(HADOOP, 5, rows -> {})).isEqualTo(first);
    assertThat(LakeFiles.hashes(lake)).isEqualTo(hashes);
    write(65_432, 12_345, -8, 0.01);
    assertThat(LakeFiles.hashes(lake)).as("another seed").doesNotContainAnyElementsOf(hashes);
  }

  /** If these change, lakes made earlier can no longer be made again. */
  @Test
  void writesTheBytesItAlwaysWrote() throws Exception {
    write(30_000, 1_000, 42, 0.1);

    assertThat(LakeFiles.hashes(lake))
        .containsExactly(
            "ec484a9071bbddaa599785afa59b4f1dfb2e1e7b05b01de3d80367b2fc22a6ce",
            "d1fe7b58ae09c055560dd63c3b8fdc63bdc4c7971eaf3d072660dfb4ac0212f6",
            "f27e70f27d7c6f0f5a83ec456e4b7546cedc2ac4bb383442c46dd47402138745");
  }

  @Test
  void tellsItsProgress() throws Exception {
    List<Long> told = new ArrayList<>();
    new SampleLake(lake.toString(), 25_000, 3, 1, 0).write(HADOOP, 2, told::add);

    assertThat(told).containsExactly(10_000L, 20_000L, 25_000L);
  }

  @Test
  void showsNoFileBeforeItIsWhole() throws Exception {
    SampleLake parameters = new SampleLake(lake.toString(), 50_000, 3, 1, 0);

    assertThatThrownBy(() -> parameters.write(HADOOP, 2, rows -> stopAt(rows, 30_000)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("stopped at 30000");

    assertThat(lake.resolve(LakeFiles.ACTIVITY).getParent()).isEmptyDirectory();
    assertThat(lake.resolve(LakeFiles.PROFILE)).exists();
  }

  /** A run that is killed stops like this: nothing of it can run afterwards. */
  @Test
  void worksUnderAHiddenName() throws Exception {
    Path folder = lake.resolve(LakeFiles.ACTIVITY).getParent();
    List<String> present = new ArrayList<>();

    new SampleLake(lake.toString(), 20_000, 3, 1, 0)
        .write(HADOOP, 2, rows -> present.addAll(LakeFiles.namesIn(folder)));

    assertThat(present).contains("_useractivity.csv.tmp").doesNotContain("useractivity.csv");
    assertThat(LakeFiles.namesIn(folder))
        .contains("useractivity.csv")
        .doesNotContain("_useractivity.csv.tmp");
  }

  @Test
  void leavesTheOldFileUntilTheNewOneIsWhole() throws Exception {
    write(10, 3, 1, 0);
    List<String> before = LakeFiles.lines(lake, LakeFiles.ACTIVITY);
    SampleLake parameters = new SampleLake(lake.toString(), 50_000, 3, 2, 0);

    assertThatThrownBy(() -> parameters.write(HADOOP, 2, rows -> stopAt(rows, 10_000)))
        .hasMessage("stopped at 10000");

    assertThat(LakeFiles.lines(lake, LakeFiles.ACTIVITY)).isEqualTo(before);
  }

  private void stopAt(long rows, long last) {
    if (rows == last) {
      throw new IllegalStateException("stopped at " + rows);
    }
  }

  @ParameterizedTest(name = "{0} rows, {1} users, dirty {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0 | 3       | 0   | The sample lake needs at least 1 row, not 0.
          1 | 2       | 0   | The sample lake needs from 3 to 1000000 users, not 2.
          1 | 1000001 | 0   | The sample lake needs from 3 to 1000000 users, not 1000001.
          1 | 3       | 1.5 | The sample lake needs a share of dirty lines from 0 to 1, not 1.5.
          1 | 3       | NaN | The sample lake needs a share of dirty lines from 0 to 1, not NaN.
          """)
  void refusesWhatItCannotMake(long rows, int users, double dirty, String message) {
    assertThatThrownBy(() -> new SampleLake("lake", rows, users, 1, dirty))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(message);
  }

  private Summary write(long rows, int users, long seed, double dirty) throws IOException {
    return new SampleLake(lake.toString(), rows, users, seed, dirty).write(HADOOP, LakeFiles.SHOP);
  }
}
