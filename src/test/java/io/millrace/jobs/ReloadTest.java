package io.millrace.jobs;

import static io.millrace.support.Table.table;
import static io.millrace.support.Table.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.jobs.io.CommitMarker;
import io.millrace.support.SparkExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A second full load replaces a table when told to, and what is left of the first one is over. */
@ExtendWith(SparkExtension.class)
class ReloadTest {

  private static final String FIRST = "load1-LOAD00000001.csv";
  private static final String SECOND = "load2-LOAD00000001.csv";
  private static final String NUMBERED =
      "{ type = normalize-dms-changes, timestamp = ts, full-load = \"_file_name like '%LOAD%'\", load = \"int(substring(_file_name, 5, 1))\" }";

  @TempDir private Path folder;
  private DmsTable people;
  private SparkSession spark;

  @BeforeEach
  void firstLoad(SparkSession session) {
    spark = session;
    people =
        new DmsTable(folder, session)
            .steps(NUMBERED)
            .file(FIRST, "I,2026-01-02 03:00:00,1,ann,rome", "I,2026-01-02 03:00:00,2,bo,rome");
    people.run();
  }

  /** As with loads that have no number, and then one that has. */
  @Test
  void theFirstNumberIsThatOfAnotherLoadToo() {
    people
        .steps(
            "{ type = normalize-dms-changes, timestamp = ts, full-load = \"_file_name like '%LOAD%'\" }")
        .sink("full-refresh = true")
        .run();
    people.steps(NUMBERED).sink("").without(FIRST).file(SECOND, "I,2026-01-02 05:00:00,1,amy,oslo");
    assertThatThrownBy(people::run)
        .hasMessageContaining("the changes hold full load 2, the files in")
        .hasMessageContaining("are of full load 0; set full-refresh = true for one run");
    assertThat(now()).isEqualTo(people("1|ann|rome\n2|bo|rome"));
  }

  /** Whatever else is in the batch. */
  @Test
  void lateChangesWithoutANumberAreOver() {
    reloaded();
    people
        .steps("{ type = normalize-dms-changes, timestamp = ts }")
        .file(
            "20260102-060000000.csv",
            "U,2026-01-02 06:00:00,2,old,rome",
            "I,2026-01-02 06:00:00,9,old,rome")
        .run();
    assertThat(now()).isEqualTo(people("1|amy|oslo\n3|cy|oslo"));
  }

  /** A folder in which the first one was left, into a table that is there or that is not. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void ofTwoLoadsInOneBatchTheNewestIsAllThereIs(boolean replacing) {
    String target = replacing ? "table" : "other";
    people
        .into(target)
        .file("load1-20260102-040000000.csv", "I,2026-01-02 04:00:00,7,old,rome")
        .file(SECOND, "I,2026-01-02 05:00:00,1,amy,oslo", "I,2026-01-02 05:00:00,3,cy,oslo")
        .sink(replacing ? "full-refresh = true" : "")
        .run();
    assertThat(now()).isEqualTo(people("1|amy|oslo\n3|cy|oslo"));
  }

  /** A scheduler that tries again with the flag that the reload needed. */
  @Test
  void changesAloneReplaceNothing() {
    people
        .without(FIRST)
        .file("load1-20260102-040000000.csv", "U,2026-01-02 04:00:00,1,eve,rome")
        .sink("full-refresh = true");
    assertThatThrownBy(people::run)
        .hasMessageContaining(
            "no row of a full load is among the changes, and nothing else would be left of")
        .hasMessageContaining("let this run read a full load, the one with number 1");
    assertThat(now()).isEqualTo(people("1|ann|rome\n2|bo|rome"));
  }

  private void reloaded() {
    people
        .without(FIRST)
        .file(SECOND, "I,2026-01-02 05:00:00,1,amy,oslo", "I,2026-01-02 05:00:00,3,cy,oslo")
        .sink("full-refresh = true")
        .run();
    people.without(SECOND).sink("");
  }

  private String now() {
    return text(people.rows("id", "name", "office").orderBy("id"));
  }

  private static String people(String rows) {
    return table("id int|name string|office string\n" + rows);
  }

  @Test
  void itIsRefusedUnlessToldTo() {
    people.file(SECOND, "I,2026-01-02 05:00:00,1,amy,oslo");
    assertThatThrownBy(people::run)
        .hasMessageContaining("the changes hold full load 2")
        .hasMessageContaining("set full-refresh = true for one run");
    assertThat(now()).isEqualTo(people("1|ann|rome\n2|bo|rome"));
  }

  @Test
  void aLateChangeOfTheFirstLoadIsOver() {
    reloaded();
    assertThat(now()).isEqualTo(people("1|amy|oslo\n3|cy|oslo"));
    people
        .file(
            "load1-20260102-060000000.csv",
            "U,2026-01-02 06:00:00,1,old,rome",
            "U,2026-01-02 06:00:00,2,old,rome",
            "I,2026-01-02 06:00:00,9,old,rome")
        .file("load2-20260102-060000000.csv", "U,2026-01-02 06:00:00,3,cyd,oslo")
        .run();
    assertThat(now()).isEqualTo(people("1|amy|oslo\n3|cyd|oslo"));
  }

  @Test
  void anEmptiedTableRemembersItsLoad() {
    reloaded();
    people
        .file(
            "load2-20260102-060000000.csv",
            "D,2026-01-02 06:00:00,1,,",
            "D,2026-01-02 06:00:00,3,,")
        .run();
    people
        .without("load2-20260102-060000000.csv")
        .file("load1-20260102-070000000.csv", "I,2026-01-02 07:00:00,2,late,rome")
        .run();
    assertThat(people.rows("id").count()).isZero();
  }

  /** The journal of a run that died while it published: whether it counted decides. */
  @Test
  void aReloadThatDiedWhilePublishingIsUndoneOrFinishedWithoutBeingToldAgain() throws IOException {
    for (boolean decided : new boolean[] {false, true}) {
      String before = now();
      Path target = folder.resolve("table");
      Path old = file(target);
      Path late = Files.copy(old, target.resolve("part-of-the-dead.parquet"));
      CommitMarker marker =
          new CommitMarker(folder.toString(), "dead", spark.sparkContext().hadoopConfiguration());
      if (decided) {
        marker.prepare(java.util.List.of(target.toString()));
        marker.set();
      }
      Files.writeString(
          target.resolve("_millrace/publishing-dead.json"),
          """
          {"run":"dead","marker":"%s","marked":true,"created":["%s"],"replaced":["%s"]}"""
              .formatted(marker.path(), late, old));
      Files.delete(target.resolve("_SUCCESS"));
      people.without(FIRST).file(FIRST, "I,2026-01-02 03:00:00,1,ann,rome").run();
      assertThat(now()).isEqualTo(before);
      assertThat(target.resolve("_SUCCESS")).exists();
      assertThat(late).doesNotExist();
      assertThat(target.resolve("_millrace/publishing-dead.json")).doesNotExist();
    }
  }

  private static Path file(Path target) throws IOException {
    try (Stream<Path> files = Files.list(target)) {
      return files.filter(file -> file.toString().endsWith(".parquet")).findFirst().orElseThrow();
    }
  }
}
