package io.millrace.jobs;

import io.millrace.jobs.io.CommitMarker;
import io.millrace.jobs.io.Leftovers;
import io.millrace.jobs.io.RejectStore;
import io.millrace.jobs.io.Run;
import io.millrace.jobs.io.Sink;
import io.millrace.jobs.stage.StagedOutput;
import io.millrace.transforms.InvalidInputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;

/**
 * One run of a pipeline: plan, stage every output, compare the counts, publish. Until the counts
 * agree no reader sees a row.
 */
final class Execution {

  private final Pipeline pipeline;
  private final SparkSession spark;
  private final Configuration hadoop;
  private final Progress progress;
  private final Bookmark bookmark;
  private final RunReport report;

  Execution(Pipeline pipeline, SparkSession spark, Progress progress, Bookmark bookmark) {
    this.pipeline = pipeline;
    this.spark = spark;
    this.hadoop = spark.sparkContext().hadoopConfiguration();
    this.progress = progress;
    this.bookmark = bookmark;
    this.report = RunReport.begin(pipeline.name(), spark);
  }

  /** The report, for what only the caller knows of the run. */
  RunReport report() {
    return report;
  }

  RunReport run() {
    return Sessions.within(spark, this::runWithin);
  }

  private RunReport runWithin() {
    try (Intake intake = Intake.running(pipeline, bookmark, report.id(), hadoop)) {
      part("plan");
      if (pipeline.isIncremental() && !intake.isOn()) {
        report.put("ledger-off", "every file is read, and none of them is remembered");
      }
      new Recovery(pipeline, spark, report).settle(intake);
      try (Flow flow = new Flow(pipeline, spark, true, report.started(), intake)) {
        report.planned(flow);
        report.checked(new Checks(pipeline, spark).all(flow));
        // Now, so that a folder that takes no report is found before a row is written.
        report.save(spark, pipeline.reportFolder());
        progress.reading(flow.reading());
        write(flow, intake);
      } catch (NothingNew e) {
        report.put("nothing-new", e.getMessage());
      }
      intake.told().ifPresent(told -> report.put("ledger", told));
    } catch (Exception | Error e) {
      throw failed(e);
    }
    report.succeeded();
    try {
      return report.save(spark, pipeline.reportFolder());
    } catch (RuntimeException e) {
      // The rows are published: calling this a failure would have them written again.
      return report.unsaved(FailureText.of(e));
    }
  }

  private JobFailedException failed(Throwable e) {
    // Whoever may read the report need not be one who may read the data.
    String kept = ValueFailure.sentence(e);
    report.failed(kept);
    try {
      report.save(spark, pipeline.reportFolder());
    } catch (RuntimeException unsaved) {
      e.addSuppressed(unsaved);
    }
    String told = new PersonalRule(pipeline).isPersonal() ? kept : FailureText.of(e);
    return new JobFailedException(pipeline.name() + ": " + told, report, e);
  }

