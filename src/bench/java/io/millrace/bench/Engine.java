package io.millrace.bench;

import java.nio.file.Path;
import java.util.List;

/** Who runs the job, each in a JVM of its own. */
enum Engine {
  MILLRACE("Millrace"),
  DUCKDB("DuckDB"),
  NAIVE_SPARK("naive Spark");

  private final String title;

  Engine(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }

  /** The command that does the job and writes below {@code target}. */
  List<String> command(Workload job, Home home, Options options, Path target) {
    JavaCommand java = new JavaCommand(home, options.heap(), options.threads());
    String output = job.output(target).toString();
    String threads = Integer.toString(options.threads());
    String input = job.input(home, options.rows()).toString();
    return switch (this) {
      case MILLRACE ->
          java.millrace(home.millraceJar(), List.of(), job.arguments(home, options, target));
      case DUCKDB ->
          java.of(
              List.of(home.benchClasses(), home.duckdb(), home.spark()),
              List.of(DuckDb.class.getName(), job.name(), input, output, threads, options.heap()));
      case NAIVE_SPARK ->
          java.of(
              List.of(home.benchClasses(), home.spark()),
              List.of(NaiveSpark.class.getName(), job.name(), input, output, threads));
    };
  }
}
