package io.millrace.jobs.text;

import io.millrace.transforms.Trace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.vectorized.ColumnarBatch;

/** Reads text files in tests without a Spark job. */
final class Texts {

  private Texts() {}

  /** What one record became. */
  record Record(
      List<Object> values, long position, String raw, String reason, String column, String file) {}

  static TextFile file(Path path) {
    try {
      return new TextFile(
          path.toString(), Files.size(path), Files.getLastModifiedTime(path).toMillis());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static TextFile write(Path path, String text) {
    return write(path, text.getBytes(StandardCharsets.UTF_8));
  }

  static TextFile write(Path path, byte[] bytes) {
    try {
      Files.write(path, bytes);
      return file(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** "a = b" pairs as a map. */
  static Map<String, String> options(String... pairs) {
    return Stream.of(pairs)
        .collect(
            Collectors.toMap(
                pair -> pair.substring(0, pair.indexOf('=')),
                pair -> pair.substring(pair.indexOf('=') + 1)));
  }

  static TextScan scan(TextFile file, String schema, long splitBytes, String... options) {
    return new TextScan(
        TextFormat.DELIMITED,
        List.of(file),
        StructType.fromDDL(schema),
        Dialect.of(options(options)),
        splitBytes);
  }

  static TextScan json(TextFile file, String schema, long splitBytes, String... options) {
    return new TextScan(
        TextFormat.JSON,
        List.of(file),
        StructType.fromDDL(schema),
        Dialect.of(options(options)),
        splitBytes);
  }

  static List<Record> read(TextScan scan) {
    return read(scan, new RowCount());
  }

  static List<Record> read(TextScan scan, RowCount count) {
    StructType columns = scan.rows();
    TextReaders readers =
        new TextReaders(scan, columns, "UTC", new HadoopSettings(new Configuration()), count);
    List<Record> records = new ArrayList<>();
    for (InputPartition partition : SplitPlan.partitions(scan)) {
      try (var reader = readers.createColumnarReader(partition)) {
        while (reader.next()) {
          ColumnarBatch batch = reader.get();
          batch.rowIterator().forEachRemaining(row -> records.add(record(row, columns)));
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return records;
  }

  private static Record record(InternalRow row, StructType columns) {
    int data = columns.size() - 4;
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < data; i++) {
      values.add(value(row, i, columns.fields()[i].dataType()));
    }
    InternalRow aside = row.isNullAt(data + 3) ? null : row.getStruct(data + 3, 7);
    String raw = row.getUTF8String(data + 2).toString();
    String file = row.getUTF8String(data).toString();
    long position = row.getLong(data + 1);
    if (aside == null) {
      return new Record(values, position, raw, null, null, file);
    }
    List<Object> repeated =
        List.of(
            aside.getUTF8String(0).toString(),
            aside.getUTF8String(1).toString(),
            aside.getUTF8String(4).toString(),
            aside.getLong(5),
            aside.getUTF8String(6).toString());
    if (!repeated.equals(List.of(Trace.REJECT, "read", file, position, raw))) {
      throw new AssertionError("the reject says " + repeated);
    }
    String column = aside.isNullAt(3) ? null : aside.getUTF8String(3).toString();
    return new Record(values, position, raw, aside.getUTF8String(2).toString(), column, file);
  }

  /** A value as text, but nested ones as lists; timestamps as micros, dates as days. */
  static Object value(SpecializedGetters row, int i, DataType type) {
    if (row.isNullAt(i)) {
      return null;
    }
    if (type instanceof StructType struct) {
      InternalRow inner = row.getStruct(i, struct.size());
      List<Object> values = new ArrayList<>();
      StructField[] fields = struct.fields();
      for (int f = 0; f < fields.length; f++) {
        values.add(value(inner, f, fields[f].dataType()));
      }
      return values;
    }
    if (type instanceof ArrayType array) {
      return values(row.getArray(i), array.elementType());
    }
    if (type instanceof MapType map) {
      List<Object> entries = new ArrayList<>(values(row.getMap(i).keyArray(), map.keyType()));
      entries.add(values(row.getMap(i).valueArray(), map.valueType()));
      return entries;
    }
    if (type instanceof DecimalType decimal) {
      return row.getDecimal(i, decimal.precision(), decimal.scale()).toString();
    }
    if (type.equals(DataTypes.StringType)) {
      return row.getUTF8String(i).toString();
    }
    return String.valueOf(
        ((row instanceof ArrayData array) ? array.get(i, type) : ((InternalRow) row).get(i, type)));
  }

  private static List<Object> values(ArrayData array, DataType type) {
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < array.numElements(); i++) {
      values.add(value(array, i, type));
    }
    return values;
  }

  /** {@code position|value|value}, or {@code position! reason [column]}; null is {@code ~}. */
  static List<String> lines(List<Record> records) {
    return records.stream().map(Texts::line).toList();
  }

  private static String line(Record record) {
    if (record.reason() != null) {
      String column = record.column() == null ? "" : " [" + record.column() + "]";
      boolean blank = record.values().stream().allMatch(Objects::isNull);
      return record.position() + "! " + record.reason() + column + (blank ? "" : " WITH VALUES");
    }
    StringBuilder line = new StringBuilder().append(record.position());
    record.values().forEach(value -> line.append('|').append(value == null ? "~" : value));
    return line.toString();
  }
}
