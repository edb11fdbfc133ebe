package io.millrace.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArgumentsTest {

  private static Arguments parse(String... args) {
    return Arguments.parse(args);
  }

  @Test
  void aVerbItsJobFileAndSettings() {
    Arguments arguments =
        parse(
            "run",
            "a.conf",
            "--environment",
            "glue.conf",
            "--vars.raw",
            "s3a://b/x",
            "--set",
            "source.path=a=b=c",
            "--vars.min=-5",
            "--vars.max",
            "-7",
            "--vars.text=--x",
            "--set.sink.mode",
            "append",
            "--set.sink.path=a=b");
    assertThat(arguments.verb()).isEqualTo("run");
    assertThat(arguments.jobFile()).isEqualTo("a.conf");
    assertThat(arguments.option("environment")).contains("glue.conf");
    assertThat(arguments.settings())
        .isEqualTo(
            Map.of(
                "vars.raw", "s3a://b/x",
                "source.path", "a=b=c",
                "vars.min", "-5",
                "vars.max", "-7",
                "sink.mode", "append",
                "sink.path", "a=b",
                "vars.text", "--x"));
  }

  @Test
  void whatGluePassesIsNoProblem() {
    Arguments arguments =
        parse(
            "--JOB_NAME",
            "nightly",
            "--TempDir",
            "s3://b/tmp",
            "--enable-metrics",
            "",
            "--job-bookmark-option",
            "job-bookmark-disable",
            "--JOB_ID",
            "j_1",
            "--JOB_RUN_ID",
            "jr_1",
            "--enable-glue-datacatalog",
            "--job-file",
            "s3://b/a.conf",
            "--vars.day",
            "2018-01-06",
            "--security_configuration",
            "-5",
            "stray");
    assertThat(arguments.verb()).isEqualTo("run");
    assertThat(arguments.jobFile()).isEqualTo("s3://b/a.conf");
    assertThat(arguments.settings()).isEqualTo(Map.of("vars.day", "2018-01-06"));
    assertThat(arguments.ignored())
        .containsExactly(
            "JOB_NAME",
            "TempDir",
            "enable-metrics",
            "JOB_ID",
            "JOB_RUN_ID",
            "enable-glue-datacatalog",
            "security_configuration",
            "stray");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--JOB_NAME nightly --job-fil a.conf", ""})
  void aPlatformThatNamesNoJobIsNotASuccess(String line) {
    assertThatThrownBy(() -> parse(line.isEmpty() ? new String[0] : line.split(" ", -1)))
        .isInstanceOf(InvalidCommandException.class)
        .hasMessage(
            "1 problem in the command line:\n  1. no verb and no --job-file; give one, such as --job-file s3://bucket/job.conf, or help");
  }

  @Test
  void helpIsAskedFor() {
    assertThat(parse("--help").verb()).isEqualTo("help");
    assertThat(parse("help").verb()).isEqualTo("help");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          rnu a.conf                      | 'rnu' is no verb; there are run, plan, ledger, report, steps, sample, help; did you mean 'run'?
          run a.conf --enviroment x       | --enviroment is no option; there are --vars.NAME, --job-file, --environment, --tables, --detect-pii, --set, --job-bookmark-option, --job-bookmark-from, --job-bookmark-to, --to, --file, --missing, --format, --rows, --users, --seed, --dirty; did you mean 'environment'?
          run a.conf --environment        | --environment needs a value
          run a.conf --vars.x --vars.y 1  | --vars.x needs a value
          run a.conf --set x              | --set needs path=value, such as --set source.path=lake/raw, not 'x'
          run a.conf --set. x             | --set. is no option; there are --vars.NAME, --job-file, --environment, --tables, --detect-pii, --set, --job-bookmark-option, --job-bookmark-from, --job-bookmark-to, --to, --file, --missing, --format, --rows, --users, --seed, --dirty; did you mean 'set'?
          run a.conf --set =x             | --set needs path=value, such as --set source.path=lake/raw, not '=x'
          run a.conf b.conf               | run takes one name; too many are b.conf
          run a.conf --job-file b.conf    | run takes one name; too many are a.conf
          run a.conf --rows 5             | --rows is no option of run
          run a.conf --detect-pii         | --detect-pii is no option of run
          run a.conf --to 5               | --to is no option of run
          ledger show a.conf --rows 5     | --rows is no option of ledger
          ledger show a.conf b.conf       | ledger takes one name; too many are b.conf
          sample lake --environment x     | --environment is no option of sample
          steps --vars.x 1                | --set and --vars are no options of steps
          report a b                      | report takes one name; too many are b
          report a --rows 5               | --rows is no option of report
          steps a b                       | steps takes one name; too many are b
          """)
  void problemsAreNamed(String line, String problem) {
    assertThatThrownBy(() -> parse(line.split(" +", -1)))
        .isInstanceOf(InvalidCommandException.class)
        .hasMessage("1 problem in the command line:\n  1. " + problem);
  }

  @Test
  void rowsToLookAtNeedNoNumber() {
    assertThat(parse("plan", "a.conf").detectedRows()).isEmpty();
    assertThat(parse("plan", "--detect-pii", "a.conf").detectedRows()).contains(10_000);
    assertThat(parse("plan", "--detect-pii=50", "a.conf").detectedRows()).contains(50);
    assertThat(parse("plan", "--detect-pii", "a.conf").jobFile()).isEqualTo("a.conf");
    assertThatThrownBy(() -> parse("plan", "--detect-pii=all", "a.conf").detectedRows())
        .hasMessage(
            "1 problem in the command line:\n  1. --detect-pii takes a number of rows, such as --detect-pii=10000, not 'all'");
  }

  @Test
  void allProblemsComeAtOnce() {
    assertThatThrownBy(() -> parse("rnu", "--set", "x", "--jobfile", "y", "--vars.a"))
        .hasMessageStartingWith("4 problems in the command line:\n  1. 'rnu' is no verb")
        .hasMessageContaining("\n  2. --set needs path=value")
        .hasMessageContaining("\n  3. --jobfile is no option")
        .hasMessageContaining("\n  4. --vars.a needs a value");
  }

  @Test
  void aVerbWithoutItsJobFile() {
    assertThatThrownBy(() -> parse("plan").jobFile())
        .hasMessage(
            "1 problem in the command line:\n  1. plan needs a job file, such as conf/jobs/flatten-weblogs.conf");
    assertThat(List.of(parse("plan", "--job-file", "a").jobFile())).containsExactly("a");
  }
}
