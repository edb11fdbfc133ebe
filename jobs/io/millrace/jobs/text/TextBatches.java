package io.millrace.jobs.text;

import io.millrace.transforms.Trace;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarBatch;

/**
 * The batches of one partition; a batch holds rows of one split, and counts them when it is full.
 */
final class TextBatches implements PartitionReader<ColumnarBatch> {

  private static final int ROWS = 4096;
  private static final Set<String> TRACE =
      Set.of(Trace.FILE, Trace.POSITION, Trace.RAW, Trace.ASIDE);

  private final TextReaders plan;
  private final Iterator<Split> splits;
  private final Decoder decoder;
  private final TraceVectors trace = new TraceVectors(ROWS);
  private final FolderVectors folders;
  private final ColumnarBatch batch;
  private final int maxRecordBytes;
  private SplitRecords open;
  private byte[] buffer;
  private long delivered;
  private long headerAt;
  private int rows;

  TextBatches(TextReaders plan, List<Split> splits) {
    this(plan, splits, decoder(plan));
  }

  TextBatches(TextReaders plan, List<Split> splits, Decoder decoder) {
    this.plan = plan;
    this.decoder = decoder;
    this.splits = splits.iterator();
    maxRecordBytes = plan.scan().dialect().maxRecordBytes();
    folders = new FolderVectors(plan.scan().folders(), plan.scan().dialect(), plan.zone());
    batch = new ColumnarBatch(vectors(plan.columns()));
  }

  private static Decoder decoder(TextReaders plan) {
    TextScan scan = plan.scan();
    if (scan.format() == TextFormat.JSON) {
      return new JsonDecoder(scan.schema(), scan.dialect(), plan.zone(), ROWS);
    }
    Set<String> wanted = Set.of(plan.columns().fieldNames());
    return new DelimitedDecoder(scan.schema(), wanted, scan.dialect(), plan.zone(), ROWS);
  }

  private ColumnVector[] vectors(StructType columns) {
    return Arrays.stream(columns.fieldNames()).map(this::vector).toArray(ColumnVector[]::new);
  }

  private ColumnVector vector(String name) {
    if (TRACE.contains(name)) {
      return trace.vector(name);
    }
    return folders.has(name) ? folders.vector(name) : decoder.vector(name);
  }

  @Override
  public boolean next() {
    while (open != null || splits.hasNext()) {
      if (open == null) {
        open(splits.next());
      }
      boolean more = fillBatch();
      if (rows > 0) {
        finishBatch();
      }
      if (!more) {
        closeSplit();
      }
      if (rows > 0) {
        return true;
      }
    }
    return false;
  }

  private void open(Split split) {
    open = SplitRecords.open(split, plan.scan(), plan.hadoop().configuration(), buffer);
    decoder.start(open.first());
    headerAt = open.header() == null ? -1 : open.header().position();
    folders.start(split.file().folders());
    delivered = 0;
  }

  /** Decodes records until the batch or the buffer is at its end; false if the split is. */
  private boolean fillBatch() {
    Records records = open.records();
    rows = 0;
    decoder.reset();
    trace.reset(open.path());
    while (rows < ROWS) {
      Records.Step step = records.advance();
      if (step == Records.Step.END) {
        return false;
      }
      if (step == Records.Step.RECORD) {
        decode(records);
      } else if (step == Records.Step.OVERSIZE) {
        oversize(records.oversize());
      } else if (rows > 0) {
        return true;
      } else {
        records.fill();
        if (records.oversize() != null) {
          oversize(records.oversize());
          return true;
        }
      }
    }
    return true;
  }

  private void decode(Records records) {
    byte[] bytes = records.bytes();
    int from = records.start();
    int to = records.end();
    if (records.problem() == null && decoder.skips(bytes, from, to)) {
      return;
    }
    long position = records.position();
    if (position <= headerAt) {
      return;
    }
    trace.row(rows, position, from, to);
    if (records.problem() != null) {
      unreadable(records.problem(), bytes, from, to);
    } else if (to - from > maxRecordBytes) {
      unreadable(tooLong(), bytes, from, to);
    } else if (!isText(records, from, to)) {
      trace.rawCopy(rows, Utf8.repaired(bytes, from, to));
      reject("not valid " + plan.scan().dialect().encoding(), null);
    } else if (!decoder.decode(bytes, from, to, position, rows)) {
      reject(decoder.reason(), decoder.column());
    }
    rows++;
  }

  private boolean isText(Records records, int from, int to) {
    if (records.isAscii()) {
      return true;
    }
    return plan.scan().dialect().isAscii()
        ? Words.isAscii(records.bytes(), from, to)
        : Utf8.isValid(records.bytes(), from, to);
  }

  private void oversize(Oversize record) {
    trace.row(rows, record.position(), 0, 0);
    String reason = record.problem() == null ? tooLong() : record.problem();
    unreadable(reason, record.head(), 0, record.head().length);
    rows++;
  }

  private String tooLong() {
    return "longer than max-record-bytes = " + maxRecordBytes;
  }

  private void unreadable(String reason, byte[] bytes, int from, int to) {
    boolean cut = to - from > Records.RAW_LIMIT;
    int end = cut ? Utf8.cut(bytes, from, from + Records.RAW_LIMIT) : to;
    trace.rawCopy(rows, Utf8.repaired(bytes, from, end));
    String note = cut ? "; its raw text is cut to 1 MiB" : "";
    reject(reason + note, null);
  }

  private void reject(String reason, String column) {
    decoder.setNull(rows);
    trace.reject(rows, reason, column);
  }

  private void finishBatch() {
    buffer = open.records().bytes();
    decoder.seal(buffer);
    trace.seal(buffer);
    batch.setNumRows(rows);
    delivered += rows;
    plan.count().add(new RowCount.SplitRows(open.split().id(), delivered));
  }

  private void closeSplit() {
    SplitRecords done = open;
    open = null;
    done.close();
  }

  @Override
  public ColumnarBatch get() {
    return batch;
  }

  @Override
  public void close() {
    if (open != null) {
      closeSplit();
    }
    batch.close();
  }
}
