package io.millrace.jobs;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.millrace.jobs.page.TablesPage;
import io.millrace.transforms.InvalidInputException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/** How each table of a job ended when it was last run: {@code tables.json} in a folder. */
public final class TableStatus {

  static final String SUCCEEDED = "succeeded";
  static final String FAILED = "failed";

  private final Path file;
  private final FileSystem files;
  private final ObjectMapper json = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  /**
   * One table.
   *
   * @param outcome {@code succeeded} or {@code failed}
   * @param run id of the run
   * @param report where its report lies
   * @param error why it failed; empty if it did not
   */
  public record Ended(String outcome, String run, String report, String error) {

    static Ended of(RunReport report, String error) {
      String path = report.path() == null ? "" : report.path();
      return new Ended(error.isEmpty() ? SUCCEEDED : FAILED, report.id(), path, error);
    }

    /** Whether it did. */
    public boolean succeeded() {
      return outcome.equals(SUCCEEDED);
    }
  }

  TableStatus(String folder, SparkSession spark) {
    this.file = new Path(folder, "tables.json");
    try {
      this.files = file.getFileSystem(spark.sparkContext().hadoopConfiguration());
    } catch (IOException e) {
      throw new InvalidInputException("tables.reports: cannot open " + folder + ": " + e, e);
    }
  }

  /** At once, so that a job that is killed has not forgotten what was done. */
  synchronized void remember(String table, Ended ended) {
    Map<String, Ended> all = all();
    all.put(table, ended);
    Path beside = new Path(file.getParent(), "_" + file.getName());
    try (var out = files.create(beside, true)) {
      out.write(json.writeValueAsBytes(all));
    } catch (IOException e) {
      throw cannot("write", e);
    }
    try {
      if (files.exists(file)) {
        files.delete(file, false);
      }
      if (!files.rename(beside, file)) {
        throw new IOException("cannot rename " + beside);
      }
    } catch (IOException e) {
      throw cannot("write", e);
    }
  }

  private Map<String, Ended> all() {
    try {
      if (!files.exists(file)) {
        return new TreeMap<>();
      }
      try (InputStream in = files.open(file)) {
        return json.readValue(in, new TypeReference<TreeMap<String, Ended>>() {});
      }
    } catch (IOException e) {
      throw cannot("read", e);
    }
  }

  /**
   * Writes a page of it beside it.
   *
   * @return where it lies, or why it could not be written: no table failed for that
   */
  synchronized String savePage() {
    Path page = new Path(file.getParent(), "tables.html");
    try {
      String folder = file.getParent().toString();
      ReportFiles.write(page, TablesPage.of(json.valueToTree(all()), folder), files.getConf());
      return page.toString();
    } catch (IOException | RuntimeException e) {
      return "of all tables could not be written: " + FailureText.of(e);
    }
  }

  /** Those of {@code tables} that failed, or were never run to their end. */
  List<String> notSucceeded(Collection<String> tables) {
    Map<String, Ended> all = all();
    return tables.stream()
        .filter(name -> !all.containsKey(name) || !all.get(name).succeeded())
        .toList();
  }

  private InvalidInputException cannot(String what, IOException e) {
    return new InvalidInputException(
        "tables.reports: cannot %s %s: %s".formatted(what, file, e.getMessage()), e);
  }
}
