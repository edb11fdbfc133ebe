package io.millrace.transforms;

import static io.millrace.support.Table.rows;
import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.support.SparkExtension;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The algebra: random changes, played by a plain map, against merged states and histories. */
@ExtendWith(SparkExtension.class)
class ChangeRulesTest {

  private static final long FEW = 100;

  private static final StructType COLUMNS =
      StructType.fromDDL(
          "id int, part string, a string, b int, op string, ts timestamp_ntz, n int, BI_id int");
  private static final LocalDateTime BEGIN = LocalDateTime.of(2024, 3, 1, 0, 0);

  private record Event(
      int id, String part, String a, Integer b, String op, int ts, int n, Integer was) {

    Row row() {
      boolean gone = op.equals("D");
      return RowFactory.create(
          id, part, gone ? null : a, gone ? null : b, op, BEGIN.plusSeconds(ts), n, was);
    }
  }

  private static List<Event> events(long seed) {
    Random random = new Random(seed);
    List<Event> events = new ArrayList<>();
    int ts = 0;
    for (int n = 0; n < 60; n++) {
      ts += random.nextInt(3);
      String op = List.of("I", "U", "U", "D").get(random.nextInt(4));
      String a = random.nextInt(4) == 0 ? null : "a" + random.nextInt(9);
      Integer b = random.nextInt(3) == 0 ? null : random.nextInt(9);
      int id = random.nextInt(6);
      Integer was =
          op.equals("U") && random.nextInt(5) == 0 ? Integer.valueOf(random.nextInt(6)) : null;
      events.add(new Event(id, "p", a, b, op, ts, n, was));
    }
    return events;
  }

  private static ChangeRules rules(boolean ignoreNulls, int scdType) {
    return rules(ignoreNulls, scdType, List.of("ts", "n"), Optional.of("op = 'D'"));
  }

  private static ChangeRules rules(
      boolean ignoreNulls, int scdType, List<String> sequenceBy, Optional<String> deletes) {
    return new ChangeRules(
        List.of("id", "part"),
        sequenceBy,
        deletes,
        Optional.empty(),
        ignoreNulls,
        List.of(),
        sequenceBy.isEmpty() ? List.of() : List.of("op", "ts", "n"),
        scdType,
        Ties.LAST,
        Deletes.HARD,
        "BI_",
        Duration.ofDays(30));
  }

  private static Dataset<Row> states(SparkSession spark, ChangeRules rules, List<Event> events) {
    List<Row> rows =
        events.stream().map(Event::row).collect(Collectors.toCollection(ArrayList::new));
    Dataset<Row> traced = Traces.good(spark.createDataFrame(rows, COLUMNS));
    Dataset<Row> judged = rules.wholeIfMoved(rules.judged(traced));
    return rules.states(judged.where(Trace.ASIDE + " is null"));
  }

  /** What a database would hold after these, in their order, without those that are rejects. */
  private static Map<Integer, List<Object>> played(List<Event> events, boolean ignoreNulls) {
    Map<Integer, List<Object>> table = new TreeMap<>();
    for (Event event : events) {
      boolean moved = event.was() != null && event.was() != event.id();
      if (moved && ignoreNulls && (event.a() == null || event.b() == null)) {
        continue;
      }
      List<Object> there = table.remove(event.id());
      List<Object> before = moved ? table.remove(event.was()) : there;
      if (!event.op().equals("D")) {
        List<Object> after = new ArrayList<>(Collections.nCopies(2, null));
        after.set(0, event.a());
        after.set(1, event.b());
        for (int i = 0; i < 2 && ignoreNulls && before != null; i++) {
          after.set(i, after.get(i) == null ? before.get(i) : after.get(i));
        }
        table.put(event.id(), after);
      }
    }
    return table;
  }

  private static Map<Integer, List<Object>> table(List<Row> rows) {
    Map<Integer, List<Object>> table = new TreeMap<>();
    for (Row row : rows) {
      List<Object> values = new ArrayList<>();
      values.add(row.get(1));
      values.add(row.get(2));
      assertThat(table.put(row.getInt(0), values)).as("a second row of " + row).isNull();
    }
    return table;
  }

