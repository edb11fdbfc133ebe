package io.millrace.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.jobs.ledger.FolderLock;
import io.millrace.support.SparkExtension;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each file once: row B9 of the labs, and what Glue's bookmarks get wrong. */
@ExtendWith(SparkExtension.class)
class LedgerJobTest {

  private static final Instant THEN = Instant.parse("2018-01-17T09:00:00Z");

  @TempDir private Path folder;
  private SparkSession spark;

  private Lake lake() {
    return new Lake(folder);
  }

  @BeforeEach
  void job(SparkSession session) {
    spark = session;
    file("a", THEN, "1", "2");
    write("job.conf", "nightly", "");
  }

  /** A file of the source with this time. */
  private void file(String name, Instant time, String... ids) {
    List<String> lines = new ArrayList<>(List.of("id"));
    lines.addAll(List.of(ids));
    try {
      Path file = lake().write("in/" + name + ".csv", lines.toArray(String[]::new));
      Files.setLastModifiedTime(file, FileTime.from(time));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** A job file, with more lines in its source, and after that where they close it. */
  private void write(String conf, String name, String... more) {
    List<String> lines =
        new ArrayList<>(
            List.of(
                "name = " + name,
                "vars { root = \"" + folder + "\" }",
                "spark { sql.codegen.wholeStage = false, sql.codegen.factoryMode = NO_CODEGEN }",
                "sink { type = write-files, path = ${vars.root}\"/out\", mode = append }",
                "reports = ${vars.root}\"/reports\"",
                "source { type = read-files, format = csv, path = ${vars.root}\"/in\"",
                "  schema = \"id int\", options { header = true }, incremental = true"));
    lines.addAll(List.of(more));
    if (!lines.contains("}")) {
      lines.add("}");
    }
    lake().write(conf, lines.toArray(String[]::new));
  }

  private String call(String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new Verbs(new PrintStream(out, true, StandardCharsets.UTF_8)).run(Arguments.parse(args));
    return out.toString(StandardCharsets.UTF_8);
  }

  private String run(String... options) {
    List<String> args = new ArrayList<>(List.of("run", lake().text("job.conf")));
    args.addAll(List.of(options));
    return call(args.toArray(String[]::new));
  }

  private String ledger(String action, String... options) {
    List<String> args = new ArrayList<>(List.of("ledger", action, lake().text("job.conf")));
    args.addAll(List.of(options));
    return call(args.toArray(String[]::new));
  }

  /** The ids in the target, in order. */
  private List<Integer> ids() {
    return lake().rows(spark, "out").collectAsList().stream()
        .map(row -> row.getInt(0))
        .sorted()
        .toList();
  }

  @Test
  void aSecondRunReadsNothingSaysSoAndWritesNothing() {
    assertThat(run()).contains("batch 1 of ", "2 rows");
    Map<String, String> before = lake().everything("out");
    assertThat(run())
        .contains("nothing new: all 1 file below file:" + folder + "/in were read before");
    assertThat(lake().everything("out")).isEqualTo(before);
    assertThat(call("plan", lake().text("job.conf")))
        .contains("A run would end at once, nothing new");
  }

  @Test
  void onlyFilesThatNoRunHasReadAreRead() {
    run();
    file("b", THEN, "3");
    file("0-older", THEN.minusSeconds(86_400), "4");
    assertThat(run()).contains("2 files");
    assertThat(ids()).as("same second, and a clock set back").containsExactly(1, 2, 3, 4);
  }

  @ParameterizedTest
  @CsvSource({"reread, '1,1,2,5'", "ignore, '1,2'"})
  void aChangedFileIsHandledByPolicy(String policy, String ids) {
    write("job.conf", "nightly", "changed-files = " + policy);
    run();
    file("a", THEN.plusSeconds(60), "1", "5");
    run();
    assertThat(ids().toString().replaceAll("[\\[\\] ]", "")).isEqualTo(ids);
  }

  @Test
  void aChangedFileFailsTheRunUnlessSaidOtherwise() {
    run();
    file("a", THEN.plusSeconds(60), "1", "5");
    assertThatThrownBy(this::run)
        .hasMessageContaining(
            "source.path: files have changed since they were read: file:"
                + folder
                + "/in/a.csv; say changed-files = reread or ignore, or write changes as new files");
    assertThat(ids()).containsExactly(1, 2);
  }

  @Test
  void filesThatVanishAreNeverNothingNew() throws IOException {
    run();
    Files.delete(lake().path("in/a.csv"));
    assertThatThrownBy(this::run).hasMessageContaining("files that were read are gone from");
    file("b", THEN, "3");
    assertThatThrownBy(this::run)
        .hasMessageContaining("a.csv. AWS DMS deletes the files of a table")
        .hasMessageContaining("missing-files = ignore");
    assertThat(ledger("forget", "--missing")).contains("1 file forgotten");
    run();
    assertThat(ids()).containsExactly(1, 2, 3);
    Files.delete(lake().path("in/b.csv"));
    write("job.conf", "nightly", "missing-files = ignore");
    file("c", THEN, "4");
    run();
    assertThat(ids()).containsExactly(1, 2, 3, 4);
  }

  @Test
  void aLimitTakesTheOldestFirstAndLeavesTheRestForLater() {
    write("job.conf", "nightly", "max-files = 2");
    file("b", THEN.minusSeconds(5), "3");
    file("c", THEN.plusSeconds(5), "4");
    assertThat(run()).contains("for later runs wait 1 file");
    assertThat(ids()).containsExactly(1, 2, 3);
    run();
    assertThat(ids()).containsExactly(1, 2, 3, 4);
    write("job.conf", "nightly", "max-bytes = \"1 B\"");
    file("d", THEN, "5");
    file("e", THEN, "6");
    run();
    assertThat(ids()).as("one file at least").containsExactly(1, 2, 3, 4, 5);
  }

  @Test
  void aRunThatFailsIsRepeatedAndAMendedFileIsTakenAsItIsNow() {
    file("b", THEN, "x");
    assertThatThrownBy(this::run).hasMessageContaining("int");
    file("b", THEN.plusSeconds(9), "3");
    run();
    assertThat(ids()).containsExactly(1, 2, 3);
  }

  @Test
  void twoSourcesAreRememberedApart() {
    lake().write("names/a.csv", "id,name", "1,x", "2,y");
    write(
        "join.conf",
        "nightly",
        "}",
        "transforms = [ { type = join, on { id = id }, how = left, with {",
        "  type = read-files, format = csv, path = ${vars.root}\"/names\"",
        "  schema = \"id int, name string\", options { header = true }, incremental = true } } ]");
    call("run", lake().text("join.conf"));
    file("b", THEN, "1");
    call("run", lake().text("join.conf"));
    lake().write("names/b.csv", "id,name", "1,z");
    assertThat(call("run", lake().text("join.conf"))).contains("nothing new");
    file("c", THEN, "1");
    call("run", lake().text("join.conf"));
    List<String> rows =
        lake().rows(spark, "out").collectAsList().stream()
            .map(row -> row.get(0) + " " + row.get(1))
            .sorted()
            .toList();
    assertThat(rows).containsExactly("1 null", "1 x", "1 z", "2 y");
  }

  @Test
  void bookmarkOptionsOfGlueWork() {
    run("--job-bookmark-option", "job-bookmark-enable");
    file("b", THEN, "3");
    run("--job-bookmark-option=job-bookmark-pause");
    assertThat(ids()).as("paused: what is new").containsExactly(1, 2, 3);
    run();
    assertThat(ids()).as("the mark has not moved").containsExactly(1, 2, 3, 3);
    run("--job-bookmark-option=job-bookmark-pause", "--job-bookmark-to=1");
    assertThat(ids()).as("what batch 1 read").containsExactly(1, 1, 2, 2, 3, 3);
    run("--job-bookmark-option=job-bookmark-pause", "--job-bookmark-from=1");
    assertThat(ids()).as("what came after it").containsExactly(1, 1, 2, 2, 3, 3, 3);
    assertThat(run("--job-bookmark-option", "job-bookmark-disable"))
        .contains("the ledger is off for this run");
    assertThat(ids()).as("all").containsExactly(1, 1, 1, 2, 2, 2, 3, 3, 3, 3);
    assertThat(run()).contains("nothing new");
    assertThatThrownBy(() -> run("--job-bookmark-option", "on"))
        .hasMessageContaining("must be job-bookmark-enable, job-bookmark-disable or");
  }

  @Test
  void theLedgerIsShownResetRewoundAndMarked() {
    run();
    file("b", THEN, "3");
    run();
    assertThat(ledger("show"))
        .contains("2 files", "source  file:" + folder + "/in", "      1  batch", "      2  batch");
    assertThat(ledger("show", "--format", "json"))
        .contains("\"job\" : \"nightly\"", "\"written\" : 1");
    assertThat(ledger("rewind", "--to", "1")).contains("1 file forgotten");
    run();
    assertThat(ids()).containsExactly(1, 2, 3, 3);
    assertThat(ledger("rewind", "--to", "2018-01-01")).contains("2 files forgotten");
    assertThat(ledger("mark-read")).contains("2 files marked as read");
    assertThat(run()).contains("nothing new");
    assertThat(ledger("forget", "--file", "b.csv")).contains("1 file forgotten");
    run();
    assertThat(ids()).containsExactly(1, 2, 3, 3, 3);
    assertThat(ledger("reset")).contains("the next run reads every file");
    run();
    assertThat(ids()).containsExactly(1, 1, 2, 2, 3, 3, 3, 3);
    assertThatThrownBy(() -> ledger("forget", "--file", "zzz.csv"))
        .hasMessageContaining("remembers no such file");
    assertThatThrownBy(() -> ledger("rewind", "--to", "99"))
        .hasMessageContaining("has no batch or run '99'");
    assertThatThrownBy(() -> ledger("shwo")).hasMessageContaining("did you mean 'show'");
  }

  @Test
  void aLedgerThatIsNotRightStopsTheRunBeforeARowIsRead() throws IOException {
    run();
    Map<String, String> before = lake().data("out");
    file("b", THEN, "3");
    write("other.conf", "another", "");
    assertThatThrownBy(() -> call("run", lake().text("other.conf")))
        .hasMessageContaining("is the ledger of job 'nightly', not of 'another'");
    String moved = "--set=source.path=" + Files.createDirectories(lake().path("elsewhere"));
    lake().write("elsewhere/a.csv", "id", "1");
    assertThatThrownBy(() -> run(moved))
        .hasMessageContaining("remembers files of file:" + folder + "/in, but the job now reads");
    Path done = lake().path("out/_millrace/ledger/0000000001.done.jsonl");
    String right = Files.readString(done);
    rewrite(done, right.replace("\"millrace-ledger\":1", "\"millrace-ledger\":2"));
    assertThatThrownBy(this::run)
        .hasMessageContaining("written by a newer Millrace (ledger version 2");
    rewrite(done, right.substring(0, 40));
    assertThatThrownBy(this::run)
        .hasMessageContaining("0000000001.done.jsonl is damaged, line 1")
        .hasMessageContaining("ledger reset");
    rewrite(done, right);
    Path plan = lake().path("out/_millrace/ledger/0000000001.plan.jsonl");
    rewrite(plan, Files.readString(plan).replace("a.csv\",\"length\"", "a.csv\",\"len"));
    assertThatThrownBy(this::run).hasMessageContaining("is damaged");
    lake().write("out/_millrace/ledger/notes.txt", "x");
    assertThatThrownBy(this::run).hasMessageContaining("notes.txt is no file of a ledger");
    assertThat(lake().data("out")).isEqualTo(before);
    Files.delete(lake().path("out/_millrace/ledger/notes.txt"));
    ledger("reset");
    assertThat(run()).contains("2 files");
  }

  private static void rewrite(Path file, String text) throws IOException {
    Files.writeString(file, text);
    Files.deleteIfExists(file.resolveSibling("." + file.getFileName() + ".crc"));
  }

  @Test
  void oneRunAtATime() {
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    var ledger = new org.apache.hadoop.fs.Path(lake().text("out/_millrace/ledger"));
    try (FolderLock lock = FolderLock.take(ledger, "other", Duration.ZERO, hadoop)) {
      assertThatThrownBy(this::run)
          .hasMessageContaining("is held by run other (process " + ProcessHandle.current().pid());
      lock.requireHeld();
    }
    run();
    assertThat(ids()).containsExactly(1, 2);
  }

  /** A run that died has left a plan and its try; whoever speaks of files must end that first. */
  @Test
  void whatARunThatDiedHasBegunIsRepeatedExactlyOrDropped() throws IOException {
    run();
    file("b", THEN, "3");
    run();
    Path entries = lake().path("out/_millrace/ledger");
    Files.delete(entries.resolve("0000000002.done.jsonl"));
    file("c", THEN, "4");
    assertThatThrownBy(() -> ledger("mark-read"))
        .hasMessageContaining("batch 2 was begun by a run");
    assertThatThrownBy(() -> run("--job-bookmark-option=job-bookmark-pause"))
        .hasMessageContaining("run the job once with job-bookmark-enable");
    assertThat(run()).contains("batch 2, which run", "is read again", "1 file");
    assertThat(ids())
        .as("the target was not asked: its rows had no run")
        .containsExactly(1, 2, 3, 3);
    assertThat(run()).contains("batch 3");
    Files.delete(entries.resolve("0000000003.done.jsonl"));
    file("c", THEN.plusSeconds(1), "5");
    assertThatThrownBy(this::run)
        .hasMessageContaining("batch 3 was begun with files that are gone or have changed since")
        .hasMessageContaining("ledger rewind --to 2");
    ledger("rewind", "--to", "2");
    assertThat(run()).contains("1 file");
    assertThat(ids()).containsExactly(1, 2, 3, 3, 4, 5);
  }

  /** An output that is moved lacks what was read before, and what died there stays there. */
  @Test
  void anOutputThatIsNewIsToldOf() throws IOException {
    String elsewhere = "--set=sink.path=" + lake().text("moved");
    String ledger = "--set=ledger=" + lake().text("ledger");
    run(ledger);
    file("b", THEN, "3");
    assertThat(run(ledger, elsewhere))
        .contains("not written to before, so without the rows of earlier batches: ", "moved");
    Files.delete(lake().path("ledger/0000000002.done.jsonl"));
    assertThatThrownBy(() -> run(ledger))
        .hasMessageContaining("batch 2 was begun by a run that died, and wrote to ")
        .hasMessageContaining("ledger rewind --to 1");
  }

  @Test
  void aSourceThatMovedWithinTheJobIsNotTakenForANewOne() throws IOException {
    run();
    file("b", THEN, "3");
    Path conf = lake().path("job.conf");
    Files.writeString(
        conf,
        Files.readString(conf)
            .replace("source { type", "source { type = prepared, transforms = [], source { type")
            .replace("incremental = true", "incremental = true }"));
    assertThatThrownBy(this::run).hasMessageContaining("remembers files of source");
    assertThat(ids()).containsExactly(1, 2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ledger=x/_millrace         | ledger must be a folder of its own, such as x/_millrace/ledger
          source.incremental=false   | changed-files, missing-files, max-files and max-bytes are for incremental = true
          source.max-files=0         | max-files must be at least 1
          """)
  void whatMeansNothingIsRefused(String setting, String problem) {
    write("job.conf", "nightly", "max-files = 2");
    assertThatThrownBy(() -> run("--set", setting)).hasMessageContaining(problem);
  }
}
