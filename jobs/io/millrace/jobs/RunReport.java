package io.millrace.jobs;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.millrace.jobs.io.Sink;
import io.millrace.jobs.stage.StagedOutput;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.spark.sql.SparkSession;

/**
 * What happened in one run. Saved as JSON: job, run, settings, per source files, bytes and rows,
 * per step the columns, per output rows, files and bytes, rejects by reason, durations in seconds,
 * versions, outcome and error.
 */
public final class RunReport {

  private static final DateTimeFormatter ID_TIME =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmssSSS'Z'", java.util.Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private final String id;
  private final Instant started = Instant.now();
  private final Map<String, Object> json = new LinkedHashMap<>();
  private final Map<String, Double> seconds = new LinkedHashMap<>();
  private final List<Map<String, Object>> outputs = new ArrayList<>();
  private final Map<String, Map<String, Object>> secondInputs = new LinkedHashMap<>();
  private final List<Balance> balances = new ArrayList<>();
  private final List<Sink.Staged> written = new ArrayList<>();
  private String part;
  private Instant partStarted;
  private String path;

  private RunReport(String id) {
    this.id = id;
  }

  static RunReport begin(String job, SparkSession spark) {
    String id = ID_TIME.format(Instant.now()) + "-" + UUID.randomUUID().toString().substring(0, 8);
    RunReport report = new RunReport(id);
    report.json.put("job", job);
    report.json.put("run", id);
    report.json.put("outcome", "running");
    report.json.put("started", report.started.toString());
    report.json.put("versions", Versions.of(spark));
    return report;
  }

  /** Unique, and later runs sort later. */
  public String id() {
    return id;
  }

  Instant started() {
    return started;
  }

  void put(String key, Object value) {
    json.put(key, value);
  }

  /** Adds time that passed before the run, such as opening the session. */
  void time(String name, Duration duration) {
    seconds.put(name, duration.toMillis() / 1000.0);
  }

  void part(String name) {
    endPart();
    part = name;
    partStarted = Instant.now();
  }

  private void endPart() {
    if (part != null) {
      time(part, Duration.between(partStarted, Instant.now()));
      part = null;
    }
  }

  void planned(Flow flow) {
    Map<String, Object> source = ReportJson.source(flow.shared().get(0), flow.reading());
    json.put("source", source);
    json.put("steps", flow.shared().stream().map(ReportJson::step).toList());
    for (Flow.Branch branch : flow.branches()) {
      Map<String, Object> output = new LinkedHashMap<>();
      output.put("target", branch.output().sink().target());
      output.put("steps", branch.stages().stream().map(ReportJson::step).toList());
      outputs.add(output);
    }
    json.put("outputs", outputs);
    flow.seconds().forEach(one -> secondInputs.put(one.place(), ReportJson.second(one)));
    if (!secondInputs.isEmpty()) {
      json.put("second-inputs", secondInputs.values());
    }
    List<String> warnings = ReportJson.warnings(flow);
    if (!warnings.isEmpty()) {
      json.put("warnings", warnings);
    }
  }

  @SuppressWarnings("unchecked")
  void read(long rows, boolean counted) {
    Map<String, Object> source = (Map<String, Object>) json.get("source");
    source.put("rows", rows);
    source.put("counted-by", counted ? "reader" : "sink");
  }

  /** A second input, read to the end. */
  void read(SecondInput second, SecondInput.Counted counted) {
    Map<String, Object> input = secondInputs.get(second.place());
    input.put("rows", counted.read());
    input.put("used", counted.good());
    input.put("rejected", counted.aside().rejectedRows());
    input.put("filtered", counted.aside().filteredRows());
    ReportJson.aside(input, counted.aside());
  }

  /** What steps read beside the job's own rows. */
  List<Map<String, Object>> secondInputs() {
    return List.copyOf(secondInputs.values());
  }

  /** What each output was found to be in for, such as how its columns change. */
  void checked(List<List<String>> sentences) {
    for (int i = 0; i < sentences.size(); i++) {
      outputs.get(i).put("plan", sentences.get(i));
    }
  }

  void balance(Balance balance, StagedOutput result) {
    balances.add(balance);
    Map<String, Object> output = outputs.get(balance.output());
    output.put("read", balance.read());
    output.put("written", balance.written());
    output.put("rejected", balance.rejected());
    output.put("filtered", balance.filtered());
    output.put("rejected-shared", result.shared());
    ReportJson.aside(output, result);
    if (!balance.recounting().isEmpty()) {
      output.put("changed-by-steps", balance.changed());
      output.put("steps-that-change-the-count", balance.recounting());
    }
  }

  /** Of the job's own source. */
  @SuppressWarnings("unchecked")
  long rowsRead() {
    return (Long) ((Map<String, Object>) json.get("source")).get("rows");
  }

  /** By all outputs together. */
  long rowsWritten() {
    return balances.stream().mapToLong(Balance::written).sum();
  }

  void wrote(int index, Sink.Staged staged) {
    written.add(staged);
    StagedOutput result = staged.output();
    Map<String, Object> output = outputs.get(index);
    output.put("files", result.files().size());
    output.put("bytes", result.bytes());
    output.putAll(staged.counts());
  }

  RunReport succeeded() {
    return ended("succeeded");
  }

  RunReport failed(String error) {
    json.put("error", error);
    return ended("failed");
  }

  private RunReport ended(String outcome) {
    endPart();
    json.put("outcome", outcome);
    json.put("ended", Instant.now().toString());
    json.put("seconds", seconds);
    return this;
  }

  RunReport save(SparkSession spark, String folder) {
    ReportFiles files = new ReportFiles(folder, spark.sparkContext().hadoopConfiguration());
    json.remove("page-unsaved");
    path = files.save(id, toJson());
    files.savePage(id, toJson()).ifPresent(why -> json.put("page-unsaved", why));
    return this;
  }

  /** Why nothing was done, if an incremental job had nothing to do. */
  Optional<String> nothingNew() {
    return Optional.ofNullable((String) json.get("nothing-new"));
  }

  /** Where the rejects of this run lie, if it had any. */
  Optional<String> rejects() {
    return Optional.ofNullable((String) json.get("rejects"));
  }

  /** Rows were published, but the report could not be written again. */
  RunReport unsaved(String why) {
    json.put("report-unsaved", why);
    return this;
  }

  /** The report as readable JSON, without the credentials that URLs carry. */
  public String toJson() {
    try {
      return MaskedJson.mapper().writeValueAsString(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Where it was saved; null if it was not. */
  public String path() {
    return path;
  }

  Map<String, Object> json() {
    return json;
  }

  Map<String, Double> seconds() {
    return seconds;
  }

  List<Balance> balances() {
    return balances;
  }

  List<Sink.Staged> written() {
    return written;
  }
}
