package io.millrace.jobs.stage;

import io.millrace.transforms.Trace;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.types.StructType;

/** The rejects of one task: counted by reason, and written as Parquet where a folder is given. */
final class RejectFiles {

  /** What is written of a reject: all of {@link Trace#ASIDE_TYPE} but its kind. */
  static final StructType SCHEMA =
      new StructType(
          java.util.Arrays.copyOfRange(Trace.ASIDE_TYPE.fields(), 1, Trace.ASIDE_TYPE.length()));

  // A reason never holds a value of the row, so there are few; the bound guards against a bad step.
  private static final int MOST_REASONS = 1000;

  private final StageSpec spec;
  private final Configuration hadoop;
  private final String prefix;
  private final Map<Rejected, Long> counts = new HashMap<>();
  private final Map<Rejected, RejectedAt> examples = new HashMap<>();
  private RecordFile file;
  private long shared;

  RejectFiles(StageSpec spec, Configuration hadoop, String prefix) {
    this.spec = spec;
    this.hadoop = hadoop;
    this.prefix = prefix;
  }

  /** Counts a reject, and writes it unless another output does. */
  void write(InternalRow aside, boolean elsewhere) throws IOException {
    Rejected reason = Rejected.of(aside);
    if (counts.size() >= MOST_REASONS && !counts.containsKey(reason)) {
      reason = new Rejected(reason.rule(), null, "other reasons");
    }
    counts.merge(reason, 1L, Long::sum);
    if (!aside.isNullAt(4)) {
      Long position = aside.isNullAt(5) ? null : aside.getLong(5);
      RejectedAt at = new RejectedAt(aside.getUTF8String(4).toString(), position, null);
      RejectedAt first = examples.get(reason);
      if (first == null || at.compareTo(first) < 0) {
        String shape = RejectedAt.shape(aside.isNullAt(6) ? null : aside.getUTF8String(6));
        examples.put(reason, new RejectedAt(at.file(), position, shape));
      }
    }
    if (elsewhere) {
      shared++;
    } else if (spec.rejects() != null) {
      file().write(record(aside));
    }
  }

  private RecordFile file() throws IOException {
    if (file == null) {
      var target = RecordFile.Target.of(spec.rejects(), "", prefix + ".snappy.parquet");
      file = new ParquetRecordFile(ParquetSettings.PLAIN, target, SCHEMA.json(), hadoop);
    }
    return file;
  }

  private static InternalRow record(InternalRow aside) {
    Object[] values = new Object[SCHEMA.length()];
    for (int i = 0; i < values.length; i++) {
      boolean position = SCHEMA.fields()[i].name().equals("position");
      if (!aside.isNullAt(i + 1)) {
        values[i] = position ? (Object) aside.getLong(i + 1) : aside.getUTF8String(i + 1);
      }
    }
    return new GenericInternalRow(values);
  }

  /** A reject in words, without its text: "cast: http does not fit int (lake/a.csv, byte 812)". */
  static String sentence(InternalRow aside) {
    String place =
        aside.isNullAt(4)
            ? ""
            : aside.isNullAt(5)
                ? " (" + aside.getUTF8String(4) + ")"
                : " (" + aside.getUTF8String(4) + ", position " + aside.getLong(5) + ")";
    return Rejected.of(aside).sentence()
        + place
        + "; give the job a rejects path to set such rows aside and go on";
  }

  Map<Rejected, Long> counts() {
    return counts;
  }

  Map<Rejected, RejectedAt> examples() {
    return examples;
  }

  /** Those that another output writes. */
  long shared() {
    return shared;
  }

  List<StagedFile> close() throws IOException {
    if (file == null) {
      return List.of();
    }
    StagedFile staged = file.close();
    file = null;
    return List.of(staged);
  }

  void discard() {
    if (file != null) {
      file.discard();
      file = null;
    }
  }
}
