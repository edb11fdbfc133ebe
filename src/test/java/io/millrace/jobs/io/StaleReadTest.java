package io.millrace.jobs.io;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.jobs.table.TableFormat;
import io.millrace.support.SparkExtension;
import io.millrace.transforms.Deletes;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.iceberg.spark.SparkCatalog;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.analysis.NoSuchTableException;
import org.apache.spark.sql.connector.catalog.Identifier;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.delta.catalog.DeltaCatalog;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A merge that makes rows of what the table has, where another one commits after it has looked. */
@ExtendWith(SparkExtension.class)
class StaleReadTest {

  private static final AtomicReference<Runnable> OTHER = new AtomicReference<>();

  @TempDir private Path folder;

  /** Iceberg's catalog, with another merge when ours opens its table to write to it. */
  public static final class Iceberg extends SparkCatalog {
    @Override
    public Table loadTable(Identifier name) throws NoSuchTableException {
      meanwhile(name);
      return super.loadTable(name);
    }
  }

  /** The same for Delta. */
  @SuppressWarnings("overrides") // of Delta, whose method takes an array where Spark has varargs
  public static final class Delta extends DeltaCatalog {
    @Override
    public Table loadTable(Identifier name) {
      meanwhile(name);
      return super.loadTable(name);
    }
  }

  private static void meanwhile(Identifier name) {
    Runnable other = OTHER.get();
    if (other == null || !name.name().equals("orders") || !isWriting()) {
      return;
    }
    OTHER.set(null);
    // In a thread of its own: what a commit is tagged with belongs to a thread.
    Thread thread = new Thread(other, "another merge");
    thread.start();
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean isWriting() {
    return StackWalker.getInstance()
        .walk(
            frames -> {
              var names = frames.map(it -> it.getClassName()).toList();
              return names.stream().anyMatch(it -> it.endsWith(".table.Merging"))
                  && names.stream().noneMatch(it -> it.endsWith(".table.TargetTable"))
                  && names.stream().noneMatch(it -> it.endsWith(".table.CommitLog"));
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          2 | ICEBERG | U 05 1 five 5 | U 07 1 seven 7 | [1,one,1,1,5] [1,five,5,5,7] [1,seven,7,7,null]
          1 | DELTA   | U 07 1 - 7    | U 05 1 five -  | [1,five,7]
          """)
  void nothingOfEitherIsLost(
      int scdType, TableFormat format, String ours, String other, String rows, SparkSession spark)
      throws InterruptedException {
    Tables theirs = new Tables(spark.newSession(), format, folder);
    MergeIntoTable sink = theirs.sink("orders", PartialChangesTest.rules(scdType, Deletes.HARD));
    theirs.merge(sink, PartialChangesTest.changes(theirs.spark, "I 01 1 one 1"));
    SparkSession own = spark.newSession();
    boolean iceberg = format == TableFormat.ICEBERG;
    Class<?> catalog = iceberg ? Iceberg.class : Delta.class;
    own.conf().set("spark.sql.catalog." + (iceberg ? "lake" : "spark_catalog"), catalog.getName());
    Tables writing = new Tables(own, format, folder, "own");

    OTHER.set(() -> theirs.merge(sink, PartialChangesTest.changes(theirs.spark, other)));
    writing.merge(sink, PartialChangesTest.changes(own, ours));

    assertThat(OTHER).as("what happens meanwhile").hasNullValue();
    String[] columns =
        scdType == 1
            ? new String[] {"id", "a", "b"}
            : new String[] {"id", "a", "b", "day(__start_at)", "day(__end_at)"};
    // As a third, who knows nothing.
    Tables fresh = new Tables(spark.newSession(), format, folder);
    assertThat(fresh.lines("orders", columns))
        .containsExactlyInAnyOrder(rows == null ? new String[0] : rows.split(" ", -1));
  }
}
