package io.millrace.bench;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
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
    String output = output(target).toString();
    String threads = Integer.toString(options.threads());
    String input = home.activity(options.rows()).toString();
    return switch (this) {
      case MILLRACE -> millrace(home, options, target);
      case DUCKDB ->
          java(
              home,
              options,
              List.of(home.benchClasses(), home.duckdb()),
              List.of(DuckDb.class.getName(), input, output, threads, options.heap()));
      case NAIVE_SPARK ->
          java(
              home,
              options,
              List.of(home.benchClasses(), home.spark()),
              List.of(NaiveSpark.class.getName(), input, output, threads));
    };
  }

  /** Where the partition folders come to lie. */
  Path output(Path target) {
    return target.resolve("useractivityconverted");
  }

  /** What the launcher does, save that it builds nothing. */
  private static List<String> millrace(Home home, Options options, Path target) {
    List<String> command =
        java(
            home,
            options,
            List.of(home.millraceJar(), home.spark()),
            List.of(
                "io.millrace.jobs.Millrace",
                "run",
                home.root().resolve("conf/jobs/flatten-weblogs.conf").toString(),
                "--environment",
                home.root().resolve("conf/environments/local.conf").toString(),
                "--vars.raw",
                home.raw(options.rows()).toString(),
                "--vars.curated",
                target.toString()));
    command.addAll(2, home.launcherOptions());
    return command;
  }

  private static List<String> java(
      Home home, Options options, List<String> classPath, List<String> mainAndArguments) {
    Path environments = home.root().resolve("conf/environments");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("@" + environments.resolve("java-options"));
    command.add("-Xmx" + options.heap());
    command.add("-XX:ActiveProcessorCount=" + options.threads());
    command.add("-Dmillrace.log=" + home.bench().resolve("millrace.log"));
    command.add("-Dlog4j2.configurationFile=" + environments.resolve("log4j2.properties"));
    command.add("-cp");
    command.add(String.join(File.pathSeparator, classPath));
    command.addAll(mainAndArguments);
    return command;
  }
}
