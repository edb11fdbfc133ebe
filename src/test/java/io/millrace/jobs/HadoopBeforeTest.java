package io.millrace.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where file systems are, before Spark is asked. */
class HadoopBeforeTest {

  private static final String ENDPOINT = "fs.s3a.endpoint";

  @TempDir private Path folder;

  @AfterEach
  void clear() {
    System.clearProperty("spark.hadoop." + ENDPOINT);
  }

  private Configuration of(String... more) {
    String[] all = new String[more.length + 2];
    all[0] = "run";
    all[1] = "s3a://lake/job.conf";
    System.arraycopy(more, 0, all, 2, more.length);
    return HadoopBefore.of(Arguments.parse(all));
  }

  private String environment(String... lines) {
    return new Lake(folder).write("emr.conf", lines).toString();
  }

  @Test
  void whatSparkSubmitWasGivenCounts() {
    System.setProperty("spark.hadoop." + ENDPOINT, "http://submitted");
    assertThat(of().get(ENDPOINT)).isEqualTo("http://submitted");
  }

  @Test
  void theEnvironmentFileCountsMoreAndTheCommandLineMost() {
    System.setProperty("spark.hadoop." + ENDPOINT, "http://submitted");
    String file =
        environment(
            "vars.host = \"127.0.0.1\"",
            "spark { \"hadoop.fs.s3a.endpoint\" = \"http://\"${vars.host}, hadoop.fs.s3a.path.style.access = true }");
    Configuration found = of("--environment", file);
    assertThat(found.get(ENDPOINT)).isEqualTo("http://127.0.0.1");
    assertThat(found.getBoolean("fs.s3a.path.style.access", false)).isTrue();
    assertThat(of("--environment", file, "--vars.host", "here").get(ENDPOINT))
        .isEqualTo("http://here");
  }

  @Test
  void whatIsWrongInTheEnvironmentFileIsToldLater() {
    // Spark sets one where a session runs.
    String without = of().get(ENDPOINT, "");
    assertThat(of("--environment", folder + "/none.conf").get(ENDPOINT, "")).isEqualTo(without);
    assertThat(of("--environment", environment("spark { a = ${b}")).get(ENDPOINT, ""))
        .isEqualTo(without);
  }
}
