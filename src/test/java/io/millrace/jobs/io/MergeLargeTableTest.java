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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerStageCompleted;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.analysis.NoSuchTableException;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Few changes into many rows shuffle few of them, and leave what they leave in a small table, whose
 * keys are of a type that knows no such filter.
 */
@ExtendWith(SparkExtension.class)
class MergeLargeTableTest {

  private static final long SEED = 20261124;
  private static final int LARGE = 1_000_000;

  @TempDir private Path folder;

  private static ChangeRules rules(int scdType, Deletes deletes, boolean partial) {
    return new ChangeRules(
        List.of("region", "id"),
        List.of("at"),
        Optional.of("item = 'gone'"),
        Optional.empty(),
        partial,
        List.of(),
        List.of(),
        scdType,
        Ties.LAST,
        deletes,
        "BI_",
        Duration.ofDays(30));
  }

  /** A change of one key. */
  private record Drawn(long id, int at, String item) {

    String sql() {
      return "(%s, %s, %s)".formatted(id, at, item == null ? "null" : "'" + item + "'");
    }
  }

  /** Of keys there and new ones, many of them more than once; half a thousand late or again. */
  private static List<List<Drawn>> rounds(Random random) {
    List<Long> ids = random.longs(300, 0, LARGE + LARGE / 5).boxed().toList();
    List<List<Drawn>> rounds = new ArrayList<>();
    for (int round = 0; round < 2; round++) {
      List<Drawn> drawn = new ArrayList<>();
      for (int i = 0; i < 500; i++) {
        int at = 2 + random.nextInt(1_000);
        // One change has one place in the order: what it says is told by its place.
        String item = at % 5 == 0 ? "gone" : at % 7 == 0 ? null : "item-" + at;
        drawn.add(new Drawn(ids.get(random.nextInt(ids.size())), at, item));
      }
      rounds.add(drawn);
    }
    return rounds;
  }

  private static Dataset<Row> changes(SparkSession spark, String rows, String type) {
    return spark.sql(
        "SELECT 'région-' || mod(id, 3) AS region, CAST(id AS %s) AS id, at, item FROM %s"
            .formatted(type, rows));
  }

  private static String values(List<Drawn> drawn) {
    return drawn.stream()
        .map(Drawn::sql)
        .collect(Collectors.joining(", ", "VALUES ", " AS t(id, at, item)"));
  }

  @ParameterizedTest
  @CsvSource({"1, HARD, false", "1, SOFT, false", "1, HARD, true", "2, HARD, false"})
  void fewChangesIntoManyRows(int scdType, Deletes deletes, boolean partial, SparkSession spark)
      throws TimeoutException, NoSuchTableException {
    System.out.println("seed " + SEED);
    Tables tables = new Tables(spark, TableFormat.ICEBERG, folder);
    if (deletes == Deletes.SOFT) {
      // Once as jobs are run, with generated code.
      spark.conf().unset("spark.sql.codegen.wholeStage");
      spark.conf().unset("spark.sql.codegen.factoryMode");
    }
    ChangeRules rules = rules(scdType, deletes, partial);
    MergeIntoTable large = tables.sink("large", rules);
    MergeIntoTable small = tables.sink("small", rules);
    List<List<Drawn>> rounds = rounds(new Random(SEED));
    Set<Long> ids = new HashSet<>();
    rounds.forEach(round -> round.forEach(drawn -> ids.add(drawn.id())));
    String in =
        "id IN (" + ids.stream().map(String::valueOf).collect(Collectors.joining(",")) + ")";
    String first = "(SELECT id, 1 AS at, 'first' AS item FROM range(%s))".formatted(LARGE);
    for (MergeIntoTable sink : List.of(large, small)) {
      String type = sink.equals(large) ? "bigint" : "double";
      tables.merge(sink, changes(spark, first + " WHERE " + in, type));
    }
    fill(spark.table(tables.name("large")), "NOT " + in);
    long others = spark.table(tables.name("large")).where("NOT " + in).count();

    for (List<Drawn> round : rounds) {
      // Of 200 keys and fewer, each is told by itself.
      assertThat(round.stream().map(Drawn::id).distinct()).hasSizeGreaterThan(200);
      String drawn = "(" + values(round) + ")";
      assertThat(shuffled(spark, () -> tables.merge(large, changes(spark, drawn, "bigint"))))
          .isBetween(1L, LARGE / 10L);
      tables.merge(small, changes(spark, drawn, "double"));
    }

    String[] columns =
        scdType == 2
            ? new String[] {"region", "bigint(id)", "at", "item", "__start_at", "__end_at"}
            : new String[] {"region", "bigint(id)", "at", "item"};
    assertThat(rows(tables, "large", in, columns)).isEqualTo(rows(tables, "small", in, columns));
    assertThat(spark.table(tables.name("large")).where("NOT " + in).count()).isEqualTo(others);
    assertThat(spark.sql("SHOW USER FUNCTIONS LIKE '_millrace*'").collectAsList()).isEmpty();
  }

  /** Adds rows like one that is there to their table. */
  private static void fill(Dataset<Row> rows, String where) throws NoSuchTableException {
    Map<String, String> own = Map.of("region", "'région-' || mod(new, 3)", "id", "new");
    Dataset<Row> others =
        rows.sparkSession().range(LARGE).where(where).withColumnRenamed("id", "new");
    String[] columns =
        Stream.of(rows.columns())
            .map(name -> own.getOrDefault(name, name) + " AS " + name)
            .toArray(String[]::new);
    others.crossJoin(rows.limit(1)).selectExpr(columns).writeTo("lake.shop.large").append();
  }

  private static List<String> rows(Tables tables, String table, String where, String... columns) {
    return tables
        .spark
        .table(tables.name(table))
        .where(where)
        .selectExpr(columns)
        .collectAsList()
        .stream()
        .map(Row::toString)
        .sorted()
        .toList();
  }

  /** The most records that one stage has shuffled meanwhile. */
  private static long shuffled(SparkSession spark, Runnable work) throws TimeoutException {
    AtomicLong most = new AtomicLong();
    SparkListener listener =
        new SparkListener() {
          @Override
          public void onStageCompleted(SparkListenerStageCompleted done) {
            long written = done.stageInfo().taskMetrics().shuffleWriteMetrics().recordsWritten();
            most.accumulateAndGet(written, Math::max);
          }
        };
    spark.sparkContext().addSparkListener(listener);
    try {
      work.run();
      spark.sparkContext().listenerBus().waitUntilEmpty();
    } finally {
      spark.sparkContext().removeSparkListener(listener);
    }
    return most.get();
  }
}
