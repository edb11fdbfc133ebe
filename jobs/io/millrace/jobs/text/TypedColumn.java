package io.millrace.jobs.text;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.spark.sql.execution.vectorized.OnHeapColumnVector;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.vectorized.ColumnVector;

/** A column of delimited text that is not a string. */
final class TypedColumn implements ColumnReader {

  private final OnHeapColumnVector vector;
  private final Conversion conversion;
  private final Unescape unescape;
  private final byte[] nullValue;

  TypedColumn(DataType type, int rows, Dialect dialect, Times times) {
    vector = new OnHeapColumnVector(rows, type);
    conversion = Conversion.of(type, times);
    unescape = new Unescape(dialect);
    nullValue = dialect.nullValue().getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public ColumnVector vector() {
    return vector;
  }

  @Override
  public void reset() {
    vector.reset();
  }

  @Override
  public void seal(byte[] buffer) {}

  @Override
  public void setNull(int row) {
    vector.putNull(row);
  }

  @Override
  public boolean set(int row, byte[] bytes, int from, int to, byte kind) {
    if (from == to || (kind == FieldSplitter.PLAIN && isNull(bytes, from, to))) {
      vector.putNull(row);
      return true;
    }
    if (kind == FieldSplitter.ESCAPED) {
      byte[] value = unescape.value(bytes, from, to);
      return conversion.put(vector, row, value, 0, value.length);
    }
    return conversion.put(vector, row, bytes, from, to);
  }

  private boolean isNull(byte[] bytes, int from, int to) {
    return to - from == nullValue.length
        && Arrays.equals(bytes, from, to, nullValue, 0, nullValue.length);
  }

  @Override
  public String mismatch() {
    return mismatch(vector.dataType());
  }

  /** "not a bigint". */
  static String mismatch(DataType type) {
    String name = type.simpleString();
    return (name.startsWith("int") || name.startsWith("array") ? "not an " : "not a ") + name;
  }
}
