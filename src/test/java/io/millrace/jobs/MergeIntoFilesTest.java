package io.millrace.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.support.SparkExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Changes as CSV {@code n,op,id,dept,name} become the rows of Parquet files. */
@ExtendWith(SparkExtension.class)
class MergeIntoFilesTest {

  @TempDir private Path folder;
  private SparkSession spark;
  private MergedFolder merged;

  @BeforeEach
  void session(SparkSession given) {
    spark = given;
    merged = new MergedFolder(folder, given);
  }

  @Test
  void insertsUpdatesAndDeletesOverTwoRuns() {
    merged.merge("1,I,1,it,ann", "2,I,2,it,bob", "3,I,3,hr,eve");
    RunReport report = merged.merge("4,U,1,hr,anna", "5,D,2,,", "6,I,4,it,dan");
    assertThat(merged.table()).containsExactly("1|hr|anna", "3|hr|eve", "4|it|dan");
    assertThat(report.json().toString()).contains("rows-written=3", "tombstones=1", "written=3");
  }

  @Test
  void deleteThenInsertOfAKeyInOneBatchSurvives() {
    merged.merge("1,I,1,it,ann");
    merged.merge("2,D,1,,", "3,I,1,hr,ann2");
    assertThat(merged.table()).containsExactly("1|hr|ann2");
  }

  @Test
  void severalChangesOfAKeyInOneBatchLeaveTheLast() {
    merged.merge("1,I,1,it,ann", "3,U,1,it,c", "2,U,1,it,b");
    assertThat(merged.table()).containsExactly("1|it|c");
  }

  @Test
  void anUpdateOfAnUnknownKeyInserts() {
    merged.merge("1,U,7,it,ann");
    assertThat(merged.table()).containsExactly("7|it|ann");
  }

  @Test
  void anOlderChangeThatComesLateNeitherOverwritesNorBringsBack() {
    merged.merge("5,U,1,it,new", "6,D,2,,");
    merged.merge("1,I,1,it,old", "2,I,2,it,gone", "3,U,2,it,gone");
    assertThat(merged.table()).containsExactly("1|it|new");
    merged.merge("7,I,2,it,again");
    assertThat(merged.table()).containsExactly("1|it|new", "2|it|again");
  }

