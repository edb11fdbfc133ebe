package io.millrace.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.jobs.io.Format;
import io.millrace.jobs.io.ReadFiles;
import io.millrace.jobs.io.Sink;
import io.millrace.jobs.io.WriteFiles;
import io.millrace.jobs.io.WriteMode;
import io.millrace.support.SparkExtension;
import io.millrace.transforms.Sql;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** All outputs become visible or none, and nothing else is touched. */
@ExtendWith(SparkExtension.class)
class PublishTest {

  @TempDir private Path lake;

  @BeforeEach
  void input() throws IOException {
    Files.writeString(
        Files.createDirectories(lake.resolve("in")).resolve("a.csv"), "id,page\n1,x\n2,y\nz,x\n");
  }

  private ReadFiles source() {
    return new ReadFiles(lake + "/in", Format.CSV, "id int, page string", Map.of("header", "true"));
  }

  private WriteFiles into(String folder) {
    return new WriteFiles(lake + "/" + folder, List.of("page"), WriteMode.OVERWRITE);
  }

  private Pipeline job(Sink... sinks) {
    return new Pipeline(
        "test",
        source(),
        List.of(),
        Stream.of(sinks).map(Output::new).toList(),
        new Rejects(Optional.of(lake + "/rejects"), Optional.empty(), Optional.empty()),
        Optional.of(lake + "/_reports"),
        Map.of());
  }

  /**
   * Every file of a folder with its size; the hidden ones only where they mark a finished target.
   */
  private Map<String, Long> visible(String folder) throws IOException {
    Map<String, Long> found = new TreeMap<>();
    if (!Files.exists(lake.resolve(folder))) {
      return found;
    }
    try (Stream<Path> files = Files.walk(lake.resolve(folder))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = lake.relativize(file).toString();
        if (!name.contains("_millrace") && !name.endsWith(".crc")) {
          found.put(name, Files.size(file));
        }
      }
    }
    return found;
  }

  @Test
  void anOutputThatCannotBePublishedTakesTheOthersBack(SparkSession spark) throws IOException {
    job(into("one"), into("two")).run(spark);
    Map<String, Long> one = visible("one");
    Map<String, Long> rejects = visible("rejects");
    assertThat(one).containsKey("one/_SUCCESS").hasSize(3);
    try (Stream<Path> files = Files.walk(lake.resolve("two/page=y"))) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
    Files.writeString(lake.resolve("two/page=y"), "in the way of a folder");
    Map<String, Long> two = visible("two");

    assertThatThrownBy(() -> job(into("one"), into("two")).run(spark))
        .isInstanceOf(JobFailedException.class)
        .hasMessageContaining("sink.path: cannot publish to " + lake + "/two");

    assertThat(visible("one")).isEqualTo(one);
    assertThat(visible("two")).isEqualTo(two);
    assertThat(visible("rejects")).isEqualTo(rejects);
  }

  @Test
  void aFolderThatTakesNoReportIsFoundBeforeARowIsWritten(SparkSession spark) throws IOException {
    Pipeline job =
        new Pipeline(
            "test",
            source(),
            List.of(),
            List.of(new Output(into("one"))),
            new Rejects(Optional.empty(), Optional.of(OnReject.DROP), Optional.empty()),
            Optional.of(lake + "/in/a.csv/_reports"),
            Map.of());
    assertThatThrownBy(() -> job.run(spark)).hasMessageContaining("cannot write the run report");
    assertThat(visible("one")).isEmpty();
  }

  @Test
  void reportsAmongTheDataAreRefused(SparkSession spark) {
    Pipeline job =
        new Pipeline(
            "test",
            source(),
            List.of(),
            List.of(new Output(into("one"))),
            Rejects.NONE,
            Optional.of(lake + "/one/reports"),
            Map.of());
    assertThatThrownBy(() -> job.run(spark))
        .hasMessageContaining("outputs[0].sink.path and reports")
        .hasMessageContaining("give each a folder of its own");
  }

  @Test
  void aCommandInASqlStepIsRefusedAndNotRun(SparkSession spark) throws IOException {
    Sql insert =
        new Sql(
            "insert overwrite directory '" + lake + "/hacked' using parquet select * from input");
    Pipeline job = new Pipeline("test", source(), List.of(insert), into("one"));
    assertThatThrownBy(
            () -> new Flow(job, spark, false, java.time.Instant.now(), Intake.ALL).close())
        .hasMessageStartingWith("transforms[0]: sql: [PARSE_SYNTAX_ERROR]");
    assertThat(lake.resolve("hacked")).doesNotExist();
  }

  @Test
  void aLimitThatCouldNeverCountIsRefused() {
    assertThatThrownBy(() -> new Rejects(Optional.empty(), Optional.empty(), Optional.of("5")))
        .hasMessage(
            "max-rejects means nothing where the first reject fails the job; give a path, or on-reject = drop");
  }
}
