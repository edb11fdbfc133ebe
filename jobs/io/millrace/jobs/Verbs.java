package io.millrace.jobs;

import com.typesafe.config.Config;
import io.millrace.jobs.config.Binder;
import io.millrace.jobs.config.JobFiles;
import io.millrace.jobs.config.Reference;
import io.millrace.jobs.config.TableConfigs;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/** What the command line can do. */
final class Verbs {

  private final PrintStream out;
  private Configuration hadoop = new Configuration();

  Verbs(PrintStream out) {
    this.out = out;
  }

  void run(Arguments arguments) {
    hadoop = HadoopBefore.of(arguments);
    switch (arguments.verb()) {
      case "run", "plan" -> job(arguments);
      case "ledger" -> ledger(arguments);
      case "report" -> new ReportVerb(out, hadoop).run(arguments.folder());
      case "steps" -> steps(arguments);
      case "sample" -> samples().write(SampleOptions.lake(arguments));
      default -> help();
    }
  }

  private void job(Arguments arguments) {
    boolean run = arguments.verb().equals("run");
    TableVerbs many = new TableVerbs(out, hadoop, arguments);
    Optional<TableConfigs> tables = many.load();
    if (tables.isEmpty() && arguments.option("tables").isPresent()) {
      throw new InvalidCommandException("--tables is for a job file with tables = [ … ]");
    }
    if (tables.isPresent() && run) {
      many.run(tables.get());
    } else if (tables.isPresent()) {
      many.plan(tables.get());
    } else if (run) {
      runJob(arguments);
    } else {
      plan(arguments);
    }
  }

  private record Loaded(Config resolved, JobFile file) {}

  private Loaded load(Arguments arguments) {
    JobFiles files = new JobFiles(new Locations(hadoop)::text);
    Config resolved =
        files.load(arguments.option("environment"), arguments.jobFile(), arguments.settings());
    return new Loaded(resolved, new Binder(Catalog.NAMES).bind(resolved, JobFile.class));
  }

  private void runJob(Arguments arguments) {
    Loaded loaded = load(arguments);
    Instant begun = Instant.now();
    if (loaded.file().isOfActions()) {
      ActionJob job = loaded.file().actionJob();
      samples().addMissing(loaded.file());
      new ActionVerbs(out).run(job, JobFiles.masked(loaded.resolved()));
      return;
    }
    Pipeline pipeline = loaded.file().pipeline();
    samples().addMissing(loaded.file());
    try (Sessions session = Sessions.open(pipeline.name(), pipeline.spark())) {
      RunReport report;
      try (Progress progress = ProgressLine.of(pipeline.name(), session.spark())) {
        Execution execution =
            new Execution(pipeline, session.spark(), progress, Bookmark.of(arguments));
        execution.report().put("settings", JobFiles.masked(loaded.resolved()));
        execution.report().put("ignored-settings", session.ignored());
        execution.report().time("start", Duration.between(begun, Instant.now()));
        report = execution.run();
      }
      new RunSummary(out).print(report, pipeline.outputs(), session.spark());
    }
  }

  private void plan(Arguments arguments) {
    Loaded loaded = load(arguments);
    if (loaded.file().isOfActions()) {
      ActionJob job = loaded.file().actionJob();
      samples().requireInput(loaded.file());
      new ActionVerbs(out).plan(job, JobFiles.masked(loaded.resolved()));
      return;
    }
    Pipeline pipeline = loaded.file().pipeline();
    samples().requireInput(loaded.file());
    try (Sessions session = Sessions.open(pipeline.name(), pipeline.spark())) {
      new PlanText(out, arguments.detectedRows())
          .print(pipeline, JobFiles.masked(loaded.resolved()), session.spark());
    }
  }

  private void ledger(Arguments arguments) {
    String action =
        arguments.operands().stream()
            .findFirst()
            .orElseThrow(
                () ->
                    new InvalidCommandException(
                        "ledger needs one of %s, and a job file"
                            .formatted(String.join(", ", LedgerVerbs.ACTIONS))));
    LedgerVerbs verbs = new LedgerVerbs(out, hadoop, arguments);
    TableVerbs many = new TableVerbs(out, hadoop, arguments);
    Optional<TableConfigs> tables = many.load();
    if (tables.isPresent()) {
      many.each(tables.get(), pipeline -> verbs.run(action, pipeline));
    } else {
      verbs.run(action, load(arguments).file().pipeline());
    }
  }

  private Samples samples() {
    return new Samples(out, hadoop);
  }

  private void steps(Arguments arguments) {
    Reference reference = new Reference(Catalog.NAMES);
    if (arguments.operands().isEmpty()) {
      out.println(reference.text());
      return;
    }
    try {
      out.println(reference.text(arguments.operands().get(0)));
    } catch (IllegalArgumentException e) {
      throw new InvalidCommandException(e.getMessage());
    }
  }

  private void help() {
    out.println(
        """
        Millrace %s: Spark batch jobs from one HOCON file.

          run JOB.conf       runs the job, prints a summary, writes the run report
          plan JOB.conf      everything but the writing
          ledger ACTION JOB  of an incremental job: show, reset, rewind, mark-read, forget
          report DIR         makes an index of all run reports below a folder: DIR/index.html
          steps [NAME]       every step, source, sink and action: keys, defaults, an example
          sample DIR         makes the sample lake: --rows N --users N --seed N --dirty SHARE

          --environment FILE   settings of a platform, below the job file
          --detect-pii[=ROWS]  of plan: count what looks personal in the first rows of each input
          --tables NAMES       of a job for many tables only these, or failed: those that failed
          --job-bookmark-option job-bookmark-enable, -disable or -pause (with -from and -to)
          --to BATCH           of ledger rewind: a batch, a run or a time
          --file PATH          of ledger forget; or --missing: all that are gone
          --format json        of ledger show
          --vars.NAME VALUE    a free value of the job file
          --set PATH=VALUE     any key of the job file; also --set.PATH VALUE"""
            .formatted(Versions.millrace()));
  }
}
