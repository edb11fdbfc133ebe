package io.millrace.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the launcher learns from the status file, and what anybody else gets. */
class ExitCodeTest {

  @TempDir private Path folder;

  private record Ended(int exit, String status, String out, String err) {}

  private Ended run(boolean launcher, String... args) throws IOException, InterruptedException {
    Path status = folder.resolve("status");
    List<String> jvm = launcher ? List.of("-Dmillrace.status-file=" + status) : List.of();
    ChildJvm child = ChildJvm.start(folder, Millrace.class, jvm, args);
    String out = child.said();
    String said = Files.exists(status) ? Files.readString(status) : "none";
    return new Ended(
        child.process().exitValue(), said, out, Files.readString(folder.resolve("child.log")));
  }

  @Test
  void aWrongCommandLineIsTwo() throws Exception {
    Ended ended = run(true, "rnu");
    assertThat(ended.status()).isEqualTo("2");
    assertThat(ended.err())
        .contains(
            "'rnu' is no verb; there are run, plan, ledger, report, steps, sample, help; did you mean 'run'?")
        .doesNotContain("\tat ");
  }

  /** A step that lost its arguments is no success. */
  @Test
  void noCommandLineIsTwo() throws Exception {
    Ended ended = run(true);
    assertThat(ended.status()).isEqualTo("2");
    assertThat(ended.err()).contains("1. no verb and no --job-file").doesNotContain("\tat ");
    assertThat(run(false).exit()).isEqualTo(1);
    Files.delete(folder.resolve("status"));
    assertThat(run(true, "--help").status()).isEqualTo("none");
  }

  @Test
  void aFailedJobIsOneAndAFinishedOneLeavesNoStatus() throws Exception {
    Lake lake = new Lake(folder);
    lake.write("in/a.csv", "id", "1", "x");
    lake.write(
        "job.conf",
        "name = ids",
        "spark { master = \"local[1]\", ui.enabled = false, driver.bindAddress = \"127.0.0.1\" }",
        "source { type = read-files, format = csv, path = in, schema = \"id int\", options { header = true } }",
        "sink { type = write-files, path = out }");
    Ended failed = run(true, "run", "job.conf");
    assertThat(failed.status()).isEqualTo("1");
    assertThat(failed.err())
        .contains("ids: read: not an int (column id) (file:" + folder + "/in/a.csv, position 5)")
        .containsPattern("Run report: out/_millrace/runs/\\S+\\.json");

    Files.delete(folder.resolve("status"));
    Ended done = run(true, "run", "job.conf", "--set", "rejects.path=bad");
    assertThat(done.status()).isEqualTo("none");
    assertThat(done.exit()).isZero();
    assertThat(done.out()).contains("written   1 row, 1 file");
  }

  @Test
  void withoutALauncherAFailureIsThrown() throws Exception {
    Ended ended = run(false, "plan", "none.conf");
    assertThat(ended.exit()).isEqualTo(1);
    assertThat(ended.err())
        .contains(
            "io.millrace.jobs.MillraceException: 1 problem in the job configuration: 1. no such file")
        .contains("none.conf")
        .doesNotContain("\tat ");
  }

  @Test
  void sparkThatIsNotToldWhereToRunIsOneSentence() throws Exception {
    new Lake(folder)
        .write(
            "job.conf",
            "name = ids",
            "source { type = read-files, format = csv, path = in, schema = \"id int\" }",
            "sink { type = write-files, path = out }");
    Ended ended = run(true, "run", "job.conf");
    assertThat(ended.status()).isEqualTo("1");
    assertThat(ended.err())
        .contains(
            "cannot start Spark: A master URL must be set in your configuration; start it with spark-submit or the launcher, or set spark { master = \"local[*]\" } in an environment file");
  }
}
