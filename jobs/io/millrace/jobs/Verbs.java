package io.millrace.jobs;

import com.typesafe.config.Config;
import io.millrace.jobs.config.Binder;
import io.millrace.jobs.config.JobFiles;
import io.millrace.jobs.config.Reference;
import io.millrace.jobs.io.FileTree;
import io.millrace.jobs.io.ReadFiles;
import io.millrace.jobs.sample.SampleLake;
import io.millrace.jobs.sample.Summary;
import io.millrace.transforms.InvalidInputException;
import io.millrace.transforms.StepName;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;

/** What the command line can do. */
final class Verbs {

  private final PrintStream out;
  private final Configuration hadoop = new Configuration();

  Verbs(PrintStream out) {
    this.out = out;
  }

  void run(Arguments arguments) {
    switch (arguments.verb()) {
      case "run" -> runJob(arguments);
      case "plan" -> plan(arguments);
      case "steps" -> steps(arguments);
      case "sample" -> sample(arguments);
      default -> help();
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
    Pipeline pipeline = loaded.file().pipeline();
    missingSample(loaded.file())
        .ifPresent(
            lake -> {
              out.println("No folder " + lake.path() + " yet: making the sample lake there.");
              write(lake);
            });
    Instant begun = Instant.now();
    try (Sessions session = Sessions.open(pipeline)) {
      RunReport report;
      try (Progress progress = ProgressLine.on(session.spark())) {
        Execution execution = new Execution(pipeline, session.spark(), progress);
        execution.report().put("settings", JobFiles.masked(loaded.resolved()));
        execution.report().put("ignored-settings", session.ignored());
        execution.report().time("start", Duration.between(begun, Instant.now()));
        report = execution.run();
      }
      new RunSummary(out).print(report, session.spark());
    }
  }

  private void plan(Arguments arguments) {
    Loaded loaded = load(arguments);
    Pipeline pipeline = loaded.file().pipeline();
    missingSample(loaded.file())
        .ifPresent(
            lake -> {
              throw new InvalidInputException(
                  "there is no folder %s yet; run makes the sample lake there, and so does: sample %s"
                      .formatted(lake.path(), lake.path()));
            });
    try (Sessions session = Sessions.open(pipeline)) {
      new PlanText(out).print(pipeline, JobFiles.masked(loaded.resolved()), session.spark());
    }
  }

  /** Only an environment for one machine names a sample, and only a job that reads it gets it. */
  private Optional<SampleLake> missingSample(JobFile file) {
    if (!(file.source() instanceof ReadFiles source)) {
      return Optional.empty();
    }
    FileTree tree = new FileTree(hadoop);
    Locations locations = new Locations(hadoop);
    Optional<SampleLake> read =
        file.sample().filter(lake -> tree.isInside(source.path(), lake.path()));
    // A lake that was begun and not finished may hold files of the user by now: it is his to
    // decide.
    if (read.isPresent()
        && locations.exists(read.get().path())
        && !locations.exists(source.path())) {
      throw new InvalidInputException(
          "there is no %s in the sample lake; make it anew with: sample %s"
              .formatted(source.path(), read.get().path()));
    }
    return read.filter(lake -> !locations.exists(lake.path()));
  }

  private void write(SampleLake lake) {
    try {
      Summary made = lake.write(hadoop);
      Stream.of(made.zipcodes(), made.userprofile(), made.useractivity())
          .forEach(
              file ->
                  out.println(
                      "  %s  %s, %s"
                          .formatted(
                              file.path(),
                              Amounts.of(file.rows(), "row"),
                              Amounts.bytes(file.bytes()))));
      made.dirt().entrySet().stream()
          .filter(dirt -> dirt.getValue() > 0)
          .forEach(
              dirt ->
                  out.println(
                      "    dirty: "
                          + StepName.kebab(dirt.getKey().name())
                          + " "
                          + dirt.getValue()));
    } catch (IOException e) {
      throw new InvalidInputException(
          "cannot write the sample lake to " + lake.path() + ": " + e.getMessage(), e);
    }
  }

  private void sample(Arguments arguments) {
    write(SampleOptions.lake(arguments));
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
          steps [NAME]       every step, source and sink: keys, defaults, an example
          sample DIR         makes the sample lake: --rows N --users N --seed N --dirty SHARE

          --environment FILE   settings of a platform, below the job file
          --vars.NAME VALUE    a free value of the job file
          --set PATH=VALUE     any key of the job file"""
            .formatted(Versions.millrace()));
  }
}
