package io.millrace.jobs;

import io.millrace.jobs.io.Reading;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkStageInfo;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.JavaSparkStatusTracker;
import org.apache.spark.sql.SparkSession;

/** One line on the terminal that says how far the run is; it is wiped when the run ends. */
final class ProgressLine implements Progress {

  private static final int WIDTH = 79;

  private final PrintStream terminal =
      new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "progress");
            thread.setDaemon(true);
            return thread;
          });
  private final JavaSparkStatusTracker tracker;
  private final Instant started = Instant.now();
  private volatile String part = "plan";
  private volatile String input = "";

  private ProgressLine(SparkSession spark) {
    tracker = JavaSparkContext.fromSparkContext(spark.sparkContext()).statusTracker();
    var unused = timer.scheduleAtFixedRate(this::draw, 300, 300, TimeUnit.MILLISECONDS);
  }

  /** One line if the launcher found a terminal, else a line for each part. */
  static Progress of(String job, SparkSession spark) {
    return Boolean.getBoolean("millrace.progress")
        ? new ProgressLine(spark)
        : ProgressLog.onStandardError(job);
  }

  @Override
  public void part(String name) {
    part = name;
  }

  @Override
  public void reading(Reading reading) {
    input =
        reading
            .table()
            .map(table -> " " + table.table() + ",")
            .orElseGet(() -> " " + Amounts.bytes(reading.bytes()) + " of input,");
  }

  private void draw() {
    int tasks = 0;
    int done = 0;
    for (int stage : tracker.getActiveStageIds()) {
      SparkStageInfo info = tracker.getStageInfo(stage);
      if (info != null) {
        tasks += info.numTasks();
        done += info.numCompletedTasks();
      }
    }
    long seconds = Duration.between(started, Instant.now()).toSeconds();
    String text = part + ":" + input + " " + done + " of " + tasks + " tasks, " + seconds + " s";
    show(text);
  }

  private void show(String text) {
    String cut = text.length() > WIDTH ? text.substring(0, WIDTH) : text;
    terminal.print("\r" + cut + " ".repeat(WIDTH - cut.length()) + "\r");
    terminal.flush();
  }

  @Override
  public void close() {
    if (!timer.isShutdown()) {
      timer.shutdownNow();
      show("");
    }
  }
}