  private void write(Flow flow, Intake intake) {
    Optional<RejectStore> store =
        pipeline.rejects().policy() == OnReject.QUARANTINE
            ? pipeline.rejects().path().map(path -> new RejectStore(path, report.id(), spark))
            : Optional.empty();
    String decisions = intake.isRemembering() ? pipeline.ledgerFolder() : pipeline.reportFolder();
    CommitMarker marker = new CommitMarker(decisions, report.id(), hadoop);
    Run run =
        new Run(
            report.id(),
            store.map(RejectStore::place),
            pipeline.rejects().policy() == OnReject.FAIL,
            new PersonalRule(pipeline).isPersonal(),
            marker.path(),
            intake.attempts(),
            flow.readings().stream().flatMap(reading -> reading.table().stream()).toList());
    List<Sink.Staged> staged = new ArrayList<>();
    List<StagedOutput> outputs = new ArrayList<>();
    Publishing publishing = new Publishing(run, store, staged, marker);
    boolean published = false;
    try {
      intake.begin(run.id());
      outputs.addAll(seconds(flow, run));
      for (int i = 0; i < flow.branches().size(); i++) {
        part(flow.branches().size() == 1 ? "write" : "write outputs[" + i + "]");
        Flow.Branch branch = flow.branches().get(i);
        staged.add(branch.output().sink().stage(branch.rows(), run));
      }
      List<StagedOutput> written = staged.stream().map(Sink.Staged::output).toList();
      outputs.addAll(written);
      agree(flow, written);
      part("publish");
      published = true;
      publishing.publish(outputs, pipeline.folders(), intake::requireHeld);
    } catch (Exception | Error e) {
      // Spark throws its checked SparkException undeclared.
      publishing.discard(e);
      store.ifPresent(RejectStore::clear);
      // What was shown, if only for a moment, may still turn up: a table can commit late.
      if (!published) {
        intake.drop(run.id());
      }
      tellLeftovers(run);
      throw e;
    }
    // Decided: whatever fails now is for the next run to finish, and no reason to begin again.
    List<String> unfinished = publishing.finish();
    store.ifPresent(RejectStore::clear);
    try {
      intake.done(run.id(), report.rowsRead(), report.rowsWritten());
      CommitMarker.tidy(decisions, hadoop);
    } catch (RuntimeException e) {
      unfinished.add(FailureText.of(e));
    }
    if (!unfinished.isEmpty()) {
      report.put("unfinished", unfinished);
    }
    for (int i = 0; i < staged.size(); i++) {
      report.wrote(i, staged.get(i));
    }
    if (outputs.stream().anyMatch(output -> !output.rejectFiles().isEmpty())) {
      report.put("rejects", pipeline.rejects().path().orElseThrow() + "/run=" + report.id());
    }
  }

  private void tellLeftovers(Run run) {
    List<String> targets = new ArrayList<>(pipeline.folders());
    pipeline.rejects().path().ifPresent(targets::add);
    List<String> left = Leftovers.of(targets, run.id(), hadoop);
    if (!left.isEmpty()) {
      report.put("leftovers", left);
    }
  }

  /** Reads what steps need beside the job's own rows: its counts, and its rejects. */
  private List<StagedOutput> seconds(Flow flow, Run run) {
    List<StagedOutput> aside = new ArrayList<>();
    for (SecondInput second : flow.seconds()) {
      part("read " + second.place());
      SecondInput.Counted counted = second.count(run);
      report.read(second, counted);
      long rejected = counted.aside().rejectedRows();
      limit(second.place() + ": ", rejected, counted.read(), List.of(counted.aside()));
      aside.add(counted.aside());
    }
    return aside;
  }

  /** Rows read are rows written, rejected and filtered, for each output, or the run fails. */
  private void agree(Flow flow, List<StagedOutput> outputs) {
    OptionalLong counted = flow.reading().count().get();
    long read = counted.orElseGet(() -> Balance.arrived(outputs.get(0)));
    report.read(read, counted.isPresent());
    if (counted.isPresent()) {
      flow.entering().forEach((place, rows) -> Balance.requireAll(place, read, rows.count()));
    }
    for (int i = 0; i < outputs.size(); i++) {
      Balance balance = Balance.of(i, flow.branches().get(i), read, outputs.get(i));
      report.balance(balance, outputs.get(i));
      if (counted.isPresent()) {
        balance.require();
      }
    }
    long rejected =
        outputs.stream().mapToLong(output -> output.rejectedRows() - output.shared()).sum();
    limit("", rejected, read, outputs);
  }

  /** Each input on its own: a large one must not hide what is wrong with a small one. */
  private void limit(String place, long rejected, long read, List<StagedOutput> outputs) {
    if (pipeline.rejects().exceeded(rejected, read)) {
      throw new InvalidInputException(
          "%s%s of %s rows were rejected, more than max-rejects = %s allows; nothing was written. %s"
              .formatted(
                  place,
                  rejected,
                  read,
                  pipeline.rejects().maxRejects().orElseThrow(),
                  Balance.reasons(outputs)));
    }
  }

  private void part(String name) {
    report.part(name);
    progress.part(name);
  }
}
