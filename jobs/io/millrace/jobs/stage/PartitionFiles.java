package io.millrace.jobs.stage;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.catalog.ExternalCatalogUtils;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * The files of one task, one per partition, or per bucket of one. Memory stays bounded whatever the
 * number of partitions: when the open files together hold too much, or are too many, the one that
 * was used longest ago is closed. Where partitions take turns, that would end a file with each row;
 * so rows of a partition whose file was closed before its time, and of a new one for which no file
 * can be closed that is out of use, go aside, and become files when the task has seen all.
 */
final class PartitionFiles {

  private static final int ROWS_BETWEEN_CHECKS = 8192;
  // A quarter of the heap for the files of all tasks of this JVM; the files buffer row groups.
  private static final long HEAP_SHARE =
      Runtime.getRuntime().maxMemory()
          / 4
          / Math.max(1, Runtime.getRuntime().availableProcessors());
  // Buffers and codec of a file that has hardly any rows.
  private static final long LEAST_HELD = 256L << 10;
  private static final long MOST_OPEN = Math.min(1000, Math.max(100, HEAP_SHARE / LEAST_HELD));
  // A file that was not used for so many rows per file is taken to be out of use.
  private static final long TURNS = 64;
  // A file of this size is worth having another one beside it.
  private static final long LARGE = 16L << 20;

  private final StageSpec spec;
  private final Configuration hadoop;
  private final String prefix;
  private final RecordFormat format;
  private final Map<List<UTF8String>, RecordFile> open = new LinkedHashMap<>(16, 0.75f, true);
  private final Set<List<UTF8String>> closedEarly = new HashSet<>();
  private final List<StagedFile> done = new ArrayList<>();
  private final long mostOpen;
  private final UTF8String[] lastKey;
  private RecordFile last;
  private RowsAside aside;
  private RecordFile gathered;
  private int begun;
  private int unchecked;
  private long rows;

  PartitionFiles(StageSpec spec, Configuration hadoop, String prefix) {
    this.spec = spec;
    this.hadoop = hadoop;
    this.prefix = prefix;
    this.format = new RecordFormat(spec.encoding(), spec.schema(), hadoop);
    this.lastKey = new UTF8String[spec.keys()];
    int told = SQLConf.get().maxConcurrentOutputFileWriters();
    this.mostOpen = told > 0 ? Math.min(told, MOST_OPEN) : MOST_OPEN;
  }

  /** Takes the row's record into the file where it belongs. */
  void write(InternalRow row) throws IOException {
    rows++;
    if (++unchecked >= ROWS_BETWEEN_CHECKS) {
      unchecked = 0;
      keepWithinBounds();
    }
    if (last == null || !sameKey(row)) {
      last = fileOf(key(row));
    }
    if (last == null) {
      putAside(row);
    } else {
      last.write(record(row));
    }
  }

  private InternalRow record(InternalRow row) {
    return row.getStruct(0, spec.schema().length());
  }

  /** The file of a partition; null if its rows go aside. */
  private RecordFile fileOf(List<UTF8String> key) throws IOException {
    RecordFile file = open.get(key);
    if (file == null) {
      if (closedEarly.contains(key)) {
        return null;
      }
      if (open.size() >= mostOpen) {
        RecordFile eldest = open.values().iterator().next();
        if (eldest.used() > rows - TURNS * mostOpen) {
          return null;
        }
        closeEldest();
      }
      file = begin(key);
      open.put(key, file);
    }
    file.use(rows);
    return file;
  }

  private void putAside(InternalRow row) throws IOException {
    if (aside == null) {
      aside = new RowsAside(spec);
    }
    aside.add(row);
  }

  /** What went aside, one file after the other. */
  private void writeAside() throws IOException {
    aside.forEach(
        row -> {
          boolean full = gathered != null && gathered.size() >= spec.targetFileSize();
          if (gathered == null || full || !sameKey(row)) {
            endGathered();
            gathered = begin(key(row));
          }
          gathered.write(record(row));
        });
    endGathered();
    aside.close();
  }

  private void endGathered() throws IOException {
    if (gathered != null) {
      RecordFile whole = gathered;
      gathered = null;
      done.add(whole.close());
    }
  }

  private boolean sameKey(InternalRow row) {
    for (int i = 0; i < lastKey.length; i++) {
      UTF8String value = row.getUTF8String(1 + i);
      if (value == null ? lastKey[i] != null : !value.equals(lastKey[i])) {
        return false;
      }
    }
    return true;
  }

  private List<UTF8String> key(InternalRow row) {
    for (int i = 0; i < lastKey.length; i++) {
      UTF8String value = row.getUTF8String(1 + i);
      lastKey[i] = value == null ? null : value.copy();
    }
    return java.util.Collections.unmodifiableList(
        new ArrayList<>(java.util.Arrays.asList(lastKey)));
  }

  private RecordFile begin(List<UTF8String> key) throws IOException {
    List<String> folders = new ArrayList<>();
    for (int i = 0; i < spec.partitionBy().size(); i++) {
      String value = key.get(i) == null ? null : key.get(i).toString();
      folders.add(ExternalCatalogUtils.getPartitionPathString(spec.partitionBy().get(i), value));
    }
    String bucket = spec.bucketed() ? key.get(key.size() - 1).toString() : "";
    String name =
        bucket
            + String.format(Locale.ROOT, "%s-%04d%s", prefix, begun++, spec.encoding().extension());
    var target = RecordFile.Target.of(spec.data(), spec.folder(folders), name);
    return format.open(target);
  }

  private void keepWithinBounds() throws IOException {
    long held = 0;
    for (var entry : List.copyOf(open.entrySet())) {
      RecordFile file = entry.getValue();
      if (file.size() >= spec.targetFileSize()) {
        close(entry.getKey());
      } else {
        held += file.held();
      }
    }
    while (held > HEAP_SHARE && open.size() > 1) {
      held -= closeEldest();
    }
  }

  private long closeEldest() throws IOException {
    var eldest = open.entrySet().iterator().next();
    long held = eldest.getValue().held();
    if (eldest.getValue().size() < LARGE) {
      closedEarly.add(eldest.getKey());
    }
    close(eldest.getKey());
    return held;
  }

  private void close(List<UTF8String> key) throws IOException {
    RecordFile file = open.remove(key);
    if (file == last) {
      last = null;
    }
    done.add(file.close());
  }

  List<StagedFile> close() throws IOException {
    for (List<UTF8String> key : List.copyOf(open.keySet())) {
      close(key);
    }
    if (aside != null) {
      writeAside();
    }
    format.close();
    return done;
  }

  /** After a failure: what is open only has to let go of what it holds. */
  void discard() {
    open.values().forEach(RecordFile::discard);
    open.clear();
    if (gathered != null) {
      gathered.discard();
    }
    if (aside != null) {
      aside.close();
    }
    format.close();
  }

  /** Whatever the attempt has sent is not wanted. */
  void abort() throws IOException {
    for (StagedFile file : done) {
      if (file.upload() != null) {
        file.upload().abort(hadoop);
      }
    }
  }
}
