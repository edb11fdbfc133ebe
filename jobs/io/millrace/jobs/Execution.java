package io.millrace.jobs;

import io.millrace.jobs.io.RejectStore;
import io.millrace.jobs.io.Run;
import io.millrace.jobs.io.Sink;
import io.millrace.jobs.stage.StagedOutput;
import io.millrace.transforms.InvalidInputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.spark.sql.SparkSession;

/**
 * One run of a pipeline: plan, stage every output, compare the counts, publish. Until the counts
 * agree no reader sees a row.
 */
final class Execution {

  private final Pipeline pipeline;
  private final SparkSession spark;
  private final Progress progress;
  private final RunReport report;

  Execution(Pipeline pipeline, SparkSession spark, Progress progress) {
    this.pipeline = pipeline;
    this.spark = spark;
    this.progress = progress;
    this.report = RunReport.begin(pipeline.name(), spark);
  }

  /** The report, for what only the caller knows of the run. */
  RunReport report() {
    return report;
  }

  RunReport run() {
    try {
      part("plan");
      try (Flow flow = new Flow(pipeline, spark, true, report.started())) {
        report.planned(flow);
        new Checks(pipeline, spark).all(flow);
        // Now, so that a folder that takes no report is found before a row is written.
        report.save(spark, pipeline.reportFolder());
        progress.reading(flow.reading());
        write(flow);
      }
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
    String sentence = FailureText.of(e);
    report.failed(sentence);
    try {
      report.save(spark, pipeline.reportFolder());
    } catch (RuntimeException unsaved) {
      e.addSuppressed(unsaved);
    }
    return new JobFailedException(pipeline.name() + ": " + sentence, report, e);
  }

  private void write(Flow flow) {
    Optional<RejectStore> store =
        pipeline.rejects().policy() == OnReject.QUARANTINE
            ? pipeline.rejects().path().map(path -> new RejectStore(path, report.id(), spark))
            : Optional.empty();
    Run run =
        new Run(
            report.id(),
            store.map(RejectStore::staging),
            pipeline.rejects().policy() == OnReject.FAIL);
    List<Sink.Staged> staged = new ArrayList<>();
    List<StagedOutput> outputs = new ArrayList<>();
    try {
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
      publish(store, staged, outputs);
    } catch (Exception | Error e) {
      // Spark throws its checked SparkException undeclared.
      staged.forEach(output -> attempt(output::discard, e));
      throw e;
    } finally {
      store.ifPresent(RejectStore::clear);
    }
    for (int i = 0; i < staged.size(); i++) {
      report.wrote(i, staged.get(i));
    }
    if (outputs.stream().anyMatch(output -> !output.rejectFiles().isEmpty())) {
      report.put("rejects", pipeline.rejects().path().orElseThrow() + "/run=" + report.id());
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

  /**
   * Shows all outputs or none. Rejects come first: a run that dies here has told of every row that
   * its outputs lack. What is replaced goes only when everything new is in place.
   */
  private static void publish(
      Optional<RejectStore> store, List<Sink.Staged> staged, List<StagedOutput> outputs) {
    List<Runnable> withdrawals = new ArrayList<>();
    try {
      store.ifPresent(
          rejects -> {
            withdrawals.add(0, rejects::withdraw);
            rejects.publish(outputs);
          });
      for (Sink.Staged output : staged) {
        withdrawals.add(0, output::withdraw);
        output.publish();
      }
    } catch (RuntimeException | Error e) {
      withdrawals.forEach(withdrawal -> attempt(withdrawal, e));
      throw e;
    }
    staged.forEach(Sink.Staged::finish);
    store.ifPresent(RejectStore::finish);
  }

  private static void attempt(Runnable cleaning, Throwable failure) {
    try {
      cleaning.run();
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
    }
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
      report.balance(balance);
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
