package io.millrace.jobs.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.execution.vectorized.OnHeapColumnVector;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which column a field of a JSON object belongs to. */
class JsonNamesTest {

  /** A name that is declared twice, which Spark allows within structs: the later one counts. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"o\":{\"x\":1}}|[null,1,null]",
        "{\"o\":{\"y\":2,\"x\":1}}|[null,1,2]",
        "{\"o\":{\"x\":1,\"x\":2}}|a key occurs twice in one object"
      })
  void aFieldIsDeclaredTwice(String text, String expected) {
    StructType schema = StructType.fromDDL("o struct<x: int, x: int, y: int>");
    JsonDecoder decoder = new JsonDecoder(schema, Dialect.of(Map.of()), "UTC", 1);
    byte[] bytes = Arrays.copyOf(text.getBytes(StandardCharsets.UTF_8), text.length() + Words.PAD);
    String found;
    if (decoder.decode(bytes, 0, text.length(), 0, 0)) {
      ColumnVector o = decoder.vector("o");
      found =
          Stream.of(0, 1, 2)
              .map(i -> o.getChild(i).isNullAt(0) ? "null" : "" + o.getChild(i).getInt(0))
              .collect(Collectors.joining(",", "[", "]"));
    } else {
      found = decoder.reason();
    }
    assertThat(found).isEqualTo(expected);
  }

  /** More fields than are compared with each other, in an order that changes. */
  @Test
  void manyFieldsAreToldApart() {
    StructType schema = new StructType();
    for (int i = 0; i < 700; i++) {
      schema = schema.add("field " + i, DataTypes.IntegerType);
    }
    Dialect dialect = Dialect.of(Map.of());
    JsonValue.Context context =
        new JsonValue.Context(
            dialect, new Times(dialect, "UTC"), new JsonText(), new JsonProblem());
    JsonStruct record = new JsonStruct(schema, new OnHeapColumnVector(4, schema), context);
    Random random = new Random(6);
    List<Integer> order = new ArrayList<>(IntStream.range(0, 700).boxed().toList());
    for (int row = 0; row < 4; row++) {
      String text =
          order.stream()
              .map(i -> "\"field %s\": %s".formatted(i, i * 3))
              .collect(Collectors.joining(",", "{", "}"));
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      byte[] padded = Arrays.copyOf(bytes, bytes.length + Words.PAD);
      assertThat(record.scanValue(padded, 0, bytes.length, row)).isEqualTo(bytes.length);
      for (int i = 0; i < 700; i++) {
        assertThat(record.child(i).vector().getInt(row)).isEqualTo(i * 3);
      }
      Collections.shuffle(order, random);
    }
  }
}
