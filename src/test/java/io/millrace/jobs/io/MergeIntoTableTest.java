package io.millrace.jobs.io;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.jobs.table.TableFormat;
import io.millrace.support.SparkExtension;
import io.millrace.transforms.ChangeRules;
import io.millrace.transforms.Deletes;
import io.millrace.transforms.Ties;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What must hold for one key, as a table of cases. They share a table, in which each has keys of
 * its own, so that all of them together cost a few merges.
 */
@ExtendWith(SparkExtension.class)
class MergeIntoTableTest {

  private static final StructType COLUMNS =
      StructType.fromDDL(
          "story string, id int, item string, day date, op string, n int, BI_story string, BI_id int");

  static ChangeRules rules(int scdType, Deletes deletes) {
    return new ChangeRules(
        List.of("story", "id"),
        List.of("n"),
        Optional.of("op = 'D'"),
        Optional.empty(),
        false,
        List.of(),
        List.of("op", "n"),
        scdType,
        Ties.LAST,
        deletes,
        "BI_",
        Duration.ofDays(30));
  }

  /**
   * Batches of changes, {@code op n id item [old id]}, and the rows that they leave: the items, by
   * id; with deletion told beside them; and the versions.
   */
  private record Story(
      String name, List<List<String>> batches, String hard, String soft, String versions) {}

  private static final List<Story> STORIES =
      List.of(
          new Story(
              "an insert, an update and a deletion are applied",
              List.of(
                  List.of("I 1 1 a", "I 2 2 b", "I 3 3 c"), List.of("U 4 1 A", "D 5 2"), List.of()),
              "1=A 3=c",
              "1=A 2=b(deleted 5) 3=c",
              "1=a[1,4) 1=A[4,) 2=b[2,5) 3=c[3,)"),
          new Story(
              "a row that is deleted and inserted in one batch is there",
              List.of(List.of("I 1 1 a"), List.of("D 2 1", "I 3 1 b"), List.of()),
              "1=b",
              "1=b",
              "1=a[1,2) 1=b[3,)"),
          new Story(
              "a row that is inserted and deleted in one batch is not",
              List.of(List.of("I 1 1 a", "D 2 1"), List.of(), List.of()),
              "",
              "1=a(deleted 2)",
              "1=a[1,2)"),
          new Story(
              "an update of a missing row inserts it",
              List.of(List.of(), List.of("U 1 1 a"), List.of()),
              "1=a",
              "1=a",
              "1=a[1,)"),
          new Story(
              "an older insert does not bring back what was deleted before it came",
              List.of(List.of("D 5 1"), List.of("I 3 1 a"), List.of("U 4 1 b")),
              "",
              "1=b(deleted 5)",
              "1=a[3,4) 1=b[4,5)"),
          new Story(
              "a newer insert brings a deleted row back",
              List.of(List.of("I 1 1 a", "D 5 1"), List.of("I 7 1 b"), List.of("D 6 1")),
              "1=b",
              "1=b",
              "1=a[1,5) 1=b[7,)"),
          new Story(
              "an older update and an older deletion change nothing",
              List.of(List.of("I 1 1 a", "U 9 1 z"), List.of("U 5 1 m"), List.of("D 3 1")),
              "1=z",
              "1=z",
              "1=a[1,3) 1=m[5,9) 1=z[9,)"),
          new Story(
              "a batch that comes again changes nothing",
              List.of(
                  List.of("I 1 1 a", "U 2 1 b", "I 3 2 c", "D 4 2"),
                  List.of("I 1 1 a", "U 2 1 b", "I 3 2 c", "D 4 2"),
                  List.of("I 1 1 a", "U 2 1 b", "I 3 2 c", "D 4 2")),
              "1=b",
              "1=b 2=c(deleted 4)",
              "1=a[1,2) 1=b[2,) 2=c[3,4)"),
          new Story(
              "many changes of a key in one batch are one row",
              List.of(
                  List.of("I 1 1 a", "U 4 1 d", "U 2 1 b", "U 3 1 c"),
                  List.of("U 8 1 h", "U 6 1 f", "U 5 1 e", "U 7 1 g"),
                  List.of()),
              "1=h",
              "1=h",
              "1=a[1,2) 1=b[2,3) 1=c[3,4) 1=d[4,5) 1=e[5,6) 1=f[6,7) 1=g[7,8) 1=h[8,)"),
          new Story(
              "a changed key leaves no row under the old one",
              List.of(List.of("I 1 1 a"), List.of("U 2 7 b 1"), List.of()),
              "7=b",
              "1=a(deleted 2) 7=b",
              "1=a[1,2) 7=b[2,)"));

