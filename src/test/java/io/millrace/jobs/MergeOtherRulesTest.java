package io.millrace.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.support.SparkExtension;
import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Files that runs with other rules wrote. */
@ExtendWith(SparkExtension.class)
class MergeOtherRulesTest {

  @TempDir private Path folder;
  private MergedFolder merged;

  @BeforeEach
  void session(SparkSession given) {
    merged = new MergedFolder(folder, given);
  }

  @Test
  void aHistoryBecomesOneRowPerKeyWhereOnlyThoseAreWanted() {
    merged.rules = ", scd-type = 2";
    merged.sink = "partition-by = [dept]";
    merged.merge(
        "1,I,1,it,a",
        "2,U,1,it,b",
        "3,U,1,hr,c",
        "4,I,2,it,x",
        "5,D,2,,",
        "6,I,3,pr,y",
        "7,I,4,hr,z");
    merged.rules = "";
    merged.merge("8,U,3,pr,new");
    assertThat(merged.table()).containsExactly("1|hr|c", "3|pr|new", "4|hr|z");
    merged.merge("9,U,1,it,d");
    assertThat(merged.table()).containsExactly("1|it|d", "3|pr|new", "4|hr|z");
  }

  @Test
  void rowsOfOtherKeysBecomeOnePerKey() {
    merged.sink = "partition-by = [dept]";
    merged.merge("1,I,1,it,ann", "2,I,2,hr,bob");
    merged.keys = "[id, name]";
    merged.merge("3,I,1,it,eve", "4,I,1,pr,kim", "5,I,2,hr,dan");
    assertThat(merged.rows("id", "name"))
        .containsExactly("1|ann", "1|eve", "1|kim", "2|bob", "2|dan");
    merged.keys = "[id]";
    merged.merge("6,U,2,hr,lea");
    assertThat(merged.table()).containsExactly("1|pr|kim", "2|hr|lea");
  }

  /** Nor does it take rows away as a truncation does, which has no key either. */
  @Test
  void aDeletionIsRememberedUnderTheNewNameOfItsKey() {
    merged.sink = "schema-changes { renamed = apply }";
    for (String truncates : new String[] {"", ", apply-as-truncate-when = \"op = 'T'\""}) {
      merged.rules = truncates;
      merged.schema = MergedFolder.SCHEMA;
      merged.keys = "[id]";
      merged.sink =
          "schema-changes { renamed = apply }"
              + (truncates.isEmpty() ? "" : ", full-refresh = true");
      merged.merge("1,I,1,it,ann", "2,I,2,hr,bob", "3,I,3,pr,eve", "10,D,3,,");
      merged.sink = "schema-changes { renamed = apply }";
      merged.schema = MergedFolder.SCHEMA.replace("id int", "person int");
      merged.keys = "[person]";
      merged.merge("11,U,1,it,anna");
      merged.merge("4,U,3,pr,late");
      assertThat(merged.rows("person", "name")).containsExactly("1|anna", "2|bob");
    }
  }

  @Test
  void aDeletionOfOtherKeysTakesNoOtherRow() {
    merged.rules = ", apply-as-truncate-when = \"op = 'T'\"";
    merged.merge("1,I,1,it,ann", "2,I,2,hr,bob", "10,D,3,,");
    merged.keys = "[name, id]";
    merged.merge("11,I,4,pr,kim");
    assertThat(merged.rows("name", "id")).containsExactly("ann|1", "bob|2", "kim|4");
  }

  @Test
  void rowsThatWereKeptAsDeletedLeaveWhereDeletionsAreHard() {
    merged.rules = ", deletes = soft";
    merged.sink = "partition-by = [dept]";
    merged.merge("1,I,1,it,ann", "2,I,2,hr,bob", "3,I,3,pr,eve", "4,D,2,,");
    merged.rules = "";
    merged.merge("5,U,3,pr,eva");
    assertThat(merged.table()).containsExactly("1|it|ann", "3|pr|eva");
    merged.merge("3,U,2,hr,late");
    assertThat(merged.table()).containsExactly("1|it|ann", "3|pr|eva");
  }
}
