package io.millrace.jobs.io;

import static org.apache.spark.sql.functions.encode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.when;

import io.millrace.transforms.Cast;
import io.millrace.transforms.Columns;
import io.millrace.transforms.InvalidInputException;
import io.millrace.transforms.Trace;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * How the columns of some Parquet files become those that are wanted.
 *
 * @param wanted the columns of the result
 * @param file one of the files, for messages
 * @param held its own columns
 * @param times which of them are times of day
 */
record ParquetColumns(StructType wanted, String file, StructType held, ParquetTimes times) {

  /**
   * What Spark is told to read: the wanted columns, each in the type it has in the file, since
   * Spark's reader fails, or worse, where it is told another.
   */
  StructType toRead() {
    return (StructType) toRead(wanted, held);
  }

  private static DataType toRead(DataType wanted, DataType held) {
    if (wanted instanceof StructType want && held instanceof StructType have) {
      StructType all = new StructType();
      for (StructField field : want.fields()) {
        Optional<StructField> own = WiderType.field(have, field.name());
        DataType type =
            own.isEmpty() ? field.dataType() : toRead(field.dataType(), own.get().dataType());
        all = all.add(field.name(), type, true);
      }
      return all;
    }
    if (wanted instanceof ArrayType want && held instanceof ArrayType have) {
      return DataTypes.createArrayType(toRead(want.elementType(), have.elementType()), true);
    }
    if (wanted instanceof MapType want && held instanceof MapType have) {
      return DataTypes.createMapType(
          toRead(want.keyType(), have.keyType()), toRead(want.valueType(), have.valueType()), true);
    }
    return held;
  }

  /** Equal for files that can be read together. */
  Object kind() {
    return List.of(toRead(), times);
  }

  /** Converts what was read; a value that has no equal in the wanted type makes a reject. */
  Dataset<Row> converted(Dataset<Row> rows) {
    StructType read = toRead();
    Dataset<Row> judged = rows;
    Map<String, String> casts = new TreeMap<>();
    Map<String, DataType> exact = new TreeMap<>();
    for (StructField field : wanted.fields()) {
      DataType from = read.apply(field.name()).dataType();
      DataType to = field.dataType();
      Optional<Dataset<Row>> timed = times.asText(judged, field.name(), to, file);
      if (timed.isPresent()) {
        judged = timed.get();
      } else if (from.equals(DataTypes.BinaryType) && to.equals(DataTypes.StringType)) {
        judged = Trace.reject(judged, "read", field.name(), notText(field.name()));
        exact.put(field.name(), to);
      } else if (isNested(from) || isNested(to)) {
        requireExact(field.name(), from, to);
        exact.put(field.name(), to);
      } else if (!from.equals(to)) {
        casts.put(field.name(), to.sql());
      }
    }
    Dataset<Row> widened = exact.isEmpty() ? judged : widened(judged, exact);
    return casts.isEmpty() ? widened : new Cast(casts).apply(widened, "read");
  }

  private static Column notText(String name) {
    Column bytes = Columns.named(name);
    Column same = encode(bytes.cast("string"), "UTF-8").equalTo(bytes);
    return when(bytes.isNotNull().and(not(same)), lit(name + " is not valid UTF-8"));
  }

  private static Dataset<Row> widened(Dataset<Row> rows, Map<String, DataType> types) {
    List<Column> all = new ArrayList<>();
    for (String name : Trace.dataColumns(rows)) {
      DataType to = types.get(name);
      Column value = Columns.named(name);
      all.add(to == null ? value : value.cast(to).as(name));
    }
    return Trace.select(rows, all);
  }

  private static boolean isNested(DataType type) {
    return type instanceof StructType || type instanceof ArrayType || type instanceof MapType;
  }

  private void requireExact(String name, DataType from, DataType to) {
    if (!WiderType.isExact(from, to)) {
      throw new InvalidInputException(
          "source: column '%s' of %s is %s, which cannot become %s; read it as it is, then use steps"
              .formatted(name, file, from.simpleString(), to.simpleString()));
    }
  }
}