  @Test
  void aDeleteWithOnlyItsKeyFindsItsRowAcrossPartitions() {
    merged.sink = "partition-by = [dept]";
    merged.merge("1,I,1,it,ann", "2,I,2,hr,bob", "3,I,3,it,eve");
    merged.merge("4,D,1,,", "5,U,2,it,bob");
    assertThat(merged.table()).containsExactly("2|it|bob", "3|it|eve");
    assertThat(folder.resolve("table/dept=hr")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void batchesInAnyOrderAndTwiceLeaveTheSame(long seed) {
    merged.sink = "partition-by = [dept]";
    List<String[]> all =
        new ArrayList<>(
            List.of(
                new String[] {"1,I,1,it,a", "2,I,2,it,b", "3,I,3,hr,c"},
                new String[] {"4,U,1,hr,a2", "5,D,2,,"},
                new String[] {"6,I,2,hr,b2", "7,D,3,,", "8,U,1,it,a3"},
                new String[] {"9,D,4,,", "10,D,1,,", "11,I,1,hr,a4"}));
    all.addAll(List.copyOf(all));
    Collections.shuffle(all, new Random(seed));
    all.forEach(merged::merge);
    assertThat(merged.table()).containsExactly("1|hr|a4", "2|hr|b2");
  }

  @Test
  void softDeletesKeepTheRowAsItWas() {
    merged.rules = ", deletes = soft";
    merged.merge("1,I,1,it,ann", "2,I,2,hr,bob");
    merged.merge("5,D,1,,", "3,U,1,it,anna");
    assertThat(merged.rows("id", "name", "_deletion.sequence.n"))
        .containsExactly("1|anna|5", "2|bob|null");
    merged.merge("9,U,1,it,back");
    assertThat(
            spark
                .read()
                .parquet(folder + "/table")
                .where("_deletion is null or _change > _deletion")
                .count())
        .isEqualTo(2);
  }

  @Test
  void historyHoldsEveryVersion() {
    merged.rules = ", scd-type = 2";
    merged.merge("10,I,1,it,a", "30,D,1,,", "12,I,2,it,x");
    merged.merge("20,U,1,it,b", "40,I,1,hr,c");
    assertThat(merged.rows("id", "name", "__start_at", "__end_at"))
        .containsExactly("1|a|10|20", "1|b|20|30", "1|c|40|null", "2|x|12|null");
    merged.merge("15,U,1,it,late");
    assertThat(merged.rows("id", "name", "__start_at", "__end_at"))
        .containsExactly("1|a|10|15", "1|b|20|30", "1|c|40|null", "1|late|15|20", "2|x|12|null");
  }

  @Test
  void aTruncationTakesAllThatCameBefore() {
    merged.rules = ", apply-as-truncate-when = \"op = 'T'\"";
    merged.merge("1,I,1,it,a", "2,I,2,it,b", "9,I,3,it,c");
    merged.merge("5,T,,,", "6,I,1,it,a2");
    assertThat(merged.table()).containsExactly("1|it|a2", "3|it|c");
    merged.merge("4,U,2,it,late");
    assertThat(merged.table()).containsExactly("1|it|a2", "3|it|c");
  }

  @Test
  void ignoredNullsKeepWhatWasThere() {
    merged.rules = ", ignore-null-updates = true";
    merged.schema = MergedFolder.SCHEMA;
    merged.merge("1,I,1,it,a");
    merged.merge("3,U,1,,c", "2,U,1,hr,");
    assertThat(merged.table()).containsExactly("1|hr|c");
    merged.merge("4,D,1,,", "5,U,1,,d");
    assertThat(merged.table()).containsExactly("1|null|d");
  }

  @Test
  void aTruncationTakesOnlyWhatCameBeforeItHoweverOftenItIsMerged() {
    merged.rules = ", apply-as-truncate-when = \"op = 'T'\", deletes = soft";
    merged.merge("1,I,1,it,a", "2,T,,,", "3,I,1,it,b");
    merged.merge("4,I,2,it,c");
    assertThat(merged.rows("id", "name")).containsExactly("1|b", "2|c");
  }

  @Test
  void aTruncationTakesValuesThatLaterChangesDoNotSupply() {
    merged.rules = ", apply-as-truncate-when = \"op = 'T'\", ignore-null-updates = true";
    merged.merge("1,I,1,it,ann", "2,T,,,", "3,U,1,fin,");
    merged.merge("4,I,2,it,bob");
    assertThat(merged.table()).containsExactly("1|fin|null", "2|it|bob");
  }

  @Test
  void ignoredNullsKeepValuesOfColumnsThatAreRenamedOrSpelledOtherwise() {
    merged.rules = ", ignore-null-updates = true";
    merged.sink = "schema-changes { renamed = apply }";
    merged.merge("1,I,1,it,ann", "2,I,2,it,bob");
    merged.schema = MergedFolder.SCHEMA.replace("name", "NAME");
    merged.merge("3,U,1,hr,");
    assertThat(merged.table()).containsExactly("1|hr|ann", "2|it|bob");
    merged.schema = MergedFolder.SCHEMA.replace("name", "alias");
    merged.merge("4,U,1,pr,");
    assertThat(merged.rows("id", "dept", "alias")).containsExactly("1|pr|ann", "2|it|bob");
  }

  @Test
  void aFolderIsNoValueOfAnotherType() {
    merged.sink = "partition-by = [dept]";
    merged.merge("1,I,1,it,ann", "2,I,2,it,bob");
    merged.schema = MergedFolder.SCHEMA.replace("dept string", "dept int");
    assertThatThrownBy(() -> merged.merge("3,U,1,7,ann"))
        .hasMessageContaining("a folder of the target has a name that is not");
    assertThat(merged.table()).containsExactly("1|it|ann", "2|it|bob");
  }

  @Test
  void changesThatAreNoneBecomeRejectsAndTheOthersGoOn() {
    merged.merge("1,I,1,it,ann", "2,I,,it,nobody", ",U,1,it,never");
    assertThat(merged.table()).containsExactly("1|it|ann");
    assertThat(
            spark
                .read()
                .parquet(folder + "/rejects")
                .select("reason", "position", "file")
                .collectAsList()
                .stream()
                .map(
                    row ->
                        row.getString(0)
                            + " at "
                            + row.getLong(1)
                            + " of "
                            + row.getString(2).replaceAll(".*/", "")))
        .containsExactlyInAnyOrder(
            "the key column id is null at 13 of changes.csv",
            "the sequence column n is null at 28 of changes.csv");
  }

  @Test
  void levelChangesOfAKeyFollowThePolicy() {
    merged.rules = ", ties = quarantine";
    merged.merge("1,U,1,it,a", "1,U,1,it,b", "1,U,2,it,x", "1,U,2,it,x");
    assertThat(merged.table()).containsExactly("2|it|x");
    merged.rules = ", ties = fail";
    assertThatThrownBy(() -> merged.merge("7,U,1,it,a", "7,U,1,it,b"))
        .hasMessageContaining("another change of the same key is level with it");
    merged.rules = "";
    merged.merge("9,U,1,it,first", "9,U,1,it,second");
    assertThat(merged.table()).containsExactly("1|it|second", "2|it|x");
  }

  @Test
  void aFullRefreshReplacesWhatIsThere() {
    merged.merge("1,I,1,it,ann", "2,I,2,it,bob", "3,D,3,,");
    merged.sink = "full-refresh = true";
    merged.merge("1,I,1,it,ann", "1,I,3,it,eve");
    assertThat(merged.table()).containsExactly("1|it|ann", "3|it|eve");
    assertThatThrownBy(() -> merged.merge(",I,1,it,ann"))
        .hasMessageContaining("no change is to be applied, and nothing would be left of");
    assertThat(merged.table()).hasSize(2);
  }

  @Test
  void filesThatNoMergeWroteAreLeftAlone() {
    spark.range(3).write().parquet(folder + "/table");
    assertThatThrownBy(() -> merged.merge("1,I,1,it,ann"))
        .hasMessageContaining("holds files that no merge wrote, for they have no column _change");
  }

  @Test
  void onlyFilesThatHoldAChangedKeyAreWrittenAgain() {
    merged.sink = "partition-by = [dept]";
    merged.merge(
        "1,I,1,it,ann",
        "2,I,2,hr,bob",
        "3,I,3,pr,eve",
        "4,I,4,it,dan",
        "5,I,5,hr,kim",
        "6,I,6,pr,lea");
    var before = new Lake(folder).data("table");
    merged.merge("7,U,3,it,eva");
    var after = new Lake(folder).data("table");
    assertThat(merged.table())
        .containsExactly("1|it|ann", "2|hr|bob", "3|it|eva", "4|it|dan", "5|hr|kim", "6|pr|lea");
    assertThat(after.entrySet()).as("files of hr").containsAll(of(before, "dept=hr"));
    assertThat(after.entrySet())
        .as("files of pr")
        .doesNotContainAnyElementsOf(of(before, "dept=pr"));
  }

  private static Set<Map.Entry<String, String>> of(Map<String, String> files, String partition) {
    return files.entrySet().stream()
        .filter(file -> file.getKey().startsWith(partition))
        .collect(Collectors.toSet());
  }

  @Test
  void nothingToMergeLeavesTheNextMergeCheap() {
    merged.sink = "partition-by = [dept]";
    merged.merge("1,I,1,it,ann", "2,I,2,hr,bob", "3,I,3,it,dan", "4,I,4,hr,kim");
    merged.merge("5,I,,it,nobody");
    var before = new Lake(folder).data("table");
    merged.merge("6,U,1,it,anna");
    var after = new Lake(folder).data("table");
    assertThat(after.entrySet()).containsAll(of(before, "dept=hr"));
    assertThat(merged.table()).containsExactly("1|it|anna", "2|hr|bob", "3|it|dan", "4|hr|kim");
  }

  @Test
  void filesOfARunThatDiedWhilePublishingAreMended() throws IOException {
    merged.merge("1,I,1,it,ann", "2,I,2,it,bob");
    Path old;
    try (Stream<Path> files = Files.list(folder.resolve("table"))) {
      old = files.filter(file -> file.toString().endsWith(".parquet")).findFirst().orElseThrow();
    }
    byte[] before = Files.readAllBytes(old);
    merged.merge("3,U,1,it,anna", "4,D,2,,");
    Files.write(old, before);
    Files.delete(folder.resolve("table/_SUCCESS"));
    merged.merge("5,I,,it,nobody");
    merged.merge("5,I,3,it,eve");
    assertThat(merged.table()).containsExactly("1|it|anna", "3|it|eve");
  }
}
