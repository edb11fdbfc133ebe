package io.millrace.jobs;

import io.millrace.jobs.io.Sink;
import io.millrace.jobs.stage.Rejected;
import io.millrace.transforms.Columns;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;

/** What a run did, on the terminal or in the platform's log. */
final class RunSummary {

  private static final int ROWS_SHOWN = 3;
  private static final int REASONS_SHOWN = 5;
  private static final int WIDEST = 40;
  private final PrintStream out;

  RunSummary(PrintStream out) {
    this.out = out;
  }

  void print(RunReport report, List<Output> outputs, SparkSession spark) {
    out.println(report.json().get("job") + "  run " + report.id());
    notice(report, "recovered", "recovered ");
    notice(report, "ledger-off", "the ledger is off for this run: ");
    if (report.nothingNew().isPresent()) {
      out.println("  " + report.nothingNew().get());
      out.println("  report    " + report.path());
      return;
    }
    @SuppressWarnings("unchecked")
    Map<String, Object> source = (Map<String, Object>) report.json().get("source");
    out.printf(
        "  read      %s, %s%n",
        Amounts.of((Long) source.get("rows"), "row"), ReportJson.origin(source));
    ReportJson.batch(report.json()).ifPresent(text -> out.println("  ledger    " + text));
    report.secondInputs().forEach(this::second);
    for (int i = 0; i < report.written().size(); i++) {
      output(report.written().get(i), report.balances().get(i));
    }
    time(report);
    report.rejects().ifPresent(path -> out.println("  rejects   " + path));
    ReportJson.warnings(report.json()).forEach(text -> out.println("  warning   " + text));
    ending(report, "The rows are published");
    notice(report, "unfinished", "The rows are published, but the next run must tidy up: ");
    // On a person's own machine only: a platform keeps what is printed, and rows may be personal.
    if (spark.sparkContext().isLocal()) {
      for (int i = 0; i < outputs.size(); i++) {
        if (!outputs.get(i).restricted()) {
          rows(report.written().get(i), spark);
        }
      }
    }
  }

  /** A run of actions. */
  void ofActions(RunReport report) {
    time(report);
    ending(report, "All is done");
  }

  private void time(RunReport report) {
    out.println(
        "  time      "
            + report.seconds().entrySet().stream()
                .map(entry -> entry.getKey() + " " + Amounts.seconds(entry.getValue()))
                .collect(Collectors.joining(", ")));
  }

  private void ending(RunReport report, String done) {
    out.println("  report    " + report.path());
    out.println("  page      " + ReportFiles.page(report.path()));
    notice(report, "page-unsaved", "The page of the report could not be written: ");
    notice(report, "report-unsaved", done + ", but the report could not be written: ");
    notice(report, "ignored-settings", "The running Spark takes no such settings: ");
  }

  /** One line for one of many tables. */
  void counts(String name, RunReport report) {
    long written = report.balances().stream().mapToLong(Balance::written).sum();
    long rejected = report.balances().stream().mapToLong(Balance::rejected).sum();
    if (report.nothingNew().isPresent()) {
      out.printf("  %s  %s%n", name, report.nothingNew().get());
      return;
    }
    @SuppressWarnings("unchecked")
    Map<String, Object> source = (Map<String, Object>) report.json().get("source");
    out.printf(
        "  %s  read %s, written %s, rejected %s%n",
        name,
        Amounts.count((Long) source.get("rows")),
        Amounts.count(written),
        Amounts.count(rejected));
  }

  private void second(Map<String, Object> input) {
    out.printf(
        "            and %s, %s for %s%n",
        Amounts.of((Long) input.get("rows"), "row"),
        ReportJson.origin(input),
        ReportJson.places(input));
    long rejected = (Long) input.get("rejected");
    long filtered = (Long) input.get("filtered");
    if (rejected + filtered > 0) {
      out.printf(
          "            of these %s used, %s rejected, %s filtered%n",
          Amounts.count((Long) input.get("used")),
          Amounts.count(rejected),
          Amounts.count(filtered));
    }
  }

  private void notice(RunReport report, String key, String sentence) {
    Object value = report.json().get(key);
    if (value != null && !value.equals(List.of())) {
      out.println("  " + sentence + value);
    }
  }

  private void output(Sink.Staged staged, Balance balance) {
    int files = staged.output().files().size();
    String size =
        files == 0 && balance.written() > 0
            ? "" // A table keeps files of its own.
            : ", %s, %s"
                .formatted(Amounts.of(files, "file"), Amounts.bytes(staged.output().bytes()));
    out.printf(
        "  written   %s%s  -> %s%n", Amounts.of(balance.written(), "row"), size, balance.target());
    new TreeMap<>(staged.counts())
        .forEach((name, rows) -> out.printf("            %s %s%n", name, Amounts.count(rows)));
    out.printf("  rejected  %s%n", Amounts.of(balance.rejected(), "row"));
    staged.output().rejected().entrySet().stream()
        .sorted(Map.Entry.<Rejected, Long>comparingByValue().reversed())
        .limit(REASONS_SHOWN)
        .forEach(
            entry ->
                out.printf(
                    "              %s  %s%n",
                    Amounts.count(entry.getValue()), entry.getKey().sentence()));
    out.printf("  filtered  %s%n", Amounts.of(balance.filtered(), "row"));
    if (!balance.recounting().isEmpty()) {
      out.printf(
          "  changed   %s rows by %s%n",
          Amounts.count(balance.changed()), String.join(", ", balance.recounting()));
    }
  }

  private void rows(Sink.Staged staged, SparkSession spark) {
    List<List<String>> cells = some(staged, spark);
    if (cells.isEmpty()) {
      return;
    }
    out.println();
    cells.forEach(line -> out.println("  " + String.join(" | ", padded(line, cells))));
  }

  /**
   * The names of the columns and some rows. The run is over and has succeeded: failing to show some
   * of its rows must not change that.
   */
  private static List<List<String>> some(Sink.Staged staged, SparkSession spark) {
    try {
      Dataset<Row> rows = staged.sample(spark).limit(ROWS_SHOWN);
      Column[] texts =
          Arrays.stream(rows.columns())
              .map(name -> Columns.named(name).cast("string").as(name))
              .toArray(Column[]::new);
      // As Spark has them: to make Rows of them it would look at Scala by reflection, for 0.3 s.
      InternalRow[] some = rows.select(texts).queryExecution().executedPlan().executeCollect();
      List<List<String>> cells = new ArrayList<>();
      cells.add(List.of(rows.columns()));
      for (InternalRow row : some) {
        List<String> line = new ArrayList<>();
        for (int i = 0; i < texts.length; i++) {
          line.add(cell(row.isNullAt(i) ? null : row.getUTF8String(i).toString()));
        }
        cells.add(line);
      }
      return some.length == 0 ? List.of() : cells;
    } catch (Exception e) {
      return List.of();
    }
  }

  /** In one line, and short: a body of text would push all else off the screen. */
  private static String cell(String value) {
    String line = String.valueOf(value).replaceAll("\\s+", " ");
    return line.length() <= WIDEST ? line : line.substring(0, WIDEST - 1) + "…";
  }

  private static List<String> padded(List<String> line, List<List<String>> cells) {
    List<String> padded = new ArrayList<>();
    for (int i = 0; i < line.size(); i++) {
      int column = i;
      int width = cells.stream().mapToInt(other -> other.get(column).length()).max().orElse(0);
      padded.add(line.get(i) + " ".repeat(width - line.get(i).length()));
    }
    return padded;
  }
}
