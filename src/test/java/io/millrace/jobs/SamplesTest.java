package io.millrace.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.jobs.sample.SampleLake;
import io.millrace.transforms.InvalidInputException;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When a run makes the sample lake, and what it leaves alone. */
class SamplesTest {

  private static final Configuration HADOOP = new Configuration();

  @TempDir private Path folder;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private Lake lake() {
    return new Lake(folder);
  }

  private Samples samples() {
    return new Samples(new PrintStream(out, true, StandardCharsets.UTF_8), HADOOP);
  }

  private String said() {
    return out.toString(StandardCharsets.UTF_8);
  }

  /** A job that reads this folder of a small lake. */
  private JobFile reading(String path, String... more) {
    lake()
        .write(
            "job.conf",
            "name = x",
            "source { type = read-files, format = csv, path = \"" + lake().text(path) + "\" }",
            "transforms = [" + String.join(",", more) + "]",
            "sink { type = write-files, path = \"" + lake().text("out") + "\" }",
            "sample { path = \"" + lake().text("lake") + "\", rows = 10, users = 5 }");
    return Lake.bound(lake().path("job.conf"), Map.of());
  }

  @Test
  void aRunMakesTheLakeThatItReads() {
    samples().addMissing(reading("lake/raw/useractivity"));

    assertThat(said())
        .startsWith("No folder " + lake().text("lake") + " yet: making the sample lake there.\n")
        .contains("  " + lake().text("lake/raw/useractivity/useractivity.csv") + "  10 rows, ")
        .containsPattern("  " + lake().text("lake/raw/live") + "  \\d\\d files, [0-9,]+ rows, ");
    assertThat(lake().data("lake/raw"))
        .containsKeys("zipcodes/zipcodedata.csv", "taxi/green/green_tripdata.csv");
    assertThat(lake().everything("lake").keySet()).noneMatch(name -> name.contains(".tmp"));
  }

  @Test
  void aLakeMadeByAnEarlierVersionGetsWhatItLacksAndKeepsWhatItHas() throws Exception {
    SampleLake small = new SampleLake(lake().text("lake"), 10, 5, 42, 0);
    small.write(HADOOP, Set.of("zipcodes", "posts"));
    lake().write("lake/raw/useractivity/mine.csv", "a");
    lake().write("lake/raw/posts/posts.json", "mine");
    Map<String, String> before = lake().data("lake/raw");

    samples().addMissing(reading("lake/raw/taxi/green"));

    assertThat(said()).contains("adding to the sample lake what it lacks").contains("taxi/green");
    assertThat(lake().data("lake/raw")).containsAllEntriesOf(before);
    assertThat(lake().data("lake/raw/useractivity")).containsOnlyKeys("mine.csv");
    assertThat(lake().data("lake/raw/posts")).containsOnlyKeys("posts.json");
    assertThat(small.missing(HADOOP)).isEmpty();
  }

  @Test
  void whatIsAddedIsWhatTheVerbWrites() throws Exception {
    new SampleLake(lake().text("other"), 10, 5, 42, 0).write(HADOOP);
    samples().addMissing(reading("lake/raw/live"));
    assertThat(lake().data("lake/raw")).isEqualTo(lake().data("other/raw")).hasSizeGreaterThan(40);
  }

  @Test
  void aLakeThatHasTheInputGetsNothing() {
    lake().write("lake/raw/useractivity/mine.csv", "a");
    samples().addMissing(reading("lake/raw/useractivity"));
    assertThat(said()).isEmpty();
    assertThat(lake().data("lake")).containsOnlyKeys("raw/useractivity/mine.csv");
  }

  @Test
  void theSecondInputOfAJoinCountsToo() {
    lake().write("lake/raw/useractivity/mine.csv", "a");
    String networks =
        "{ type = join, on { ip = network }, with { type = read-files, format = csv, path = \""
            + lake().text("lake/raw/networks")
            + "\" } }";
    samples().addMissing(reading("lake/raw/useractivity", networks));
    assertThat(lake().path("lake/raw/networks/networks.csv")).exists();
    assertThat(lake().data("lake/raw/useractivity")).containsOnlyKeys("mine.csv");
  }

  @Test
  void aJobThatReadsElsewhereOrAnotherJobsOutputGetsNoLake() {
    samples().addMissing(reading("elsewhere"));
    samples().addMissing(reading("lake/weblogs/flat"));
    assertThat(said()).isEmpty();
    assertThat(lake().path("lake")).doesNotExist();
  }

  @Test
  void aFolderLeftWithoutAnyFileIsMissingToo() throws Exception {
    lake().write("lake/raw/useractivity/mine.csv", "a");
    Files.createDirectories(lake().path("lake/raw/live/2018/06"));
    JobFile job = reading("lake/raw/live");
    assertThatThrownBy(() -> samples().requireInput(job))
        .hasMessageStartingWith(
            "there is no " + lake().text("lake/raw/live") + " yet; run adds it");

    samples().addMissing(job);

    assertThat(said()).contains("No " + lake().text("lake/raw/live") + " yet");
    assertThat(lake().path("lake/raw/live/2018/06/29/22/weblogs-1")).exists();
    assertThat(lake().data("lake/raw/useractivity")).containsOnlyKeys("mine.csv");
  }

  @Test
  void planRefusesInsteadOfWriting() {
    assertThatThrownBy(() -> samples().requireInput(reading("lake/raw/movies")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "there is no %s yet; run adds it to the sample lake, and so does: sample %s"
                .formatted(lake().text("lake/raw/movies"), lake().text("lake")));
    assertThat(lake().path("lake")).doesNotExist();
  }

  @Test
  void aRunThatWasKilledInTheMiddleOfAFolderLeavesItMissing() throws Exception {
    lake().write("lake/raw/_live.tmp/2018/06/29/22/weblogs-1", "half");
    samples().addMissing(reading("lake/raw/live"));
    assertThat(lake().path("lake/raw/_live.tmp")).doesNotExist();
    assertThat(Files.readString(lake().path("lake/raw/live/2018/06/29/22/weblogs-1")))
        .doesNotContain("half");
  }
}
