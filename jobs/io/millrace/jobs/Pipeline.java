package io.millrace.jobs;

import io.millrace.jobs.io.ReadFiles;
import io.millrace.jobs.io.Sink;
import io.millrace.transforms.Default;
import io.millrace.transforms.Require;
import io.millrace.transforms.Source;
import io.millrace.transforms.Transform;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;

/**
 * The usual job: read, transform in order, write one or more outputs.
 *
 * @param name of the job; the same in every run
 * @param source where the rows come from
 * @param transforms steps that every output shares
 * @param outputs branches of the rows that leave the last step
 * @param rejects what becomes of rows that do not fit
 * @param reports folder for the run reports; {@code _millrace/runs} below the first output if
 *     absent
 * @param ledger folder that remembers what incremental sources have read; {@code _millrace/ledger}
 *     below the output if absent and there is one output
 * @param spark Spark settings of this job
 */
public record Pipeline(
    String name,
    Source source,
    @Default("[]") List<Transform> transforms,
    List<Output> outputs,
    @Default("{}") Rejects rejects,
    Optional<String> reports,
    Optional<String> ledger,
    @Default("{}") Map<String, String> spark)
    implements Job {

  public Pipeline {
    Require.notBlank(name, "name");
    if (outputs.isEmpty()) {
      throw new IllegalArgumentException("outputs must hold at least one { sink { … } }");
    }
    if (reports.isEmpty() && outputs.stream().allMatch(out -> out.sink().folder().isEmpty())) {
      throw new IllegalArgumentException("reports must name a folder: no output is one");
    }
    ledger.ifPresent(Pipeline::requireOwnFolder);
    transforms = List.copyOf(transforms);
    outputs = List.copyOf(outputs);
    spark = Map.copyOf(spark);
    boolean incremental = !incremental(source, transforms, outputs).isEmpty();
    if (ledger.isPresent() && !incremental) {
      throw new IllegalArgumentException(
          "ledger is for a job with a source that says incremental = true");
    }
    if (incremental && ledger.isEmpty() && (outputs.size() > 1 || folders(outputs).isEmpty())) {
      throw new IllegalArgumentException(
          outputs.size() > 1
              ? "ledger must name a folder: none of several outputs is its own place"
              : "ledger must name a folder: the output is none");
    }
  }

  private static void requireOwnFolder(String ledger) {
    Require.notBlank(ledger, "ledger");
    if (ledger.matches("(.*/)?_millrace/*")) {
      throw new IllegalArgumentException(
          "ledger must be a folder of its own, such as "
              + ledger.replaceAll("/*$", "")
              + "/ledger");
    }
  }

  /** Without a ledger of its own. */
  public Pipeline(
      String name,
      Source source,
      List<Transform> transforms,
      List<Output> outputs,
      Rejects rejects,
      Optional<String> reports,
      Map<String, String> spark) {
    this(name, source, transforms, outputs, rejects, reports, Optional.empty(), spark);
  }

  /** One output, and a job that fails at the first reject. */
  public Pipeline(String name, Source source, List<Transform> transforms, Sink sink) {
    this(
        name,
        source,
        transforms,
        List.of(new Output(sink)),
        Rejects.NONE,
        Optional.empty(),
        Map.of());
  }

  /** The same job with rejects handled in this way. */
  public Pipeline rejecting(Rejects policy) {
    return new Pipeline(name, source, transforms, outputs, policy, reports, ledger, spark);
  }

  private static List<ReadFiles> incremental(
      Source source, List<Transform> transforms, List<Output> outputs) {
    return RecordTree.all(ReadFiles.class, source, transforms, outputs).stream()
        .filter(ReadFiles::incremental)
        .toList();
  }

  private static List<String> folders(List<Output> outputs) {
    return outputs.stream().flatMap(output -> output.sink().folder().stream()).toList();
  }

  /** Whether a ledger remembers what it reads. */
  boolean isIncremental() {
    return !incremental(source, transforms, outputs).isEmpty();
  }

  /** Where its ledger lies. */
  String ledgerFolder() {
    return ledger.orElseGet(() -> folders(outputs).get(0) + "/_millrace/ledger");
  }

  /** The folders that it writes to. */
  List<String> folders() {
    return folders(outputs);
  }

  /** Where its run reports go. */
  public String reportFolder() {
    return reports.orElseGet(() -> folders(outputs).get(0) + "/_millrace/runs");
  }

  @Override
  public RunReport run(SparkSession session) {
    return run(session, Bookmark.ENABLED, Optional.empty());
  }

  /**
   * The same beside other jobs of one application.
   *
   * @param settings the job file as the report shows it
   */
  RunReport run(SparkSession session, Bookmark bookmark, Optional<String> settings) {
    Sessions beside = Sessions.beside(session, spark);
    Execution execution = new Execution(this, beside.spark(), Progress.SILENT, bookmark);
    settings.ifPresent(text -> execution.report().put("settings", text));
    execution.report().put("ignored-settings", beside.ignored());
    return execution.run();
  }
}
