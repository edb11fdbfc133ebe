package io.millrace.jobs.text;

import io.millrace.transforms.Trace;
import java.util.Arrays;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * The columns of {@link Trace} for one batch; only positions and rejects are written row by row.
 */
final class TraceVectors {

  private final Constant file = new Constant(null);
  private final Positions position;
  private final TextVector raw;
  private final Texts reason;
  private final Texts column;
  private final ColumnVector aside;
  private boolean rejects;

  TraceVectors(int rows) {
    position = new Positions(rows);
    raw = new TextVector(rows, null);
    reason = new Texts(rows);
    column = new Texts(rows);
    aside = new Aside();
  }

  ColumnVector vector(String name) {
    return switch (name) {
      case Trace.FILE -> file;
      case Trace.POSITION -> position;
      case Trace.RAW -> raw;
      case Trace.ASIDE -> aside;
      default -> throw new IllegalArgumentException(name);
    };
  }

  /** Begins a batch of rows from {@code path}. */
  void reset(UTF8String path) {
    file.value = path;
    raw.reset();
    if (rejects) {
      reason.clear();
      column.clear();
      rejects = false;
    }
  }

  void seal(byte[] buffer) {
    raw.seal(buffer);
  }

  void row(int row, long at, int from, int to) {
    position.values[row] = at;
    raw.set(row, from, to);
  }

  void rawCopy(int row, UTF8String text) {
    raw.set(row, text);
  }

  void reject(int row, String why, String of) {
    rejects = true;
    reason.values[row] = UTF8String.fromString(why);
    column.values[row] = UTF8String.fromString(of);
  }

  private static final class Constant extends ReadOnlyVector {
    private UTF8String value;

    Constant(String value) {
      super(DataTypes.StringType);
      this.value = UTF8String.fromString(value);
    }

    @Override
    public boolean isNullAt(int row) {
      return false;
    }

    @Override
    public UTF8String getUTF8String(int row) {
      return value;
    }
  }

  private static final class Positions extends ReadOnlyVector {
    private final long[] values;

    Positions(int rows) {
      super(DataTypes.LongType);
      values = new long[rows];
    }

    @Override
    public boolean isNullAt(int row) {
      return false;
    }

    @Override
    public long getLong(int row) {
      return values[row];
    }
  }

  private static final class Texts extends ReadOnlyVector {
    private final UTF8String[] values;

    Texts(int rows) {
      super(DataTypes.StringType);
      values = new UTF8String[rows];
    }

    void clear() {
      Arrays.fill(values, null);
    }

    @Override
    public boolean isNullAt(int row) {
      return values[row] == null;
    }

    @Override
    public UTF8String getUTF8String(int row) {
      return values[row];
    }
  }

  private final class Aside extends ReadOnlyVector {
    private final ColumnVector[] children = {
      new Constant(Trace.REJECT), new Constant("read"), reason, column, file, position, raw
    };

    Aside() {
      super(Trace.ASIDE_TYPE);
    }

    @Override
    public boolean isNullAt(int row) {
      return reason.isNullAt(row);
    }

    @Override
    public ColumnVector getChild(int ordinal) {
      return children[ordinal];
    }
  }
}
