package io.millrace.jobs.text;

import java.math.BigDecimal;
import org.apache.spark.sql.execution.vectorized.WritableColumnVector;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.ShortType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;

/** Reads a value of one type from text into a vector; false, and nothing said, if it is none. */
@FunctionalInterface
interface Conversion {

  boolean put(WritableColumnVector vector, int row, byte[] bytes, int from, int to);

  static Conversion of(DataType type, Times times) {
    Numbers numbers = new Numbers();
    if (type instanceof BooleanType) {
      return Conversion::truth;
    } else if (type instanceof DecimalType decimal) {
      return decimal(numbers, decimal.precision(), decimal.scale());
    } else if (type instanceof FloatType) {
      return (vector, row, bytes, from, to) -> {
        vector.putFloat(row, (float) numbers.floating(bytes, from, to, true));
        return numbers.isValid();
      };
    } else if (type instanceof DoubleType) {
      return (vector, row, bytes, from, to) -> {
        vector.putDouble(row, numbers.floating(bytes, from, to, false));
        return numbers.isValid();
      };
    } else if (type instanceof DateType) {
      return (vector, row, bytes, from, to) -> {
        vector.putInt(row, times.days(bytes, from, to));
        return times.isValid();
      };
    } else if (type instanceof TimestampType) {
      return (vector, row, bytes, from, to) -> {
        vector.putLong(row, times.micros(bytes, from, to));
        return times.isValid();
      };
    } else if (type instanceof TimestampNTZType) {
      return (vector, row, bytes, from, to) -> {
        vector.putLong(row, times.localMicros(bytes, from, to));
        return times.isValid();
      };
    }
    return whole(type, numbers);
  }

  private static Conversion whole(DataType type, Numbers numbers) {
    if (type instanceof IntegerType) {
      return (vector, row, bytes, from, to) -> {
        long value = numbers.whole(bytes, from, to, Integer.MIN_VALUE, Integer.MAX_VALUE);
        vector.putInt(row, (int) value);
        return numbers.isValid();
      };
    } else if (type instanceof LongType) {
      return (vector, row, bytes, from, to) -> {
        vector.putLong(row, numbers.whole(bytes, from, to, Long.MIN_VALUE, Long.MAX_VALUE));
        return numbers.isValid();
      };
    } else if (type instanceof ShortType) {
      return (vector, row, bytes, from, to) -> {
        long value = numbers.whole(bytes, from, to, Short.MIN_VALUE, Short.MAX_VALUE);
        vector.putShort(row, (short) value);
        return numbers.isValid();
      };
    } else if (type instanceof ByteType) {
      return (vector, row, bytes, from, to) -> {
        long value = numbers.whole(bytes, from, to, Byte.MIN_VALUE, Byte.MAX_VALUE);
        vector.putByte(row, (byte) value);
        return numbers.isValid();
      };
    }
    throw new IllegalArgumentException("no conversion to " + type.simpleString());
  }

  private static Conversion decimal(Numbers numbers, int precision, int scale) {
    return (vector, row, bytes, from, to) -> {
      BigDecimal value = numbers.decimal(bytes, from, to, precision, scale);
      if (!numbers.isValid()) {
        return false;
      }
      if (precision <= Decimal.MAX_INT_DIGITS()) {
        vector.putInt(row, value.unscaledValue().intValueExact());
      } else if (precision <= Decimal.MAX_LONG_DIGITS()) {
        vector.putLong(row, value.unscaledValue().longValueExact());
      } else {
        byte[] unscaled = value.unscaledValue().toByteArray();
        vector.putByteArray(row, unscaled, 0, unscaled.length);
      }
      return true;
    };
  }

  private static boolean truth(
      WritableColumnVector vector, int row, byte[] bytes, int from, int to) {
    boolean isTrue = is(bytes, from, to, "true");
    vector.putBoolean(row, isTrue);
    return isTrue || is(bytes, from, to, "false");
  }

  private static boolean is(byte[] bytes, int from, int to, String word) {
    boolean same = to - from == word.length();
    for (int i = 0; same && i < word.length(); i++) {
      same = (bytes[from + i] | 0x20) == word.charAt(i);
    }
    return same;
  }
}
