package io.millrace.jobs.text;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.execution.vectorized.OnHeapColumnVector;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.unsafe.types.UTF8String;

/** The columns that a file's folders give: one value each, whatever the row. */
final class FolderVectors {

  private final List<String> names;
  private final OneValue[] vectors;

  FolderVectors(StructType folders, Dialect dialect, String zone) {
    names = List.of(folders.fieldNames());
    Times times = new Times(dialect, zone);
    vectors =
        Arrays.stream(folders.fields())
            .map(StructField::dataType)
            .map(type -> new OneValue(type, times))
            .toArray(OneValue[]::new);
  }

  /** Whether {@code text} is a value of {@code type}. */
  static boolean fits(String text, DataType type, String zone) {
    return new OneValue(type, new Times(Dialect.of(Map.of()), zone)).set(text);
  }

  boolean has(String name) {
    return names.contains(name);
  }

  ColumnVector vector(String name) {
    return vectors[names.indexOf(name)];
  }

  /** Begins a file; its values have been found to fit when the read was planned. */
  void start(List<String> values) {
    for (int i = 0; i < vectors.length; i++) {
      if (!vectors[i].set(values.get(i))) {
        throw new IllegalStateException("a folder's value is no " + vectors[i].dataType());
      }
    }
  }

  private static final class OneValue extends ReadOnlyVector {
    private final OnHeapColumnVector value;
    private final Conversion conversion;

    OneValue(DataType type, Times times) {
      super(type);
      value = new OnHeapColumnVector(1, type);
      conversion =
          type.equals(DataTypes.StringType)
              ? (vector, row, bytes, from, to) -> {
                vector.putByteArray(row, bytes, from, to - from);
                return true;
              }
              : Conversion.of(type, times);
    }

    boolean set(String text) {
      value.reset();
      if (text == null) {
        value.putNull(0);
        return true;
      }
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      byte[] padded = Arrays.copyOf(bytes, bytes.length + Words.PAD);
      return conversion.put(value, 0, padded, 0, bytes.length);
    }

    @Override
    public boolean isNullAt(int row) {
      return value.isNullAt(0);
    }

    @Override
    public boolean getBoolean(int row) {
      return value.getBoolean(0);
    }

    @Override
    public byte getByte(int row) {
      return value.getByte(0);
    }

    @Override
    public short getShort(int row) {
      return value.getShort(0);
    }

    @Override
    public int getInt(int row) {
      return value.getInt(0);
    }

    @Override
    public long getLong(int row) {
      return value.getLong(0);
    }

    @Override
    public float getFloat(int row) {
      return value.getFloat(0);
    }

    @Override
    public double getDouble(int row) {
      return value.getDouble(0);
    }

    @Override
    public Decimal getDecimal(int row, int precision, int scale) {
      return value.getDecimal(0, precision, scale);
    }

    @Override
    public UTF8String getUTF8String(int row) {
      return value.getUTF8String(0);
    }
  }
}