  private static final Map<TableFormat, Map<String, Map<String, String>>> LEFT =
      new EnumMap<>(TableFormat.class);

  @BeforeAll
  static void mergeAll(@TempDir Path folder, SparkSession any) {
    for (TableFormat format : TableFormat.values()) {
      Tables tables = new Tables(any.newSession(), format, folder.resolve(format.name()));
      Map<String, Map<String, String>> left = new TreeMap<>();
      left.put("hard", play(tables, "hard", rules(1, Deletes.HARD), "item", "item"));
      left.put(
          "soft",
          play(
              tables,
              "soft",
              rules(1, Deletes.SOFT),
              "item || if(_deletion > _change, '(deleted ' || _deletion.sequence.n || ')', '')"));
      left.put(
          "versions",
          play(
              tables,
              "versions",
              rules(2, Deletes.HARD),
              "item || '[' || __start_at || ',' || coalesce(string(__end_at), '') || ')'"));
      LEFT.put(format, left);
    }
  }

  /** Merges the first batch of every story, then the second, then the third. */
  private static Map<String, String> play(
      Tables tables, String table, ChangeRules rules, String shown, String... partitionBy) {
    MergeIntoTable sink = tables.sink(table, rules, partitionBy);
    for (int i = 0; i < 3; i++) {
      List<Row> rows = new ArrayList<>();
      for (Story story : STORIES) {
        story.batches().get(i).forEach(change -> rows.add(row(story.name(), change)));
      }
      tables.merge(sink, tables.rows(rows, COLUMNS));
    }
    Map<String, String> left = new TreeMap<>();
    tables
        .spark
        .table(tables.name(table))
        .selectExpr("story", "id || '=' || " + shown + " as shown")
        .orderBy("story", "id", "_change")
        .collectAsList()
        .forEach(row -> left.merge(row.getString(0), row.getString(1), (a, b) -> a + " " + b));
    return left;
  }

  /** A deletion tells its key only: where the table is partitioned by another column, too. */
  private static Row row(String story, String change) {
    String[] parts = change.split(" ", -1);
    boolean gone = parts[0].equals("D");
    Integer was = parts.length > 4 ? Integer.valueOf(parts[4]) : null;
    return RowFactory.create(
        story,
        Integer.valueOf(parts[2]),
        gone ? null : parts[3],
        gone ? null : java.sql.Date.valueOf("2024-05-0" + parts[1]),
        parts[0],
        Integer.valueOf(parts[1]),
        was == null ? null : story,
        was);
  }

  static Stream<Arguments> stories() {
    return Arrays.stream(TableFormat.values())
        .flatMap(
            format -> STORIES.stream().map(story -> Arguments.of(format, story.name(), story)));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("stories")
  void everyStoryEndsAsItShould(TableFormat format, String name, Story story) {
    Map<String, Map<String, String>> left = LEFT.get(format);
    assertThat(left.get("hard").getOrDefault(name, "")).as("hard").isEqualTo(story.hard());
    assertThat(left.get("soft").getOrDefault(name, "")).as("soft").isEqualTo(story.soft());
    assertThat(left.get("versions").getOrDefault(name, ""))
        .as("versions")
        .isEqualTo(story.versions());
  }
}
