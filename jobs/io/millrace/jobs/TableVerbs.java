package io.millrace.jobs;

import io.millrace.jobs.config.Binder;
import io.millrace.jobs.config.JobFiles;
import io.millrace.jobs.config.TableConfigs;
import io.millrace.transforms.InvalidInputException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;

/** The verbs for a job of many tables. */
record TableVerbs(PrintStream out, Configuration hadoop, Arguments arguments) {

  private static final String NOTHING_LEFT =
      "no table is left for --tables failed: each succeeded when it was last run";

  /** What a job file says of many tables; empty if it is about one job. */
  Optional<TableConfigs> load() {
    Locations locations = new Locations(hadoop);
    return new JobFiles(locations::text)
        .loadTables(
            arguments.option("environment"),
            arguments.jobFile(),
            arguments.settings(),
            new KnownTables(hadoop));
  }

  private TableJobs jobs(TableConfigs configs, boolean running) {
    Binder binder = new Binder(Catalog.NAMES);
    Map<String, Pipeline> tables = new LinkedHashMap<>();
    Map<String, JobFile> files = binder.bindAll(configs.tables(), JobFile.class);
    Samples samples = new Samples(out, hadoop);
    files.forEach(
        (name, file) -> {
          if (running) {
            samples.addMissing(file);
          } else {
            samples.requireInput(file);
          }
          tables.put(name, file.pipeline());
        });
    return new TableJobs(tables, configs.folders(), configs.parallelism(), configs.reports());
  }

  private TableJobs chosen(TableJobs all, Sessions session) {
    Optional<String> choice = arguments.option("tables");
    return choice.map(names -> all.only(names, session.spark())).orElse(all);
  }

  void run(TableConfigs configs) {
    TableJobs all = jobs(configs, true);
    Pipeline first = all.tables().values().iterator().next();
    try (Sessions session = Sessions.open(first.name(), first.spark())) {
      TableJobs chosen = chosen(all, session);
      RunSummary summary = new RunSummary(out);
      Bookmark bookmark = Bookmark.of(arguments);
      Map<String, List<String>> warned = new TreeMap<>();
      Map<String, TableStatus.Ended> ended =
          chosen.run(
              session.spark(),
              (name, pipeline) -> {
                RunReport report =
                    ran(configs, name, text -> pipeline.run(session.spark(), bookmark, text));
                synchronized (out) {
                  summary.counts(name, report);
                  for (String warning : ReportJson.warnings(report.json())) {
                    warned.computeIfAbsent(warning, none -> new ArrayList<>()).add(name);
                  }
                }
                return report;
              });
      // Tables of one job file are alike: each warning once, with those that it is about.
      warned.forEach(
          (warning, names) ->
              out.printf(
                  "  warning   %s: %s%n",
                  names.stream().sorted().collect(Collectors.joining(", ")), warning));
      tell(
          ended,
          new TableStatus(all.reports(), session.spark().sparkContext().hadoopConfiguration()));
    }
  }

  private static RunReport ran(
      TableConfigs configs, String name, Function<Optional<String>, RunReport> work) {
    try {
      return work.apply(Optional.of(settings(configs, name)));
    } catch (JobFailedException e) {
      throw vanished(configs, name).map(table -> table.told(e)).orElse(e);
    }
  }

  private static Optional<VanishedTable> vanished(TableConfigs configs, String name) {
    return Optional.of(new VanishedTable(name, JobFiles.masked(configs.reports())))
        .filter(table -> configs.vanished().contains(name));
  }

  private void tell(Map<String, TableStatus.Ended> ended, TableStatus status) {
    List<String> failed = new ArrayList<>();
    ended.forEach(
        (name, how) -> {
          if (!how.succeeded()) {
            failed.add(name + ": " + how.error());
          }
        });
    if (ended.isEmpty()) {
      out.println(NOTHING_LEFT);
    } else {
      out.printf("%s of %s tables succeeded%n", ended.size() - failed.size(), ended.size());
    }
    out.println("  page      " + status.savePage());
    if (!failed.isEmpty()) {
      throw new InvalidInputException(
          "%s of %s tables failed; run again with --tables failed to take only these. %s"
              .formatted(failed.size(), ended.size(), String.join("; ", failed)));
    }
  }

  private static String settings(TableConfigs configs, String table) {
    return JobFiles.masked(configs.tables().get(table));
  }

  /** Does something for each table, or those that were named. */
  void each(TableConfigs configs, Consumer<Pipeline> work) {
    Map<String, Pipeline> all = new LinkedHashMap<>();
    new Binder(Catalog.NAMES)
        .bindAll(configs.tables(), JobFile.class)
        .forEach((name, file) -> all.put(name, file.pipeline()));
    TableJobs jobs = new TableJobs(all, configs.parallelism(), configs.reports());
    jobs.named(arguments.option("tables")).tables().values().forEach(work);
  }

  void plan(TableConfigs configs) {
    TableJobs all = jobs(configs, false);
    Pipeline first = all.tables().values().iterator().next();
    List<String> failed = new ArrayList<>();
    try (Sessions session = Sessions.open(first.name(), first.spark())) {
      Map<String, Pipeline> chosen = chosen(all, session).tables();
      if (chosen.isEmpty()) {
        out.println(NOTHING_LEFT);
      }
      chosen.forEach(
          (name, pipeline) -> {
            out.println("Table " + name + "\n");
            try {
              new PlanText(out, arguments.detectedRows())
                  .print(pipeline, settings(configs, name), session.spark());
            } catch (Exception e) {
              // Spark throws its checked AnalysisException undeclared.
              String why = FailureText.of(e);
              String told = vanished(configs, name).map(table -> table.told(why)).orElse(why);
              out.println("A run would fail: " + told);
              failed.add(name + ": " + told);
            }
            out.println();
          });
      if (!failed.isEmpty()) {
        throw new InvalidInputException(
            "%s of %s tables would fail. %s"
                .formatted(failed.size(), chosen.size(), String.join("; ", failed)));
      }
    }
  }
}
