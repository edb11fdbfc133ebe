package io.millrace.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.support.SparkExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
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

  private static final String SCHEMA = "n int, op string, id int, dept string, name string";

  @TempDir private Path folder;
  private SparkSession spark;
  private int batches;
  private String schema = SCHEMA;
  private String rules = "";
  private String sink = "";

  @BeforeEach
  void session(SparkSession given) {
    spark = given;
  }

  private RunReport merge(String... lines) {
    String in = folder + "/in/" + batches++;
    new Lake(folder).write("in/" + (batches - 1) + "/changes.csv", lines);
    return new Lake(folder)
        .job(
            """
            name = merge
            source { type = read-files, format = csv, path = "%s", schema = "%s" }
            sink {
              type = merge-into-files
              path = "%s/table"
              changes { keys = [id], sequence-by = [n], apply-as-delete-when = "op = 'D'", except-columns = [op, n]%s }
              %s
            }
            rejects { path = "%s/rejects" }
            # Compiling what runs once, over a few rows, is most of the time.
            spark { "sql.codegen.wholeStage" = false, "sql.codegen.factoryMode" = NO_CODEGEN }
            """
                .formatted(in, schema, folder, rules, sink, folder))
        .run(spark);
  }

  private List<String> rows(String... columns) {
    String[] rest = Arrays.copyOfRange(columns, 1, columns.length);
    return spark.read().parquet(folder + "/table").select(columns[0], rest).collectAsList().stream()
        .map(MergeIntoFilesTest::text)
        .sorted()
        .toList();
  }

  private static String text(Row row) {
    List<String> values = new ArrayList<>();
    for (int i = 0; i < row.size(); i++) {
      values.add(String.valueOf(row.get(i)));
    }
    return String.join("|", values);
  }

  private List<String> table() {
    return rows("id", "dept", "name");
  }

  @Test
  void insertsUpdatesAndDeletesOverTwoRuns() {
    merge("1,I,1,it,ann", "2,I,2,it,bob", "3,I,3,hr,eve");
    RunReport report = merge("4,U,1,hr,anna", "5,D,2,,", "6,I,4,it,dan");
    assertThat(table()).containsExactly("1|hr|anna", "3|hr|eve", "4|it|dan");
    assertThat(report.json().toString()).contains("rows-written=3", "tombstones=1", "written=3");
  }

  @Test
  void deleteThenInsertOfAKeyInOneBatchSurvives() {
    merge("1,I,1,it,ann");
    merge("2,D,1,,", "3,I,1,hr,ann2");
    assertThat(table()).containsExactly("1|hr|ann2");
  }

  @Test
  void severalChangesOfAKeyInOneBatchLeaveTheLast() {
    merge("1,I,1,it,ann", "3,U,1,it,c", "2,U,1,it,b");
    assertThat(table()).containsExactly("1|it|c");
  }

  @Test
  void anUpdateOfAnUnknownKeyInserts() {
    merge("1,U,7,it,ann");
    assertThat(table()).containsExactly("7|it|ann");
  }

  @Test
  void anOlderChangeThatComesLateNeitherOverwritesNorBringsBack() {
    merge("5,U,1,it,new", "6,D,2,,");
    merge("1,I,1,it,old", "2,I,2,it,gone", "3,U,2,it,gone");
    assertThat(table()).containsExactly("1|it|new");
    merge("7,I,2,it,again");
    assertThat(table()).containsExactly("1|it|new", "2|it|again");
  }

  @Test
  void aDeleteWithOnlyItsKeyFindsItsRowAcrossPartitions() {
    sink = "partition-by = [dept]";
    merge("1,I,1,it,ann", "2,I,2,hr,bob", "3,I,3,it,eve");
    merge("4,D,1,,", "5,U,2,it,bob");
    assertThat(table()).containsExactly("2|it|bob", "3|it|eve");
    assertThat(folder.resolve("table/dept=hr")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void batchesInAnyOrderAndTwiceLeaveTheSame(long seed) {
    sink = "partition-by = [dept]";
    List<String[]> all =
        new ArrayList<>(
            List.of(
                new String[] {"1,I,1,it,a", "2,I,2,it,b", "3,I,3,hr,c"},
                new String[] {"4,U,1,hr,a2", "5,D,2,,"},
                new String[] {"6,I,2,hr,b2", "7,D,3,,", "8,U,1,it,a3"},
                new String[] {"9,D,4,,", "10,D,1,,", "11,I,1,hr,a4"}));
    all.addAll(List.copyOf(all));
    Collections.shuffle(all, new Random(seed));
    all.forEach(this::merge);
    assertThat(table()).containsExactly("1|hr|a4", "2|hr|b2");
  }

  @Test
  void softDeletesKeepTheRowAsItWas() {
    rules = ", deletes = soft";
    merge("1,I,1,it,ann", "2,I,2,hr,bob");
    merge("5,D,1,,", "3,U,1,it,anna");
    assertThat(rows("id", "name", "_deletion.sequence.n"))
        .containsExactly("1|anna|5", "2|bob|null");
    merge("9,U,1,it,back");
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
    rules = ", scd-type = 2";
    merge("10,I,1,it,a", "30,D,1,,", "12,I,2,it,x");
    merge("20,U,1,it,b", "40,I,1,hr,c");
    assertThat(rows("id", "name", "__start_at", "__end_at"))
        .containsExactly("1|a|10|20", "1|b|20|30", "1|c|40|null", "2|x|12|null");
    merge("15,U,1,it,late");
    assertThat(rows("id", "name", "__start_at", "__end_at"))
        .containsExactly("1|a|10|15", "1|b|20|30", "1|c|40|null", "1|late|15|20", "2|x|12|null");
  }

  @Test
  void aTruncationTakesAllThatCameBefore() {
    rules = ", apply-as-truncate-when = \"op = 'T'\"";
    merge("1,I,1,it,a", "2,I,2,it,b", "9,I,3,it,c");
    merge("5,T,,,", "6,I,1,it,a2");
    assertThat(table()).containsExactly("1|it|a2", "3|it|c");
    merge("4,U,2,it,late");
    assertThat(table()).containsExactly("1|it|a2", "3|it|c");
  }

  @Test
  void ignoredNullsKeepWhatWasThere() {
    rules = ", ignore-null-updates = true";
    schema = SCHEMA;
    merge("1,I,1,it,a");
    merge("3,U,1,,c", "2,U,1,hr,");
    assertThat(table()).containsExactly("1|hr|c");
    merge("4,D,1,,", "5,U,1,,d");
    assertThat(table()).containsExactly("1|null|d");
  }

  @Test
  void aTruncationTakesOnlyWhatCameBeforeItHoweverOftenItIsMerged() {
    rules = ", apply-as-truncate-when = \"op = 'T'\", deletes = soft";
    merge("1,I,1,it,a", "2,T,,,", "3,I,1,it,b");
    merge("4,I,2,it,c");
    assertThat(rows("id", "name")).containsExactly("1|b", "2|c");
  }

  @Test
  void aTruncationTakesValuesThatLaterChangesDoNotSupply() {
    rules = ", apply-as-truncate-when = \"op = 'T'\", ignore-null-updates = true";
    merge("1,I,1,it,ann", "2,T,,,", "3,U,1,fin,");
    merge("4,I,2,it,bob");
    assertThat(table()).containsExactly("1|fin|null", "2|it|bob");
  }

  @Test
  void ignoredNullsKeepValuesOfColumnsThatAreRenamedOrSpelledOtherwise() {
    rules = ", ignore-null-updates = true";
    sink = "schema-changes { renamed = apply }";
    merge("1,I,1,it,ann", "2,I,2,it,bob");
    schema = SCHEMA.replace("name", "NAME");
    merge("3,U,1,hr,");
    assertThat(table()).containsExactly("1|hr|ann", "2|it|bob");
    schema = SCHEMA.replace("name", "alias");
    merge("4,U,1,pr,");
    assertThat(rows("id", "dept", "alias")).containsExactly("1|pr|ann", "2|it|bob");
  }

  @Test
  void aFolderIsNoValueOfAnotherType() {
    sink = "partition-by = [dept]";
    merge("1,I,1,it,ann", "2,I,2,it,bob");
    schema = SCHEMA.replace("dept string", "dept int");
    assertThatThrownBy(() -> merge("3,U,1,7,ann"))
        .hasMessageContaining("a folder of the target has a name that is not");
    assertThat(table()).containsExactly("1|it|ann", "2|it|bob");
  }

  @Test
  void changesThatAreNoneBecomeRejectsAndTheOthersGoOn() {
    merge("1,I,1,it,ann", "2,I,,it,nobody", ",U,1,it,never");
    assertThat(table()).containsExactly("1|it|ann");
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
    rules = ", ties = quarantine";
    merge("1,U,1,it,a", "1,U,1,it,b", "1,U,2,it,x", "1,U,2,it,x");
    assertThat(table()).containsExactly("2|it|x");
    rules = ", ties = fail";
    assertThatThrownBy(() -> merge("7,U,1,it,a", "7,U,1,it,b"))
        .hasMessageContaining("another change of the same key is level with it");
    rules = "";
    merge("9,U,1,it,first", "9,U,1,it,second");
    assertThat(table()).containsExactly("1|it|second", "2|it|x");
  }

  @Test
  void aFullRefreshReplacesWhatIsThere() {
    merge("1,I,1,it,ann", "2,I,2,it,bob", "3,D,3,,");
    sink = "full-refresh = true";
    merge("1,I,1,it,ann", "1,I,3,it,eve");
    assertThat(table()).containsExactly("1|it|ann", "3|it|eve");
    assertThatThrownBy(() -> merge(",I,1,it,ann"))
        .hasMessageContaining("no change is to be applied, and nothing would be left of");
    assertThat(table()).hasSize(2);
  }

  @Test
  void filesThatNoMergeWroteAreLeftAlone() {
    spark.range(3).write().parquet(folder + "/table");
    assertThatThrownBy(() -> merge("1,I,1,it,ann"))
        .hasMessageContaining("holds files that no merge wrote, for they have no column _change");
  }

  @Test
  void onlyFilesThatHoldAChangedKeyAreWrittenAgain() {
    sink = "partition-by = [dept]";
    merge(
        "1,I,1,it,ann",
        "2,I,2,hr,bob",
        "3,I,3,pr,eve",
        "4,I,4,it,dan",
        "5,I,5,hr,kim",
        "6,I,6,pr,lea");
    var before = new Lake(folder).data("table");
    merge("7,U,3,it,eva");
    var after = new Lake(folder).data("table");
    assertThat(table())
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
  void filesOfARunThatDiedWhilePublishingAreMended() throws IOException {
    merge("1,I,1,it,ann", "2,I,2,it,bob");
    Path old;
    try (Stream<Path> files = Files.list(folder.resolve("table"))) {
      old = files.filter(file -> file.toString().endsWith(".parquet")).findFirst().orElseThrow();
    }
    byte[] before = Files.readAllBytes(old);
    merge("3,U,1,it,anna", "4,D,2,,");
    Files.write(old, before);
    Files.delete(folder.resolve("table/_SUCCESS"));
    merge("5,I,,it,nobody");
    merge("5,I,3,it,eve");
    assertThat(table()).containsExactly("1|it|anna", "3|it|eve");
  }
}
