package io.millrace.jobs.stage;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * All that one write staged: its files and its counts, exact whatever was retried.
 *
 * @param filtered rows that a filter took out, by rule
 * @param rejected rows rejected, by reason
 * @param examples where the first record of a reason stands, if it came from a file
 * @param shared those of the rejected rows that another output writes
 */
public record StagedOutput(
    List<StagedFile> files,
    List<StagedFile> rejectFiles,
    long written,
    Map<String, Long> filtered,
    Map<Rejected, Long> rejected,
    Map<Rejected, RejectedAt> examples,
    long shared) {

  /** Of no rows. */
  public static final StagedOutput NONE = of(List.of());

  static StagedOutput of(List<StagedTask> tasks) {
    List<StagedFile> files = new ArrayList<>();
    List<StagedFile> rejectFiles = new ArrayList<>();
    long written = 0;
    Map<String, Long> filtered = new TreeMap<>();
    Map<Rejected, Long> rejected = new HashMap<>();
    Map<Rejected, RejectedAt> examples = new HashMap<>();
    long shared = 0;
    for (StagedTask task : tasks) {
      files.addAll(task.files());
      rejectFiles.addAll(task.rejectFiles());
      written += task.written();
      shared += task.shared();
      task.filtered().forEach((rule, rows) -> filtered.merge(rule, rows, Long::sum));
      task.rejected().forEach((reason, rows) -> rejected.merge(reason, rows, Long::sum));
      task.examples().forEach((reason, at) -> examples.merge(reason, at, RejectedAt::first));
    }
    return new StagedOutput(files, rejectFiles, written, filtered, rejected, examples, shared);
  }

  /** The same with one more file. */
  public StagedOutput with(StagedFile file) {
    List<StagedFile> all = new ArrayList<>(files);
    all.add(file);
    return new StagedOutput(all, rejectFiles, written, filtered, rejected, examples, shared);
  }

  /** Rows that filters took out. */
  public long filteredRows() {
    return filtered.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Rows that were rejected. */
  public long rejectedRows() {
    return rejected.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Size of the data files. */
  public long bytes() {
    return files.stream().mapToLong(StagedFile::bytes).sum();
  }
}
