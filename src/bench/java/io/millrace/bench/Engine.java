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

  /** The command that reads the raw folder and writes below {@code target}. */
  List<String> command(Home home, Options options, Path target) {
    JavaCommand java = new JavaCommand(home, options.heap(), options.threads());
    String output = output(target).toString();
    String threads = Integer.toString(options.threads());
    String input = home.activity(options.rows()).toString();
    return switch (this) {
      case MILLRACE ->
          java.millrace(
              home.millraceJar(),
              List.of(),
              List.of(
                  home.root().resolve("conf/jobs/flatten-weblogs.conf").toString(),
                  "--vars.raw",
                  home.raw(options.rows()).toString(),
                  "--vars.curated",
                  target.toString()));
      case DUCKDB ->
          java.of(
              List.of(home.benchClasses(), home.duckdb()),
              List.of(DuckDb.class.getName(), input, output, threads, options.heap()));
      case NAIVE_SPARK ->
          java.of(
              List.of(home.benchClasses(), home.spark()),
              List.of(NaiveSpark.class.getName(), input, output, threads));
    };
  }

  /** Where the partition folders come to lie. */
  Path output(Path target) {
    return target.resolve("useractivityconverted");
  }
}
