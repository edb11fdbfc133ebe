package io.millrace.replica;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A recording as the files of a replication task, staged in a folder of their own and cut into
 * batches in which they arrive.
 */
public record DmsFiles(
    Recording recording, DmsSettings settings, Timeline timeline, List<List<DmsFile>> batches) {

  /** A file and the name that it has below the bucket's folder; the same name may come again. */
  public record DmsFile(String name, Path staged) {}

  /** What the table held at a time of the timestamp column. */
  public record AsOf(String time, List<List<String>> rows) {}

  /** Writes the table of a seed with the random settings of the same seed. */
  public static DmsFiles write(long seed, Path staging) throws IOException {
    Recording recording = Recordings.of(seed);
    return write(recording, DmsSettings.random(recording, seed), staging);
  }

  public static DmsFiles write(Recording recording, DmsSettings settings, Path staging)
      throws IOException {
    Timeline timeline = Timeline.of(recording, settings);
    DmsRows rows = new DmsRows(recording, settings, timeline);
    DmsNames names = new DmsNames(recording, settings);
    List<DmsFile> loads = new ArrayList<>();
    for (List<DmsRow> load : rows.loads()) {
      if (!load.isEmpty()) {
        loads.add(write(recording, settings, load, names.load(), staging));
      }
    }
    List<DmsFile> changes = new ArrayList<>();
    for (List<DmsRow> part : names.cut(rows.changes())) {
      changes.add(write(recording, settings, part, names.changes(part), staging));
    }
    return new DmsFiles(
        recording, settings, timeline, new Arrivals(settings, names).batches(loads, changes));
  }

  private static DmsFile write(
      Recording recording, DmsSettings settings, List<DmsRow> rows, String name, Path staging)
      throws IOException {
    Path file = staging.resolve(name);
    Files.createDirectories(file.getParent());
    List<TableColumn> columns = DmsRow.columns(recording, settings, rows.get(0).load());
    if (settings.csv() != null) {
      new CsvFile(settings, columns).write(file, rows);
    } else {
      new ParquetFile(settings, columns).write(file, rows);
    }
    return new DmsFile(name, file);
  }

  /** The folder of the table below the bucket's folder. */
  public String folder() {
    return "public/" + recording.table();
  }

  /** Puts the files of a batch into the bucket's folder, over those that are there. */
  public void deliver(int batch, Path bucketFolder) throws IOException {
    for (DmsFile file : batches.get(batch)) {
      Path target = bucketFolder.resolve(file.name());
      Files.createDirectories(target.getParent());
      Files.copy(file.staged(), target, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** Names and types of the columns in files of a full load or of changes, in their order. */
  public List<TableColumn> columns(boolean load) {
    return DmsRow.columns(recording, settings, load);
  }

  /**
   * What the table held at each time in the timestamp column from when all load files had been
   * copied, in the column's own precision; empty if there is no such column.
   */
  public List<AsOf> history() {
    if (settings.timestampColumn() == null) {
      return List.of();
    }
    boolean whole = settings.wholeSeconds();
    String copied = Timeline.written(Collections.max(timeline.copied()), whole);
    Map<String, List<List<String>>> states = new TreeMap<>();
    for (int i = settings.lastLoaded(); i < timeline.micros().size(); i++) {
      states.put(Timeline.written(timeline.at(i), whole), recording.transactions().get(i).rows());
    }
    return states.entrySet().stream()
        .filter(state -> state.getKey().compareTo(copied) >= 0)
        .map(state -> new AsOf(state.getKey(), state.getValue()))
        .toList();
  }
}
