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
import org.apache.iceberg.spark.SparkCatalog;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.analysis.NoSuchTableException;
import org.apache.spark.sql.connector.catalog.Identifier;
import org.apache.spark.sql.delta.catalog.DeltaCatalog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Another job writes at the very time at which this one makes a table, or takes its rows back. */
@ExtendWith(SparkExtension.class)
class TakenBackMeanwhileTest {

  private static final AtomicReference<Runnable> OTHER = new AtomicReference<>();
  private static String during;

  @TempDir private Path folder;

  private static void meanwhile() {
    boolean now =
        StackWalker.getInstance()
            .walk(
                frames ->
                    frames.anyMatch(
                        it ->
                            it.getClassName().startsWith("io.millrace.jobs.table.")
                                && it.getMethodName().equals(during)));
    if (now) {
      Optional<Runnable> other = Optional.ofNullable(OTHER.getAndSet(null));
      // Spark's own catalog lets nobody else in while it makes a table.
      other.ifPresent(during.equals("create") ? Runnable::run : TakenBackMeanwhileTest::elsewhere);
    }
  }

  /** In a thread of its own, as what Iceberg is to note of a commit goes by threads. */
  private static void elsewhere(Runnable other) {
    try {
      Thread thread = new Thread(other);
      thread.start();
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Of Iceberg. */
  public static final class Iceberg extends SparkCatalog {
    @Override
    public org.apache.spark.sql.connector.catalog.Table loadTable(Identifier name)
        throws NoSuchTableException {
      meanwhile();
      return super.loadTable(name);
    }

    @Override
    public boolean tableExists(Identifier name) {
      boolean exists = super.tableExists(name);
      meanwhile();
      return exists;
    }
  }

  /** Of Delta. */
  @SuppressWarnings("overrides") // of Delta, whose method takes an array where Spark has varargs
  public static final class Delta extends DeltaCatalog {
    @Override
    public org.apache.spark.sql.connector.catalog.Table loadTable(Identifier name) {
      meanwhile();
      return super.loadTable(name);
    }
  }

  private static Sink.Staged stage(Tables tables, String id) {
    WriteTable sink =
        new WriteTable(
            tables.name("visits"), tables.format, WriteMode.APPEND, List.of(), List.of(), Map.of());
    return sink.stage(
        Table.rows(tables.spark, "id int\n" + id)
            .withColumn(Trace.ASIDE, lit(null).cast(Trace.ASIDE_TYPE)),
        new Run("run-" + id, Optional.empty(), false));
  }

  private Tables own(SparkSession spark, TableFormat format) {
    SparkSession own = spark.newSession();
    boolean iceberg = format == TableFormat.ICEBERG;
    own.conf()
        .set(
            "spark.sql.catalog." + (iceberg ? "lake" : "spark_catalog"),
            (iceberg ? Iceberg.class : Delta.class).getName());
    return new Tables(own, format, folder);
  }

  /** With rows before ours, and with none: then it is all rows that would be deleted. */
  @ParameterizedTest
  @CsvSource({"ICEBERG, true", "ICEBERG, false", "DELTA, true", "DELTA, false"})
  void rowsThatAnotherAddsWhileOursAreTakenBackStay(
      TableFormat format, boolean filled, SparkSession spark) {
    Tables theirs = new Tables(spark.newSession(), format, folder);
    theirs.spark.sql(
        "CREATE TABLE %s (id int) USING %s".formatted(theirs.name("visits"), format.name()));
    if (filled) {
      stage(theirs, "1").publish();
    }
    Sink.Staged ours = stage(own(spark, format), "2");
    ours.publish();
    during = "show";
    OTHER.set(() -> stage(theirs, "3").publish());
    assertThatThrownBy(ours::withdraw)
        .hasMessageEndingWith(
            "visits was written by somebody else since run run-2, so what that run wrote stays; take it back by hand");
    assertThat(OTHER).as("what happens meanwhile").hasNullValue();
    List<String> all = filled ? List.of("[1]", "[2]", "[3]") : List.of("[2]", "[3]");
    assertThat(theirs.lines("visits", "id")).isEqualTo(all);
  }

  /** It stands on what was there before ours, and nobody need give it back. */
  @ParameterizedTest
  @EnumSource
  void rowsThatAnotherAddsAfterOursWereTakenBackStay(TableFormat format, SparkSession spark) {
    Tables theirs = new Tables(spark.newSession(), format, folder);
    stage(theirs, "1").publish();
    Sink.Staged ours = stage(own(spark, format), "2");
    ours.publish();
    during = "shownAfter";
    OTHER.set(() -> stage(theirs, "3").publish());
    ours.withdraw();
    assertThat(OTHER).as("what happens meanwhile").hasNullValue();
    assertThat(theirs.lines("visits", "id")).containsExactly("[1]", "[3]");
  }

  /** Nobody was shown what is on another branch, and nobody is to be. */
  @Test
  void anotherBranchIsNotShownInstead(SparkSession spark) {
    Tables theirs = new Tables(spark.newSession(), TableFormat.ICEBERG, folder);
    stage(theirs, "1").publish();
    Sink.Staged ours = stage(own(spark, TableFormat.ICEBERG), "2");
    ours.publish();
    during = "show";
    OTHER.set(
        () -> {
          theirs.spark.sql("ALTER TABLE lake.shop.visits CREATE BRANCH audit");
          theirs.spark.sql("INSERT INTO lake.shop.visits.branch_audit VALUES (3)");
        });
    ours.withdraw();
    assertThat(OTHER).as("what happens meanwhile").hasNullValue();
    theirs.spark.sql("REFRESH TABLE lake.shop.visits");
    assertThat(theirs.lines("visits", "id")).containsExactly("[1]");
  }

  @ParameterizedTest
  @EnumSource
  void aTableThatAnotherMakesFirstIsNotDropped(TableFormat format, SparkSession spark) {
    Tables theirs = new Tables(spark.newSession(), format, folder);
    Sink.Staged ours = stage(own(spark, format), "2");
    during = "create";
    OTHER.set(
        () ->
            theirs.spark.sql(
                "CREATE TABLE %s (id int) USING %s"
                    .formatted(theirs.name("visits"), format.name())));
    assertThatThrownBy(ours::publish)
        .hasMessageContaining(
            "visits was written by somebody else since this job looked at it; run the job again");
    assertThat(OTHER).as("what happens meanwhile").hasNullValue();
    ours.withdraw();
    ours.discard();
    stage(theirs, "3").publish();
    assertThat(theirs.lines("visits", "id")).containsExactly("[3]");
  }
}
