package io.millrace.jobs.text;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.spark.sql.vectorized.ColumnVector;

/** A string column of delimited text. */
final class TextColumn implements ColumnReader {

  private final TextVector vector;
  private final byte[] nullValue;

  TextColumn(int rows, Dialect dialect) {
    vector = new TextVector(rows, new Unescape(dialect));
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
  public void seal(byte[] buffer) {
    vector.seal(buffer);
  }

  @Override
  public void setNull(int row) {
    vector.setNull(row);
  }

  @Override
  public boolean set(int row, byte[] bytes, int from, int to, byte kind) {
    if (kind == FieldSplitter.PLAIN && isNull(bytes, from, to)) {
      vector.setNull(row);
    } else if (kind == FieldSplitter.ESCAPED) {
      vector.setEscaped(row, from, to);
    } else {
      vector.set(row, from, to);
    }
    return true;
  }

  private boolean isNull(byte[] bytes, int from, int to) {
    return to - from == nullValue.length
        && Arrays.equals(bytes, from, to, nullValue, 0, nullValue.length);
  }

  @Override
  public String mismatch() {
    return "not a string";
  }
}
