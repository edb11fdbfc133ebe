package io.millrace.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.jobs.io.Format;
import io.millrace.jobs.io.ReadFiles;
import io.millrace.jobs.io.Reading;
import io.millrace.support.SparkExtension;
import io.millrace.transforms.ByteSize;
import io.millrace.transforms.Change;
import io.millrace.transforms.ChangeRules;
import io.millrace.transforms.CurrentState;
import io.millrace.transforms.Deletes;
import io.millrace.transforms.NormalizeDmsChanges;
import io.millrace.transforms.Ties;
import io.millrace.transforms.Trace;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The same changes of AWS DMS, some of them delivered twice, with rows, files and partitions
 * shuffled: the rows and the history are those that plain Java makes of the changes in their order.
 * {@code -Dshuffles=100} for as many; each shuffle is a test named by its seed.
 */
@ExtendWith(SparkExtension.class)
class ShuffledChangesTest {

  private static final long INPUT = 20240613;
  private static final int ROWS = 150;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

  /** What happened to a key; numbers 1 and on are changes, and those of the full load have none. */
  private record Event(int number, String op, LocalDateTime at, int id, String name) {

    boolean isLoad() {
      return number == 0;
    }

    String line() {
      String seq = isLoad() ? "" : String.format(Locale.ROOT, "20240301%027d", number);
      String value = op.equals("D") ? "" : name;
      return String.join(",", op, at.format(TIME), seq, String.valueOf(id), value);
    }
  }

  @TempDir private Path folder;
  private SparkSession spark;

  static LongStream seeds() {
    return LongStream.rangeClosed(1, Integer.getInteger("shuffles"));
  }

  @BeforeEach
  void session(SparkSession session) {
    spark = session.newSession();
    // Else the number of partitions is Spark's choice. Compiling what runs once is most of the
    // time.
    spark.conf().set("spark.sql.adaptive.enabled", "false");
    spark.conf().set("spark.sql.codegen.wholeStage", "false");
    spark.conf().set("spark.sql.codegen.factoryMode", "NO_CODEGEN");
  }

  /** In their order; several changes have one time, as those of one transaction have. */
  private static List<Event> events() {
    Random random = new Random(INPUT);
    LocalDateTime time = LocalDateTime.of(2024, 3, 1, 12, 0);
    List<Event> events = new ArrayList<>();
    for (int id = 0; id < 9; id++) {
      events.add(new Event(0, "I", time, id, "load" + id));
    }
    for (int number = 1; events.size() < ROWS; number++) {
      time = time.plusSeconds(number == 1 ? 1 : random.nextInt(3));
      String op = List.of("I", "U", "U", "D").get(random.nextInt(4));
      events.add(new Event(number, op, time, random.nextInt(14), "v" + number));
    }
    return events;
  }

  private static Map<Integer, String> rowsOf(List<Event> events) {
    Map<Integer, String> rows = new TreeMap<>();
    for (Event event : events) {
      if (event.op().equals("D")) {
        rows.remove(event.id());
      } else {
        rows.put(event.id(), event.name());
      }
    }
    return rows;
  }

  /** Of several changes at one time only the last was ever seen. */
  private static List<String> historyOf(List<Event> events) {
    Map<Integer, List<Event>> seen = new TreeMap<>();
    for (Event event : events) {
      List<Event> mine = seen.computeIfAbsent(event.id(), id -> new ArrayList<>());
      mine.removeIf(before -> before.at().equals(event.at()));
      mine.add(event);
    }
    List<String> versions = new ArrayList<>();
    for (List<Event> mine : seen.values()) {
      for (int i = 0; i < mine.size(); i++) {
        Event event = mine.get(i);
        LocalDateTime end = i + 1 < mine.size() ? mine.get(i + 1).at() : null;
        if (!event.op().equals("D")) {
          versions.add("[%s,%s,%s,%s]".formatted(event.id(), event.name(), event.at(), end));
        }
      }
    }
    return versions.stream().sorted().toList();
  }

  /** Deals the lines at random to files in a random order, some of them to two. */
  private void deliver(List<Event> events, Random random) {
    for (boolean load : List.of(true, false)) {
      List<String> lines = new ArrayList<>();
      for (Event event : events) {
        if (event.isLoad() == load) {
          lines.addAll(Collections.nCopies(random.nextInt(5) == 0 ? 2 : 1, event.line()));
        }
      }
      Collections.shuffle(lines, random);
      List<Integer> cuts =
          new ArrayList<>(new TreeSet<>(random.ints(5, 1, lines.size()).boxed().toList()));
      cuts.add(lines.size());
      int from = 0;
      for (int to : cuts) {
        String name =
            load
                ? String.format(Locale.ROOT, "LOAD%08X.csv", from + 1)
                : String.format(Locale.ROOT, "202403%02d-%09d.csv", 1 + random.nextInt(28), from);
        new Lake(folder).write(name, lines.subList(from, to).toArray(String[]::new));
        from = to;
      }
    }
  }

  private ReadFiles source(long splitSize) {
    return new ReadFiles(
        folder.toString(),
        Format.CSV,
        Optional.of("Op string, ts string, AR_H_CHANGE_SEQ string, id int, name string"),
        false,
        Optional.empty(),
        Optional.empty(),
        Map.of(),
        new ByteSize(splitSize));
  }

  private static ChangeRules versions() {
    return new ChangeRules(
        List.of("id"),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        false,
        List.of(),
        List.of(),
        2,
        Ties.LAST,
        Deletes.HARD,
        "BI_",
        Duration.ofDays(30));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void rowsFilesAndPartitionsInAnyOrderGiveTheSame(long seed) {
    Random random = new Random(seed);
    List<Event> events = events();
    deliver(events, random);
    spark.conf().set("spark.sql.shuffle.partitions", String.valueOf(1 + random.nextInt(5)));

    try (Reading reading = source(50 + random.nextInt(2000)).open(spark)) {
      Dataset<Row> read = reading.rows().repartition(1 + random.nextInt(6));
      Dataset<Row> changes =
          new NormalizeDmsChanges(Optional.of("ts"))
              .apply(read)
              .where(Trace.ASIDE + " is null")
              .drop(Trace.FILE, Trace.POSITION, Trace.RAW, Trace.ASIDE);
      Dataset<Row> rows =
          new CurrentState(List.of("id"), List.of(), Optional.empty(), Ties.LAST).apply(changes);
      ChangeRules rules = versions();
      Dataset<Row> history = rules.history(rules.states(rules.judged(changes)));

      Map<Integer, String> found = new TreeMap<>();
      for (Row row : rows.select("id", "name").collectAsList()) {
        assertThat(found.put(row.getInt(0), row.getString(1)))
            .as("a second row of %s", row)
            .isNull();
      }
      assertThat(found).isEqualTo(rowsOf(events));
      assertThat(
              history
                  .where(Change.COLUMN + " is not null")
                  .select("id", "name", Change.START, Change.END)
                  .collectAsList()
                  .stream()
                  .map(Row::toString)
                  .sorted())
          .isEqualTo(historyOf(events));
    }
  }
}
