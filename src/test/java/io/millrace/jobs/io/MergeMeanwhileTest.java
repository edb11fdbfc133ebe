package io.millrace.jobs.io;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.jobs.table.TableFormat;
import io.millrace.support.SparkExtension;
import io.millrace.support.Table;
import io.millrace.transforms.ChangeRules;
import io.millrace.transforms.Deletes;
import io.millrace.transforms.Ties;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.iceberg.spark.SparkCatalog;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.analysis.NoSuchTableException;
import org.apache.spark.sql.connector.catalog.Identifier;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Two jobs that merge into one table at the same time. */
@ExtendWith(SparkExtension.class)
class MergeMeanwhileTest {

  @TempDir private Path folder;

  /** Does something once, when a merge has just loaded the deletions that it heeds. */
  public static final class Meanwhile extends SparkCatalog {

    private static final AtomicReference<Runnable> OTHER = new AtomicReference<>();

    @Override
    public org.apache.spark.sql.connector.catalog.Table loadTable(Identifier name)
        throws NoSuchTableException {
      var table = super.loadTable(name);
      if (name.name().endsWith("_tombstones") && isMerging()) {
        Optional.ofNullable(OTHER.getAndSet(null)).ifPresent(Meanwhile::elsewhere);
      }
      return table;
    }

    /** In a thread of its own: what a commit is tagged with belongs to a thread. */
    private static void elsewhere(Runnable other) {
      Thread thread = new Thread(other, "another merge");
      thread.start();
      try {
        thread.join();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    private static boolean isMerging() {
      return StackWalker.getInstance()
          .walk(
              frames ->
                  frames.anyMatch(
                      it ->
                          it.getClassName().endsWith(".table.Merging")
                              && List.of("latest", "versions").contains(it.getMethodName())));
    }
  }

  private static ChangeRules rules(int scdType) {
    return new ChangeRules(
        List.of("id"),
        List.of("at"),
        Optional.of("op = 'D'"),
        Optional.empty(),
        false,
        List.of(),
        List.of("op", "at"),
        scdType,
        Ties.LAST,
        Deletes.HARD,
        "BI_",
        Duration.ofDays(30));
  }

  /** {@code op day id item}. */
  private static Dataset<Row> changes(Tables tables, String change) {
    return Table.rows(
        tables.spark,
        "op string | at timestamp | id int | item string\n%s | 2024-05-%s 00:00:00 | %s | %s"
            .formatted((Object[]) change.split(" ", -1)));
  }

  /** Neither knows of the other's change when it begins to merge its own. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "",
      textBlock =
          """
          1 | I 05 9 late | D 06 9 - | [1,a]
          1 | I 07 9 new  | D 06 9 - | [1,a] [9,new]
          2 | I 05 9 late | D 06 9 - | [1,a,1,null] [9,late,5,6]
          2 | I 07 9 new  | D 06 9 - | [1,a,1,null] [9,new,7,null]
          """)
  void aDeletionCountsThatAnotherJobRemembersMeanwhile(
      int scdType, String change, String other, String rows, SparkSession spark) {
    Tables theirs = new Tables(spark.newSession(), TableFormat.ICEBERG, folder);
    MergeIntoTable sink = theirs.sink("orders", rules(scdType));
    theirs.merge(sink, changes(theirs, "I 01 1 a"));
    SparkSession own = spark.newSession();
    own.conf().set("spark.sql.catalog.lake", Meanwhile.class.getName());
    Tables ours = new Tables(own, TableFormat.ICEBERG, folder, "own");

    Meanwhile.OTHER.set(() -> theirs.merge(sink, changes(theirs, other)));
    ours.merge(sink, changes(ours, change));

    assertThat(Meanwhile.OTHER).as("what happens meanwhile").hasNullValue();
    String[] columns =
        scdType == 1
            ? new String[] {"id", "item"}
            : new String[] {"id", "item", "day(__start_at)", "day(__end_at)"};
    // As a third, who knows nothing.
    Tables fresh = new Tables(spark.newSession(), TableFormat.ICEBERG, folder);
    assertThat(String.join(" ", fresh.lines("orders", columns))).isEqualTo(rows);
    assertThat(fresh.lines("orders_tombstones", "id")).containsExactly("[9]");
  }
}
