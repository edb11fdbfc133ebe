package io.millrace.jobs.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Random objects of random schemas, written by Jackson, come back as they were. */
class RandomObjectsTest {

  private static final ObjectMapper JACKSON = new ObjectMapper();
  private static final String[] PIECES = {
    "",
    "a",
    "\"",
    "\\",
    "\n",
    "\r",
    "\t",
    "\0",
    "{",
    "]",
    "\u00e4",
    "\u20ac",
    "\uD83D\uDE00",
    "null"
  };

  @TempDir Path folder;

  static LongStream seeds() {
    return LongStream.range(0, 150);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void whatIsWrittenIsRead(long seed) throws IOException {
    Random random = new Random(seed);
    StructType schema = schema(random, 3);
    List<List<Object>> rows = new ArrayList<>();
    List<Long> positions = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    int count = random.nextInt(15) == 0 ? 6000 : random.nextInt(30);
    long position = 0;
    for (int i = 0; i < count; i++) {
      List<Object> row = new ArrayList<>();
      String line = JACKSON.writeValueAsString(object(random, schema, row));
      line += random.nextBoolean() ? "\n" : "\r\n\n";
      rows.add(row);
      positions.add(position);
      position += line.getBytes(StandardCharsets.UTF_8).length;
      text.append(line);
    }
    Compression packing = random.nextInt(4) == 0 ? Compression.GZIP : null;
    byte[] bytes = Packed.pack(packing, text.toString().getBytes(StandardCharsets.UTF_8));
    TextFile file = Texts.write(folder.resolve("t.json"), bytes);
    long splitBytes = count > 100 ? 20_000 : 1 + random.nextInt(500);
    List<Texts.Record> records =
        Texts.read(
            new TextScan(TextFormat.JSON, List.of(file), schema, Dialect.of(Map.of()), splitBytes));
    String name = "seed " + seed;
    assertThat(records).filteredOn(record -> record.reason() != null).as(name).isEmpty();
    assertThat(records).extracting(Texts.Record::values).as(name).isEqualTo(rows);
    assertThat(records).extracting(Texts.Record::position).as(name).isEqualTo(positions);
  }

  private static StructType schema(Random random, int depth) {
    StructType schema = new StructType();
    for (int i = random.nextInt(4); i >= 0; i--) {
      schema = schema.add("f" + i, type(random, depth));
    }
    return schema;
  }

  private static DataType type(Random random, int depth) {
    return switch (random.nextInt(depth > 0 ? 7 : 4)) {
      case 0 -> DataTypes.IntegerType;
      case 1 -> DataTypes.DoubleType;
      case 2 -> DataTypes.BooleanType;
      case 3 -> DataTypes.StringType;
      case 4 -> DataTypes.createArrayType(type(random, depth - 1));
      case 5 -> DataTypes.createMapType(DataTypes.StringType, type(random, depth - 1));
      default -> schema(random, depth - 1);
    };
  }

  /** The object for Jackson; {@code expected} takes what must be read. */
  private static Map<String, Object> object(Random random, StructType type, List<Object> expected) {
    Map<String, Object> object = new LinkedHashMap<>();
    for (StructField field : type.fields()) {
      List<Object> one = new ArrayList<>();
      Object value = value(random, field.dataType(), one);
      expected.addAll(one);
      if (value != null || random.nextBoolean()) {
        object.put(field.name(), value);
      }
      if (random.nextInt(5) == 0) {
        object.put("unknown " + field.name(), List.of(Map.of("f0", 1)));
      }
    }
    return object;
  }

  private static Object value(Random random, DataType type, List<Object> expected) {
    if (random.nextInt(5) == 0) {
      expected.add(null);
      return null;
    }
    List<Object> inner = new ArrayList<>();
    if (type instanceof StructType struct) {
      expected.add(inner);
      return object(random, struct, inner);
    }
    if (type instanceof ArrayType array) {
      expected.add(inner);
      List<Object> values = new ArrayList<>();
      for (int i = random.nextInt(4); i > 0; i--) {
        values.add(value(random, array.elementType(), inner));
      }
      return values;
    }
    if (type instanceof MapType map) {
      Map<String, Object> values = new LinkedHashMap<>();
      List<Object> read = new ArrayList<>();
      for (int i = random.nextInt(4); i > 0; i--) {
        values.put(i + text(random), value(random, map.valueType(), read));
      }
      expected.add(inner);
      inner.addAll(values.keySet());
      inner.add(read);
      return values;
    }
    Object value = scalar(random, type);
    expected.addAll(Collections.singletonList(value.toString()));
    return value;
  }

  private static Object scalar(Random random, DataType type) {
    if (type.equals(DataTypes.IntegerType)) {
      return random.nextInt();
    } else if (type.equals(DataTypes.DoubleType)) {
      return random.nextGaussian() * Math.pow(10, random.nextInt(60) - 30);
    } else if (type.equals(DataTypes.BooleanType)) {
      return random.nextBoolean();
    }
    return text(random);
  }

  private static String text(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(6); i > 0; i--) {
      text.append(PIECES[random.nextInt(PIECES.length)]);
    }
    return text.toString();
  }
}
