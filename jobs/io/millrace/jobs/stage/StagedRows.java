package io.millrace.jobs.stage;

import io.millrace.transforms.InvalidInputException;
import io.millrace.transforms.Trace;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.write.DataWriter;
import org.apache.spark.sql.connector.write.WriterCommitMessage;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Parts the rows of one task: good ones into files by partition, rejects into a file of their own,
 * filtered ones only counted. A row is {@code record struct, partition values string..., start of
 * the file name string, if bucketed, aside}.
 */
final class StagedRows implements DataWriter<InternalRow> {

  private static final UTF8String FILTER = UTF8String.fromString(Trace.FILTER);
  private static final UTF8String SHARED = UTF8String.fromString(Trace.SHARED);
  private static final int ASIDE_FIELDS = Trace.ASIDE_TYPE.length();

  private final StageSpec spec;
  private final int asideAt;
  private final PartitionFiles files;
  private final RejectFiles rejects;
  private final Map<UTF8String, Long> filtered = new HashMap<>();
  private long written;

  StagedRows(StageSpec spec, Configuration hadoop, int partition, long task) {
    this.spec = spec;
    this.asideAt = 1 + spec.keys();
    String prefix = String.format(Locale.ROOT, "part-%05d-%d-%s", partition, task, spec.runId());
    this.files = new PartitionFiles(spec, hadoop, prefix);
    this.rejects = new RejectFiles(spec, hadoop, prefix);
  }

  @Override
  public void write(InternalRow row) throws IOException {
    if (row.isNullAt(asideAt)) {
      files.write(row);
      written++;
    } else {
      setAside(row.getStruct(asideAt, ASIDE_FIELDS));
    }
  }

  private void setAside(InternalRow aside) throws IOException {
    UTF8String kind = aside.getUTF8String(0);
    boolean shared = kind.startsWith(SHARED);
    if (kind.endsWith(FILTER)) {
      UTF8String rule = aside.getUTF8String(1);
      Long seen = filtered.get(rule);
      filtered.put(seen == null ? rule.copy() : rule, seen == null ? 1 : seen + 1);
      return;
    }
    if (spec.failOnReject()) {
      throw new InvalidInputException(RejectFiles.sentence(aside));
    }
    rejects.write(aside, shared);
  }

  @Override
  public WriterCommitMessage commit() throws IOException {
    Map<String, Long> taken = new HashMap<>();
    filtered.forEach((rule, rows) -> taken.put(rule.toString(), rows));
    List<StagedFile> rejectFiles = new ArrayList<>(rejects.close());
    return new StagedTask(
        files.close(),
        rejectFiles,
        written,
        taken,
        rejects.counts(),
        rejects.examples(),
        rejects.shared());
  }

  /** Files that this attempt wrote stay in the staging folder, which goes as a whole. */
  @Override
  public void abort() throws IOException {
    close();
    files.abort();
  }

  @Override
  public void close() throws IOException {
    files.discard();
    rejects.discard();
  }
}
