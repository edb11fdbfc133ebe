package io.millrace.jobs.parquet;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Schemas and rows with what tends to go wrong: nulls, edges of types, long common prefixes. */
final class RandomRows {

  private static final List<DataType> SCALARS =
      List.of(
          DataTypes.BooleanType,
          DataTypes.ByteType,
          DataTypes.ShortType,
          DataTypes.IntegerType,
          DataTypes.LongType,
          DataTypes.FloatType,
          DataTypes.DoubleType,
          DataTypes.StringType,
          DataTypes.BinaryType,
          DataTypes.DateType,
          DataTypes.TimestampType,
          DataTypes.TimestampNTZType,
          DataTypes.createDecimalType(7, 2),
          DataTypes.createDecimalType(18, 4),
          DataTypes.createDecimalType(23, 0),
          DataTypes.createDecimalType(38, 18));

  private static final List<String> TEXTS =
      List.of("", "a", "a\0", "\uD83D\uDE00", "İı日本", "p".repeat(70), "p".repeat(70) + "q");

  private final Random random;

  RandomRows(long seed) {
    this.random = new Random(seed);
  }

  /** Every plain type, and some nested ones; a few columns are never null. */
  StructType schema() {
    StructType schema = new StructType();
    for (DataType type : SCALARS) {
      schema = schema.add("c" + schema.length(), type, random.nextInt(4) > 0);
    }
    for (int i = 0; i < 3; i++) {
      schema = schema.add("c" + schema.length(), nested(2), random.nextBoolean());
    }
    return schema;
  }

  private DataType nested(int depth) {
    return switch (depth == 0 ? 3 : random.nextInt(4)) {
      case 0 -> DataTypes.createArrayType(nested(depth - 1), random.nextBoolean());
      case 1 -> DataTypes.createMapType(DataTypes.StringType, nested(depth - 1), true);
      case 2 ->
          new StructType()
              .add("a", nested(depth - 1), random.nextBoolean())
              .add("b", nested(depth - 1), true);
      default -> SCALARS.get(random.nextInt(SCALARS.size()));
    };
  }

  List<Row> rows(StructType schema, int count) {
    List<Supplier<Object>> columns = new ArrayList<>();
    for (var field : schema.fields()) {
      columns.add(column(field.dataType(), field.nullable()));
    }
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      rows.add(RowFactory.create(columns.stream().map(Supplier::get).toArray()));
    }
    return rows;
  }

  /** From few values or from many, hardly ever null or nearly always, in runs or mixed. */
  private Supplier<Object> column(DataType type, boolean nullable) {
    double nulls = nullable ? List.of(0.0, 0.1, 0.9, 1.0).get(random.nextInt(4)) : 0;
    List<Object> few = new ArrayList<>();
    for (int i = 0; i < 1 + random.nextInt(40); i++) {
      few.add(value(type));
    }
    boolean fromFew = random.nextBoolean();
    boolean runs = random.nextBoolean();
    Object[] last = {few.get(0)};
    return () -> {
      if (random.nextDouble() < nulls) {
        return null;
      }
      if (!runs || random.nextInt(20) == 0) {
        last[0] = fromFew ? few.get(random.nextInt(few.size())) : value(type);
      }
      return last[0];
    };
  }

  private Object orNull(DataType type, boolean nullable) {
    return nullable && random.nextInt(5) == 0 ? null : value(type);
  }

  private Object value(DataType type) {
    if (type instanceof StructType struct) {
      Object[] values = new Object[struct.length()];
      for (int i = 0; i < values.length; i++) {
        values[i] = orNull(struct.fields()[i].dataType(), struct.fields()[i].nullable());
      }
      return RowFactory.create(values);
    }
    if (type instanceof org.apache.spark.sql.types.ArrayType array) {
      List<Object> values = new ArrayList<>();
      for (int i = random.nextInt(70) / 10; i > 0; i--) {
        values.add(orNull(array.elementType(), array.containsNull()));
      }
      return values.toArray();
    }
    if (type instanceof org.apache.spark.sql.types.MapType map) {
      Map<Object, Object> values = new HashMap<>();
      for (int i = random.nextInt(4); i > 0; i--) {
        values.put("k" + random.nextInt(100), orNull(map.valueType(), true));
      }
      return values;
    }
    return scalar(type);
  }

  private Object scalar(DataType type) {
    if (type instanceof org.apache.spark.sql.types.DecimalType decimal) {
      int bits = (int) (decimal.precision() * 3.3);
      BigInteger unscaled = new BigInteger(random.nextInt(bits), random);
      BigDecimal value = new BigDecimal(unscaled, decimal.scale());
      return random.nextBoolean() ? value : value.negate();
    }
    return switch (type.typeName()) {
      case "boolean" -> random.nextBoolean();
      case "byte" -> (byte) random.nextInt();
      case "short" -> (short) random.nextInt();
      case "integer" -> random.nextInt() >> random.nextInt(32);
      case "long" -> random.nextLong() >> random.nextInt(64);
      case "float" -> (float) floating();
      case "double" -> floating();
      case "string" -> text();
      case "binary" -> bytes();
      case "date" -> LocalDate.ofEpochDay(random.nextInt(4_000_000) - 719_162);
      case "timestamp" -> instant();
      default -> LocalDateTime.ofInstant(instant(), ZoneOffset.UTC);
    };
  }

  private Instant instant() {
    long seconds = random.nextLong() % 60_000_000_000L;
    return Instant.ofEpochSecond(seconds, random.nextInt(1_000_000) * 1000L);
  }

  private double floating() {
    double[] edges = {0.0, -0.0, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY};
    int which = random.nextInt(40);
    return which < edges.length ? edges[which] : random.nextGaussian() * 1000;
  }

  private String text() {
    return random.nextInt(3) == 0
        ? TEXTS.get(random.nextInt(TEXTS.size()))
        : Long.toString(random.nextLong() >>> random.nextInt(64), 36);
  }

  private byte[] bytes() {
    if (random.nextInt(3) > 0) {
      return text().getBytes(StandardCharsets.UTF_8);
    }
    byte[] greatest = new byte[random.nextInt(80)];
    java.util.Arrays.fill(greatest, (byte) 0xff);
    return greatest;
  }
}
