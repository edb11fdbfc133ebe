package io.millrace.jobs.io;

import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.jobs.table.TableFormat;
import io.millrace.support.SparkExtension;
import io.millrace.support.Table;
import io.millrace.transforms.Trace;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.connector.catalog.Identifier;
import org.apache.spark.sql.delta.catalog.DeltaCatalog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Two jobs that write to one Delta table at the same time, where only one may. */
@ExtendWith(SparkExtension.class)
class FillMeanwhileTest {

  @TempDir private Path folder;

  /** Does something once, when a job has looked at its table and is about to write. */
  @SuppressWarnings("overrides") // of Delta, whose method takes an array where Spark has varargs
  public static final class Meanwhile extends DeltaCatalog {

    private static final AtomicReference<Runnable> OTHER = new AtomicReference<>();

    @Override
    public org.apache.spark.sql.connector.catalog.Table loadTable(Identifier name) {
      if (isAppending()) {
        Optional.ofNullable(OTHER.getAndSet(null)).ifPresent(Runnable::run);
      }
      return super.loadTable(name);
    }

    private static boolean isAppending() {
      return StackWalker.getInstance()
          .walk(
              frames ->
                  frames.anyMatch(
                      it ->
                          it.getClassName().endsWith(".table.TargetTable")
                              && it.getMethodName().equals("append")));
    }
  }

  private static Sink.Staged stage(SparkSession spark, String table, WriteMode mode, String id) {
    WriteTable sink =
        new WriteTable(table, TableFormat.DELTA, mode, List.of(), List.of(), Map.of());
    Dataset<Row> rows = Table.rows(spark, "id int\n" + id);
    return sink.stage(
        rows.withColumn(Trace.ASIDE, lit(null).cast(Trace.ASIDE_TYPE)),
        new Run("run-" + id, Optional.empty(), false));
  }

  /** And what is taken back is ours alone, also where another job's rows came before them. */
  @Test
  void onlyOneFillsAnEmptyTable(SparkSession spark) {
    Tables theirs = new Tables(spark.newSession(), TableFormat.DELTA, folder);
    String table = theirs.name("visits");
    theirs.spark.sql("CREATE TABLE %s (id int) USING delta".formatted(table));
    SparkSession own = spark.newSession();
    own.conf().set("spark.sql.catalog.spark_catalog", Meanwhile.class.getName());
    Sink.Staged ours = stage(own, table, WriteMode.ERROR_IF_EXISTS, "1");

    Meanwhile.OTHER.set(() -> stage(theirs.spark, table, WriteMode.ERROR_IF_EXISTS, "2").publish());
    assertThatThrownBy(ours::publish)
        .hasMessageContaining(
            "visits was written by somebody else since this job looked at it; run the job again");
    assertThat(Meanwhile.OTHER).as("what happens meanwhile").hasNullValue();
    ours.withdraw();
    ours.discard();
    assertThat(theirs.lines("visits", "id")).containsExactly("[2]");

    Sink.Staged added = stage(own, table, WriteMode.APPEND, "4");
    Meanwhile.OTHER.set(() -> stage(theirs.spark, table, WriteMode.APPEND, "3").publish());
    added.publish();
    assertThat(theirs.lines("visits", "id")).containsExactly("[2]", "[3]", "[4]");
    added.withdraw();
    assertThat(theirs.lines("visits", "id")).containsExactly("[2]", "[3]");
  }
}
