package io.millrace.jobs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.jobs.config.JobFiles;
import io.millrace.jobs.page.TablesPage;
import io.millrace.transforms.InvalidInputException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;

/** How each table of a job ended when it was last run: {@code tables.json} in a folder. */
public final class TableStatus {

  static final String SUCCEEDED = "succeeded";
  static final String FAILED = "failed";

  /** As of a run that goes on, or was killed. */
  private static final Ended BEGUN = new Ended("running", "", "", "", "");

  private final Path file;
  private final Path beside;
  private final FileSystem files;
  private final ObjectMapper json = MaskedJson.mapper();

  /**
   * One table.
   *
   * @param outcome {@code succeeded} or {@code failed}, or {@code running} until it has ended
   * @param run id of the run
   * @param report where its report lies
   * @param error why it failed; empty if it did not
   * @param folder where it lies, without the file system, if a glob found it; else empty
   */
  public record Ended(String outcome, String run, String report, String error, String folder) {

    public Ended {
      folder = folder == null ? "" : folder;
    }

    static Ended failed(String error) {
      return new Ended(FAILED, "", "", error, "");
    }

    static Ended of(RunReport report, String error) {
      String path = report.path() == null ? "" : report.path();
      return new Ended(error.isEmpty() ? SUCCEEDED : FAILED, report.id(), path, error, "");
    }

    private Ended in(String folder) {
      // Without the file system's name there are no credentials in it.
      String path = folder.isEmpty() ? "" : new Path(folder).toUri().getPath();
      return new Ended(outcome, run, report, error, path);
    }

    /** Whether it did. */
    public boolean succeeded() {
      return outcome.equals(SUCCEEDED);
    }
  }

  TableStatus(String folder, Configuration hadoop) {
    this.file = new Path(folder, "tables.json");
    this.beside = new Path(folder, "_tables.json");
    try {
      FileSystem found = file.getFileSystem(hadoop);
      // People edit this file, which a checksum beside it would forbid.
      this.files = found instanceof LocalFileSystem local ? local.getRaw() : found;
    } catch (IOException e) {
      throw new InvalidInputException("tables.reports: cannot open " + folder + ": " + e, e);
    }
  }

  /** Before any of them begins, so that those which a killed run never ended are known. */
  void begin(Collection<String> tables, Map<String, String> folders) {
    Map<String, Ended> begun = new TreeMap<>();
    tables.forEach(table -> begun.put(table, BEGUN.in(folders.getOrDefault(table, ""))));
    try {
      remember(begun);
    } catch (InvalidInputException e) {
      throw new InvalidInputException(e.getMessage() + "; no table was begun", e);
    }
  }

  /** At once, so that a job that is killed has not forgotten what was done. */
  void remember(String table, Ended ended, String folder) {
    remember(Map.of(table, ended.in(folder)));
  }

  private synchronized void remember(Map<String, Ended> some) {
    Map<String, Ended> all = all();
    all.putAll(some);
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
      if (files.exists(file)) {
        return read(file);
      }
      // A run that died between deletion and rename left everything there.
      return files.exists(beside) && files.getFileStatus(beside).isFile()
          ? left()
          : new TreeMap<>();
    } catch (IOException e) {
      throw cannot("read", e);
    }
  }

  /** What is cut off was the first that was ever written, before any table was begun. */
  private Map<String, Ended> left() throws IOException {
    try {
      return read(beside);
    } catch (JsonProcessingException e) {
      return new TreeMap<>();
    }
  }

  private Map<String, Ended> read(Path from) throws IOException {
    try (InputStream in = files.open(from)) {
      return json.readValue(in, new TypeReference<TreeMap<String, Ended>>() {});
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
      String folder = JobFiles.masked(file.getParent().toString());
      ReportFiles.write(page, TablesPage.of(json.valueToTree(all()), folder), files.getConf());
      return page.toString();
    } catch (IOException | RuntimeException e) {
      return "of all tables could not be written: " + FailureText.of(e);
    }
  }

  /** Those of {@code tables} that failed, or did not end, or never began. */
  List<String> notSucceeded(Collection<String> tables) {
    Map<String, Ended> all = all();
    return tables.stream()
        .filter(name -> !all.containsKey(name) || !all.get(name).succeeded())
        .toList();
  }

  /** Where tables lie that globs found. */
  List<String> folders() {
    return all().values().stream().map(Ended::folder).filter(path -> !path.isEmpty()).toList();
  }

  private InvalidInputException cannot(String what, IOException e) {
    return new InvalidInputException(
        "tables.reports: cannot %s %s: %s".formatted(what, file, e.getMessage()), e);
  }
}
