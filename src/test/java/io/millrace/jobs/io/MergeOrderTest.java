package io.millrace.jobs.io;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.jobs.table.TableFormat;
import io.millrace.support.SparkExtension;
import io.millrace.transforms.Deletes;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Batches merged in every order, against a map that plays the changes one by one. Each order has
 * keys of its own in one table, so that all of them cost as many merges as one.
 */
@ExtendWith(SparkExtension.class)
class MergeOrderTest {

  private static final StructType COLUMNS =
      StructType.fromDDL("story string, id int, item string, op string, n int");
  private static final long SEED = 20240501;

  private record Change(int n, String op, int id) {

    Row row(String order) {
      String item = op.equals("D") ? null : "v" + n;
      return RowFactory.create(order, id, item, op, n);
    }
  }

  private static List<Change> changes(int count) {
    Random random = new Random(SEED);
    List<Change> changes = new ArrayList<>();
    for (int n = 1; n <= count; n++) {
      changes.add(new Change(n, List.of("I", "U", "D").get(random.nextInt(3)), random.nextInt(5)));
    }
    return changes;
  }

  /** Every order of {@code 0 .. size - 1}. */
  private static List<List<Integer>> orders(int size) {
    List<List<Integer>> orders = new ArrayList<>(List.of(List.of()));
    for (int next = 0; next < size; next++) {
      List<List<Integer>> longer = new ArrayList<>();
      for (List<Integer> order : orders) {
        for (int at = 0; at <= order.size(); at++) {
          List<Integer> one = new ArrayList<>(order);
          one.add(at, next);
          longer.add(one);
        }
      }
      orders = longer;
    }
    return orders;
  }

  /**
   * Cuts the changes in {@code size} batches at random, and merges these in every order at once.
   */
  private static void play(Tables tables, MergeIntoTable sink, List<Change> changes, int size) {
    Random random = new Random(SEED);
    List<List<Change>> batches = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      batches.add(new ArrayList<>());
    }
    changes.forEach(change -> batches.get(random.nextInt(size)).add(change));
    for (int step = 0; step < size; step++) {
      List<Row> rows = new ArrayList<>();
      for (List<Integer> order : orders(size)) {
        batches.get(order.get(step)).forEach(change -> rows.add(change.row(order.toString())));
      }
      tables.merge(sink, tables.rows(rows, COLUMNS));
    }
  }

  private static Map<String, List<String>> left(Tables tables, String table, String shown) {
    Map<String, List<String>> left = new TreeMap<>();
    tables
        .spark
        .table(tables.name(table))
        .selectExpr("story", shown)
        .orderBy("story", "id", "_change")
        .collectAsList()
        .forEach(
            row ->
                left.computeIfAbsent(row.getString(0), order -> new ArrayList<>())
                    .add(row.getString(1)));
    return left;
  }

  @ParameterizedTest
  @EnumSource
  void rowsAreThoseOfTheChangesPlayedInTheirOrder(
      TableFormat format, SparkSession spark, @TempDir Path folder) {
    List<Change> changes = changes(30);
    Map<Integer, String> oracle = new LinkedHashMap<>();
    for (Change change : changes) {
      if (change.op().equals("D")) {
        oracle.remove(change.id());
      } else {
        oracle.put(change.id(), change.id() + "=v" + change.n());
      }
    }
    Tables tables = new Tables(spark, format, folder);

    play(tables, tables.sink("orders", MergeIntoTableTest.rules(1, Deletes.HARD)), changes, 4);

    Map<String, List<String>> left = left(tables, "orders", "id || '=' || item");
    assertThat(left).as("seed " + SEED).hasSize(24);
    assertThat(left.values())
        .as("seed " + SEED)
        .allSatisfy(rows -> assertThat(rows).containsExactlyInAnyOrderElementsOf(oracle.values()));
  }

  @ParameterizedTest
  @EnumSource
  void everyMomentOfTheHistoryIsAsItWas(
      TableFormat format, SparkSession spark, @TempDir Path folder) {
    List<Change> changes = changes(20);
    Tables tables = new Tables(spark, format, folder);

    play(tables, tables.sink("history", MergeIntoTableTest.rules(2, Deletes.HARD)), changes, 3);

    List<Row> versions =
        tables
            .spark
            .table(tables.name("history"))
            .selectExpr("story", "id", "item", "__start_at", "__end_at")
            .collectAsList();
    Map<Integer, String> oracle = new TreeMap<>();
    for (Change change : changes) {
      oracle.remove(change.id());
      if (!change.op().equals("D")) {
        oracle.put(change.id(), "v" + change.n());
      }
      Map<String, Map<Integer, String>> then = new TreeMap<>();
      orders(3).forEach(order -> then.put(order.toString(), oracle));
      assertThat(asOf(versions, change.n())).as("seed %s, at %s", SEED, change.n()).isEqualTo(then);
    }
  }

  private static Map<String, Map<Integer, String>> asOf(List<Row> versions, int n) {
    Map<String, Map<Integer, String>> found = new TreeMap<>();
    orders(3).forEach(order -> found.put(order.toString(), new TreeMap<>()));
    for (Row row : versions) {
      if (row.getInt(3) <= n && (row.isNullAt(4) || row.getInt(4) > n)) {
        assertThat(found.get(row.getString(0)).put(row.getInt(1), row.getString(2)))
            .as("two versions of one moment")
            .isNull();
      }
    }
    return found;
  }
}
