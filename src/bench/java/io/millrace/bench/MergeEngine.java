package io.millrace.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Who merges the changes, each in a JVM of its own. */
enum MergeEngine {
  MILLRACE_FILES("Millrace, merge-into-files"),
  OTHER_FILES("other Millrace, merge-into-files"),
  NAIVE_SPARK("naive Spark, row_number"),
  DUCKDB("DuckDB, row_number"),
  DUCKDB_JOIN("DuckDB, anti-join"),
  MILLRACE_TABLE("Millrace, merge-into-table"),
  OTHER_TABLE("other Millrace, merge-into-table"),
  MERGE("Spark, MERGE, merge-on-read"),
  MERGE_COPY("Spark, MERGE, copy-on-write");

  private final String title;

  MergeEngine(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }

  /** As on the command line. */
  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Whether it is the Millrace that this one is measured against. */
  boolean isOther() {
    return this == OTHER_FILES || this == OTHER_TABLE;
  }

  boolean isMillrace() {
    return this == MILLRACE_FILES || this == MILLRACE_TABLE || isOther();
  }

  /** Whether it changes a table of Iceberg. */
  boolean isTable() {
    return compareTo(MILLRACE_TABLE) >= 0;
  }

  /** Whether it changes what is there, rather than makes all of it from the full load. */
  boolean isIncremental() {
    return isMillrace() || isTable();
  }

  /** Whose figures its own are set beside. */
  MergeEngine measure() {
    return isTable() ? MILLRACE_TABLE : MILLRACE_FILES;
  }

  /** The command that makes the table of an incremental engine from the full load. */
  List<String> load(JavaCommand java, MergeOptions options, MergeInput input, Path target) {
    return isMillrace()
        ? millrace(java, options, "parquet", input.full(), target)
        : merge(java, "load", input.full(), target);
  }

  /** The command that brings in the changes. */
  List<String> command(JavaCommand java, MergeOptions options, MergeInput input, Path target) {
    Home home = java.home();
    String table = table(target).toString();
    List<String> arguments =
        List.of(
            input.full().toString(),
            input.changes().toString(),
            table,
            Integer.toString(java.threads()));
    return switch (this) {
      case NAIVE_SPARK ->
          java.of(
              List.of(home.benchClasses(), home.spark()),
              with(NaiveMerge.class.getName(), arguments));
      case DUCKDB, DUCKDB_JOIN ->
          java.of(
              List.of(home.benchClasses(), home.duckdb()),
              with(DuckDbMerge.class.getName(), with(java.heap(), with(word(), arguments))));
      case MERGE, MERGE_COPY -> merge(java, "merge", input.changes(), target);
      default -> millrace(java, options, "csv", input.changes(), target);
    };
  }

  /** The command that writes the rows of a table of Iceberg as Parquet files. */
  List<String> export(JavaCommand java, Path target) {
    return merge(java, "export", target.resolve("rows"), target);
  }

  /** What is changed or made. */
  Path table(Path target) {
    return target.resolve("table");
  }

  private List<String> millrace(
      JavaCommand java, MergeOptions options, String format, Path input, Path target) {
    Home home = java.home();
    String job = isTable() ? "merge-into-table.conf" : "merge-into-files.conf";
    return java.millrace(
        jar(home, options),
        more(home),
        List.of(
            home.root().resolve("src/bench/conf").resolve(job).toString(),
            "--vars.format",
            format,
            "--vars.input",
            input.toString(),
            "--vars.table",
            table(target).toString(),
            "--vars.reports",
            target.resolve("reports").toString()));
  }

  private List<String> more(Home home) {
    return isTable() ? List.of(home.iceberg()) : List.of();
  }

  private Path jar(Home home, MergeOptions options) {
    return isOther() ? options.against().orElseThrow() : home.millraceJar();
  }

  /** The archive of classes of such a run of Millrace. */
  Optional<Path> archive(Home home, MergeOptions options) {
    return isMillrace()
        ? Optional.of(JavaCommand.archive(jar(home, options), more(home)))
        : Optional.empty();
  }

  private List<String> merge(JavaCommand java, String verb, Path path, Path target) {
    Home home = java.home();
    String mode = this == MERGE_COPY ? "copy-on-write" : "merge-on-read";
    return java.of(
        List.of(home.benchClasses(), home.spark(), home.iceberg()),
        List.of(
            HandWrittenMerge.class.getName(),
            verb,
            path.toString(),
            table(target).toString(),
            Integer.toString(java.threads()),
            mode));
  }

  private static List<String> with(String first, List<String> rest) {
    List<String> all = new ArrayList<>(List.of(first));
    all.addAll(rest);
    return all;
  }
}
