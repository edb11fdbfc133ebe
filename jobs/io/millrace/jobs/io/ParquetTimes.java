package io.millrace.jobs.io;

import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.when;

import io.millrace.transforms.Columns;
import io.millrace.transforms.InvalidInputException;
import io.millrace.transforms.Trace;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The columns of a file that are times of day, which Spark does not infer; they are numbers to it.
 *
 * @param units what each of them counts, by its name in lower case
 */
record ParquetTimes(Map<String, TimeUnit> units) {

  static ParquetTimes of(MessageType schema) {
    Map<String, TimeUnit> units = new TreeMap<>();
    for (Type field : schema.getFields()) {
      if (field.isPrimitive()
          && field.getLogicalTypeAnnotation() instanceof TimeLogicalTypeAnnotation time) {
        units.put(key(field.getName()), time.getUnit());
      }
    }
    return new ParquetTimes(units);
  }

  private static String key(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  /** The schema with the bare numbers instead. */
  MessageType asNumbers(MessageType schema) {
    List<Type> fields = new ArrayList<>();
    for (Type field : schema.getFields()) {
      fields.add(units.containsKey(key(field.getName())) ? number(field) : field);
    }
    return new MessageType(schema.getName(), fields);
  }

  private static Type number(Type field) {
    PrimitiveType type = field.asPrimitiveType();
    return Types.primitive(type.getPrimitiveTypeName(), type.getRepetition()).named(type.getName());
  }

  /** The columns with text instead of these numbers. */
  StructType asText(StructType held) {
    StructType all = new StructType();
    for (StructField field : held.fields()) {
      boolean time = units.containsKey(key(field.name()));
      all = time ? all.add(field.name(), DataTypes.StringType, true) : all.add(field);
    }
    return all;
  }

  /** Writes a number that was read as a time, {@code 13:07:09.5}, if the wanted type is text. */
  Optional<Dataset<Row>> asText(Dataset<Row> rows, String name, DataType to, String file) {
    TimeUnit unit = units.get(key(name));
    if (unit == null || to.equals(DataTypes.IntegerType) || to.equals(DataTypes.LongType)) {
      return Optional.empty();
    }
    if (!to.equals(DataTypes.StringType)) {
      throw new InvalidInputException(
          "source: column '%s' of %s is a time of day, which cannot become %s; ask for string, or for int or bigint to have its %s"
              .formatted(name, file, to.simpleString(), unit.name().toLowerCase(Locale.ROOT)));
    }
    long day = 86_400 * perSecond(unit);
    Column within = Columns.named(name).between(0L, day);
    Column reason = when(not(within), lit(name + " is no time of day"));
    Dataset<Row> judged = Trace.reject(rows, "read", name, reason);
    List<Column> all = new ArrayList<>();
    for (String column : Trace.dataColumns(rows)) {
      Column value = Columns.named(column);
      all.add(column.equals(name) ? text(name, unit).as(name) : value);
    }
    return Optional.of(Trace.select(judged, all));
  }

  private static long perSecond(TimeUnit unit) {
    return switch (unit) {
      case MILLIS -> 1_000L;
      case MICROS -> 1_000_000L;
      case NANOS -> 1_000_000_000L;
    };
  }

  private static Column text(String name, TimeUnit unit) {
    long second = perSecond(unit);
    String value = "`" + name.replace("`", "``") + "`";
    String seconds = "(" + value + " div " + second + ")";
    String part = "lpad(cast(%s as string), %s, '0')";
    String hours = part.formatted(seconds + " div 3600", 2);
    String minutes = part.formatted(seconds + " div 60 % 60", 2);
    String whole = part.formatted(seconds + " % 60", 2);
    int digits = Long.toString(second).length() - 1;
    String fraction = part.formatted(value + " % " + second, digits);
    String end = "rtrim('.', rtrim('0', concat('.', " + fraction + ")))";
    return expr("concat(%s, ':', %s, ':', %s, %s)".formatted(hours, minutes, whole, end));
  }
}