  /** Shuffled, cut into batches that may come twice, each merged into what is there. */
  private static List<List<Event>> batches(List<Event> events, Random random) {
    List<Event> shuffled = new ArrayList<>(events);
    Collections.shuffle(shuffled, random);
    List<List<Event>> batches = new ArrayList<>();
    int from = 0;
    while (from < shuffled.size()) {
      int to = Math.min(shuffled.size(), from + 1 + random.nextInt(40));
      batches.add(shuffled.subList(from, to));
      from = to;
    }
    batches.add(batches.get(random.nextInt(batches.size())));
    return batches;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 9})
  void anyBatchesInAnyOrderLeaveWhatTheDatabaseHolds(long seed, SparkSession spark) {
    boolean ignoreNulls = seed % 2 == 0;
    ChangeRules rules = rules(ignoreNulls, 1);
    List<Event> events = events(seed);
    Random random = new Random(seed);
    Dataset<Row> merged = null;
    for (List<Event> batch : batches(events, random)) {
      Dataset<Row> states = states(spark, rules, batch);
      merged = merged == null ? rules.merged(states) : with(merged, states, rules, random);
      merged = spark.createDataFrame(merged.collectAsList(), merged.schema());
    }
    Dataset<Row> alive = merged.where(Change.isAlive()).select("id", "a", "b");
    assertThat(table(alive.collectAsList())).isEqualTo(played(events, ignoreNulls));
  }

  /** A change of the key that leaves a column as it was, by each way of leaving it. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      nullValues = "-",
      value = {
        "false; 2 | 1    | U | null | null       ; -",
        "false; 2 | 1    | U | x    | null       ; -",
        "false; 2 | 1    | U | null | [\"A\"]  ; the key changed",
        "false; 2 | 2    | U | null | [\"a\"]  ; -",
        "false; 2 | null | U | null | [\"a\"]  ; -",
        "false; 2 | 1    | U | x    | [\"gone\"]; -",
        "true;  2 | 1    | U | null | null       ; the key changed",
        "true;  2 | 1    | U | x    | null       ; -",
        "true;  2 | 1    | I | null | null       ; -",
        "true;  2 | null | U | null | null       ; -",
      })
  void aChangedKeyMustSupplyEveryColumn(
      boolean ignoreNulls, String row, String reason, SparkSession spark) {
    Dataset<Row> rows =
        rows(spark, "id int | BI_id int | op string | a string | listed string\n" + row)
            .selectExpr(
                "id",
                "BI_id",
                "'p' as part",
                "a",
                "struct(0 as load, 1 as phase, timestamp_ntz'2026-01-02' as at, op) as _change",
                "from_json(listed, 'array<string>') as _not_supplied");
    ChangeRules rules = rules(ignoreNulls, 1, List.of(), Optional.empty());
    List<String> reasons = Traces.reasons(rules.wholeIfMoved(rules.judged(Traces.good(rows))));
    assertThat(reasons).hasSize(reason == null ? 0 : 1);
    assertThat(reasons).allMatch(why -> why.startsWith("changes: " + reason));
  }

  @ParameterizedTest
  @CsvSource({
    "timestamp,     2026-01-02 00:00:00.000001, 2026-01-02 00:00:00.000002, 2",
    "timestamp_ntz, 2026-01-02 00:00:00.000001, 2026-01-02 00:00:00.000002, 2",
    "timestamp_ntz, 2026-01-02 00:00:00.000001, 2026-01-02 00:00:00.000001, 0",
    "timestamp,     2026-01-02 00:00:00.000001, 2026-01-02 00:00:00.000001, 0",
    "timestamp_ntz, 0001-01-01 00:00:00,        9999-12-31 23:59:59.999999, 2",
    "double,        0.1,                        0.10000000000000001,        0",
  })
  void levelChangesThatDifferAreTies(
      String type, String one, String other, int tied, SparkSession spark) {
    Dataset<Row> rows =
        rows(spark, "id int | n int | v %s\n1 | 1 | %s\n1 | 1 | %s".formatted(type, one, other));
    ChangeRules rules =
        new ChangeRules(
            List.of("id"),
            List.of("n"),
            Optional.empty(),
            Optional.empty(),
            false,
            List.of(),
            List.of(),
            1,
            Ties.QUARANTINE,
            Deletes.HARD,
            "BI_",
            Duration.ZERO);
    assertThat(Traces.reasons(rules.judged(Traces.good(rows)))).hasSize(tied);
  }

  @ParameterizedTest
  @CsvSource({
    "id,        BI_id,            true",
    "id,        BI_ID,            true",
    "id,        bi_other,         true",
    "emp_id,    BI_id,            false",
    "id,        BI_score,         false",
    "'id,part', 'BI_id,BI_other', false",
    "'id,part', 'BI_id,BI_part,BI_other', true",
  })
  void aBeforeImageMustBelongToAColumn(
      String keys, String images, boolean taken, SparkSession spark) {
    List<String> names = List.of(keys.split(",", -1));
    List<String> columns = new ArrayList<>(names);
    columns.addAll(List.of(images.split(",", -1)));
    String header = columns.stream().collect(Collectors.joining(" int | ", "", " int"));
    Dataset<Row> rows =
        rows(spark, header)
            .selectExpr(
                "*",
                "struct(0 as load, 1 as phase, timestamp_ntz'2026-01-02' as at, 'U' as op) as _change");
    ChangeRules rules = new ChangeRules(names, List.of());
    if (taken) {
      assertThat(rules.judged(rows).columns()).contains(Change.COLUMN);
    } else {
      assertThatThrownBy(() -> rules.judged(rows))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageMatching(
              "changes.before-image-prefix: column BI_\\w+ is the before image of \\w+, which is no column, and the key \\w+ has none; rename .*");
    }
  }

  /** Rows that have no place, level but for what they hold, in any order, batches and columns. */
  @ParameterizedTest
  @ValueSource(longs = {21, 22, 23})
  void ofLevelChangesWithoutAPlaceTheSameOneWinsAlways(long seed, SparkSession spark) {
    ChangeRules rules = new ChangeRules(List.of("id"), List.of("n"));
    Dataset<Row> first =
        rows(
            spark,
            """
            id int | n int | name string | at timestamp
            1 | 1 | ann  | 2026-01-02 00:00:00
            1 | 1 | bob  | 2026-01-02 00:00:00
            1 | 1 | null | 2026-01-02 00:00:00
            2 | 1 | cy   | 2026-01-02 00:00:00.000001
            2 | 1 | cy   | 2026-01-02 00:00:00.000002
            2 | 0 | old  | 2026-01-02 00:00:00
            """);
    List<Row> expected = last(rules.merged(rules.states(rules.judged(first))));
    List<Row> shuffled = new ArrayList<>(first.collectAsList());
    Random random = new Random(seed);
    Collections.shuffle(shuffled, random);
    int cut = random.nextInt(shuffled.size());
    spark
        .conf()
        .set("spark.sql.session.timeZone", List.of("UTC", "Asia/Tokyo").get((int) seed % 2));
    Dataset<Row> merged = null;
    for (List<Row> batch :
        List.of(shuffled.subList(cut, shuffled.size()), shuffled.subList(0, cut), shuffled)) {
      Dataset<Row> rows = spark.createDataFrame(new ArrayList<>(batch), first.schema());
      Dataset<Row> states = rules.states(rules.judged(rows.select("at", "name", "n", "id")));
      merged = rules.merged(merged == null ? states : merged.unionByName(states));
    }
    assertThat(last(merged))
        .as("seed " + seed)
        .containsExactlyInAnyOrderElementsOf(expected)
        .hasSize(2);
  }

  private static List<Row> last(Dataset<Row> merged) {
    return merged.select("id", "name", "at").collectAsList();
  }

  /**
   * Grouped with what is there, or held against it, all of it or only rows of the same keys: one is
   * as good as the other.
   */
  private static Dataset<Row> with(
      Dataset<Row> merged, Dataset<Row> states, ChangeRules rules, Random random) {
    return switch (random.nextInt(3)) {
      case 0 -> rules.merged(merged.unionByName(states));
      case 1 -> rules.merged(states, merged, FEW);
      default -> rules.merged(ofUnknownSize(states), merged, FEW);
    };
  }

  /** For all that Spark knows these are many. */
  private static Dataset<Row> ofUnknownSize(Dataset<Row> states) {
    return states.sparkSession().createDataFrame(states.javaRDD(), states.schema());
  }

  @Test
  void rowsWithoutAChangeStayWhereTheyAreReadIfTheChangesAreFew(SparkSession spark) {
    ChangeRules rules = rules(false, 1);
    Dataset<Row> states = states(spark, rules, events(1));
    Dataset<Row> there = ofUnknownSize(rules.merged(states));
    assertThat(joins(rules.merged(states, there, FEW)))
        .containsExactly("FullOuter", "LeftAnti", "LeftSemi");
    assertThat(joins(rules.merged(ofUnknownSize(states), there, FEW))).containsExactly("FullOuter");
    assertThat(joins(rules.merged(states, there, 1L << 22))).containsExactly("FullOuter");
  }

  /** Keys that are equal in a way of their own, held against rows that are there. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "double(k) | '0.0', '-0.0', 'NaN', '1.5'",
        "float(k) | '0.0', '-0.0', 'NaN', 'Infinity'",
        "to_binary(k, 'utf-8') | '', 'a', 'A', 'b'",
        "to_timestamp(k) | '2026-01-01', '2026-01-01 00:00:00.000001', '0001-01-01'",
        "cast(k as decimal(4, 2)) | '1', '1.00', '1.01'",
        "named_struct('x', nullif(k, 'a'), 'y', 1) | 'a', 'b', 'c'",
      })
  void keysOfAnyTypeFindTheirRow(String key, String values, SparkSession spark) {
    ChangeRules rules = new ChangeRules(List.of("id"), List.of("n"));
    List<String> all = List.of(values.split(",", -1));
    Dataset<Row> there = rules.merged(states(spark, rules, key, all, 1));
    Dataset<Row> states = states(spark, rules, key, all.subList(1, all.size()), 2);
    Dataset<Row> held = rules.merged(states, there, FEW);
    assertThat(joins(held)).contains("LeftAnti");
    Dataset<Row> grouped = rules.merged(states.unionByName(there));
    assertThat(shown(held)).isEqualTo(shown(grouped)).isNotEmpty();
  }

  private static Dataset<Row> states(
      SparkSession spark, ChangeRules rules, String key, List<String> values, int n) {
    String table = values.stream().map(value -> "(" + value + ")").collect(Collectors.joining(","));
    String sql = "select %s as id, %s as n, k as v from values %s as t(k)";
    return rules.states(rules.judged(spark.sql(sql.formatted(key, n, table))));
  }

  private static List<String> shown(Dataset<Row> rows) {
    return rows.selectExpr("to_json(struct(id, n, v))").collectAsList().stream()
        .map(row -> row.getString(0))
        .sorted()
        .toList();
  }

  private static List<String> joins(Dataset<Row> rows) {
    String plan = rows.queryExecution().optimizedPlan().toString();
    return Pattern.compile("Join (\\w+)")
        .matcher(plan)
        .results()
        .map(join -> join.group(1))
        .sorted()
        .toList();
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13, 14, 15, 16})
  void anyBatchesInAnyOrderLeaveTheHistory(long seed, SparkSession spark) {
    boolean ignoreNulls = seed % 2 == 0;
    ChangeRules rules = rules(ignoreNulls, 2);
    List<Event> events = events(seed);
    Dataset<Row> history = null;
    for (List<Event> batch : batches(events, new Random(seed))) {
      Dataset<Row> states = states(spark, rules, batch);
      history = rules.history(history == null ? states : with(history, states));
      history = spark.createDataFrame(history.collectAsList(), history.schema());
    }
    List<Row> versions =
        history
            .where(col(Change.COLUMN).isNotNull())
            .select("id", "a", "b", Change.START, Change.END)
            .collectAsList();
    for (int ts : new TreeSet<>(events.stream().map(Event::ts).toList())) {
      List<Event> until = events.stream().filter(event -> event.ts() <= ts).toList();
      assertThat(asOf(versions, BEGIN.plusSeconds(ts)))
          .as("as of second " + ts)
          .isEqualTo(played(until, ignoreNulls));
    }
  }

  private static Map<Integer, List<Object>> asOf(List<Row> versions, LocalDateTime time) {
    return table(
        versions.stream()
            .filter(version -> !version.<LocalDateTime>getAs(Change.START).isAfter(time))
            .filter(version -> version.isNullAt(4) || version.<LocalDateTime>getAs(4).isAfter(time))
            .toList());
  }

  private static Dataset<Row> with(Dataset<Row> history, Dataset<Row> states) {
    return history.drop(Change.START, Change.END).unionByName(states);
  }
}
