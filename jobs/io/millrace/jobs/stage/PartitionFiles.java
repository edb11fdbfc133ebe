package io.millrace.jobs.stage;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.catalog.ExternalCatalogUtils;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * The open files of one task, one per partition, or per bucket of one. Memory stays bounded
 * whatever the number of partitions: when the open files together hold too much, or are too many,
 * the one that was used longest ago is closed, and a later row of that partition begins another.
 */
final class PartitionFiles {

  private static final int ROWS_BETWEEN_CHECKS = 8192;
  // A quarter of the heap for the files of all tasks of this JVM; the files buffer row groups.
  private static final long HEAP_SHARE =
      Runtime.getRuntime().maxMemory()
          / 4
          / Math.max(1, Runtime.getRuntime().availableProcessors());
  // Buffers and codec of a file that has hardly any rows. When more partitions than this take turns
  // row by row, each turn ends a file, so the bound is as high as the heap allows.
  private static final long LEAST_HELD = 256L << 10;
  private static final long MOST_OPEN = Math.min(1000, Math.max(100, HEAP_SHARE / LEAST_HELD));

  private final StageSpec spec;
  private final Configuration hadoop;
  private final String prefix;
  private final RecordFormat format;
  private final Map<List<UTF8String>, RecordFile> open = new LinkedHashMap<>(16, 0.75f, true);
  private final List<StagedFile> done = new ArrayList<>();
  private final UTF8String[] lastKey;
  private RecordFile last;
  private int begun;
  private int unchecked;

  PartitionFiles(StageSpec spec, Configuration hadoop, String prefix) {
    this.spec = spec;
    this.hadoop = hadoop;
    this.prefix = prefix;
    this.format = new RecordFormat(spec.encoding(), spec.schema(), hadoop);
    this.lastKey = new UTF8String[spec.keys()];
  }

  /** The file that this row's record belongs in. */
  RecordFile fileOf(InternalRow row) throws IOException {
    if (++unchecked >= ROWS_BETWEEN_CHECKS) {
      unchecked = 0;
      keepWithinBounds();
    }
    if (last == null || !sameKey(row)) {
      List<UTF8String> key = key(row);
      last = open.get(key);
      if (last == null) {
        last = begin(key);
        open.put(key, last);
      }
    }
    return last;
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
    if (open.size() >= MOST_OPEN) {
      closeEldest();
    }
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
    format.close();
    return done;
  }

  /** After a failure: what is open only has to let go of what it holds. */
  void discard() {
    open.values().forEach(RecordFile::discard);
    open.clear();
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
