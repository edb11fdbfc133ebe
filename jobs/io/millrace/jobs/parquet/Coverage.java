package io.millrace.jobs.parquet;

import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.hadoop.ParquetOutputFormat;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructType;

/**
 * Which files {@link ColumnarFile} writes; all others are Spark's. It follows from the columns and
 * the settings alone, so that a plan can tell.
 */
public final class Coverage {

  /** The setting of a session that leaves all files to Spark: {@code false}. */
  public static final String SWITCH = "spark.sql.millrace.parquet.columnar";

  private static final Set<DataType> SCALARS =
      Set.of(
          DataTypes.BooleanType,
          DataTypes.ByteType,
          DataTypes.ShortType,
          DataTypes.IntegerType,
          DataTypes.LongType,
          DataTypes.FloatType,
          DataTypes.DoubleType,
          // Of 4.1 only the one that compares by bytes is equal to it.
          DataTypes.StringType,
          DataTypes.BinaryType,
          DataTypes.DateType,
          DataTypes.TimestampType,
          DataTypes.TimestampNTZType);

  private static final Map<String, Set<String>> VALUES =
      Map.of(
          ParquetOutputFormat.WRITER_VERSION,
          Set.of("v1", "parquet_1_0"),
          ParquetOutputFormat.COMPRESSION,
          Set.of("snappy", "zstd", "gzip", "uncompressed"),
          ParquetOutputFormat.BLOOM_FILTER_ENABLED,
          Set.of("false"),
          "parquet.enable.bytestreamsplit",
          Set.of("false"),
          "parquet.crypto.factory.class",
          Set.of(""),
          "spark.sql.parquet.writeLegacyFormat",
          Set.of("false"));

  private static final String TIMESTAMPS = "spark.sql.parquet.outputTimestampType";
  private static final String CALENDAR = "spark.sql.parquet.datetimeRebaseModeInWrite";

  private Coverage() {}

  /**
   * Why Spark's own writer has to write such rows, in words that follow "because"; empty if it has
   * not.
   */
  public static Optional<String> gap(StructType rows, Configuration settings) {
    if (!settings.getBoolean(SWITCH, true)) {
      return Optional.of(SWITCH + " is false");
    }
    if (ByteOrder.nativeOrder() != ByteOrder.LITTLE_ENDIAN) {
      return Optional.of("this processor is big-endian");
    }
    return setting(settings)
        .or(() -> columns(rows, "", settings).findFirst().map(what -> "column " + what));
  }

  private static Optional<String> setting(Configuration settings) {
    for (var entry : settings) {
      Set<String> covered = VALUES.get(entry.getKey().replaceFirst("#.*", ""));
      if (covered != null && !covered.contains(entry.getValue().trim().toLowerCase(Locale.ROOT))) {
        return Optional.of(entry.getKey() + " is " + entry.getValue());
      }
    }
    return Optional.empty();
  }

  private static Stream<String> columns(StructType rows, String above, Configuration settings) {
    return Arrays.stream(rows.fields())
        .flatMap(field -> type(field.dataType(), above + field.name(), settings));
  }

  private static Stream<String> type(DataType type, String path, Configuration settings) {
    if (type instanceof StructType struct && struct.length() > 0) {
      return columns(struct, path + ".", settings);
    }
    if (type instanceof ArrayType array) {
      return type(array.elementType(), path + "[]", settings);
    }
    if (type instanceof MapType map) {
      return Stream.concat(
          type(map.keyType(), path + ".key", settings),
          type(map.valueType(), path + ".value", settings));
    }
    if (!SCALARS.contains(type) && !(type instanceof DecimalType)) {
      return Stream.of(path + " is " + type.catalogString());
    }
    return type.equals(DataTypes.DateType) || type.equals(DataTypes.TimestampType)
        ? time(type, path, settings)
        : Stream.empty();
  }

  /** Spark's writer can also refuse days of the Julian calendar, or count them by it. */
  private static Stream<String> time(DataType type, String path, Configuration settings) {
    String calendar = settings.get(CALENDAR, "");
    if (!calendar.equalsIgnoreCase("CORRECTED")) {
      return Stream.of(
          "%s is %s and %s is %s".formatted(path, type.catalogString(), CALENDAR, calendar));
    }
    String form = settings.get(TIMESTAMPS, "");
    boolean micros = form.equalsIgnoreCase("TIMESTAMP_MICROS");
    return micros || type.equals(DataTypes.DateType)
        ? Stream.empty()
        : Stream.of("%s is timestamp and %s is %s".formatted(path, TIMESTAMPS, form));
  }
}
