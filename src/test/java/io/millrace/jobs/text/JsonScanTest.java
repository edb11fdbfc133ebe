package io.millrace.jobs.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeProjection;
import org.apache.spark.sql.execution.vectorized.OnHeapColumnVector;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarBatch;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is scanned and what a parser reads are the same rows, and the same records are refused. */
class JsonScanTest {

  private static final StructType SCHEMA =
      StructType.fromDDL(
          "i int, l bigint, d double, f float, b boolean, s string, y date, t timestamp, n decimal(12,3), "
              + "o struct<s: string, `ä key`: int, p: struct<b: boolean, x: string>>, "
              + "li array<int>, lo array<struct<k: string, v: double>>, ll array<array<string>>, m map<string, int>");
  private static final String[] VALUES = {
    "1",
    "-0",
    "2147483648",
    "1.5",
    "-0.25e3",
    "1E400",
    "01",
    "1.",
    "-",
    "true",
    "false",
    "null",
    "nul",
    "\"\"",
    "\"x\"",
    "\"2024-02-29\"",
    "\"2024-02-30\"",
    "\"2024-02-29T12:30:00Z\"",
    "\"long enough to be scanned by words\"",
    "\"ä€😀\"",
    "\"a\\\"b\\u00e4\"",
    "\"\\uD83D\"",
    "\"a\tb\"",
    "\"NaN\"",
    "NaN",
    "[]",
    "[1, 2,3 ]",
    "[null]",
    "[[\"a\"],[]]",
    "{}",
    "'x'",
    "[{\"k\":\"a\",\"v\":1.5},{\"v\":2}]",
    "{\"s\":\"a\",\"ä key\":4,\"p\":{\"b\":true}}",
    "{\"k\":1,\"k\":2}",
    "{\"a\":1,\"b\":null}",
    "7".repeat(600),
    "\"" + "x".repeat(600) + "\""
  };
  private static final String MUTATIONS = "{}[]\",:\\ \t\n\r019eE.+-ntfx'/\u0000\u001f\u007fä";

  /** One way to read records. */
  private record Reading(boolean fits, String reason, String column, InternalRow row) {}

  private final UnsafeProjection binary = UnsafeProjection.create(SCHEMA);

  private Reading decode(Decoder decoder, byte[] bytes, int length) {
    decoder.reset();
    boolean fits = decoder.decode(bytes, 0, length, 0, 0);
    if (!fits) {
      return new Reading(false, decoder.reason(), decoder.column(), null);
    }
    ColumnVector[] columns =
        Arrays.stream(SCHEMA.fieldNames()).map(decoder::vector).toArray(ColumnVector[]::new);
    InternalRow row = new ColumnarBatch(columns, 1).getRow(0);
    return new Reading(true, null, null, binary.apply(row).copy());
  }

  /** What a decoder without a scanner is. */
  private static Decoder parser(Dialect dialect) {
    JsonProblem problem = new JsonProblem();
    JsonValue.Context context =
        new JsonValue.Context(dialect, new Times(dialect, "UTC"), new JsonText(), problem);
    JsonStruct record = new JsonStruct(SCHEMA, new OnHeapColumnVector(4, SCHEMA), context);
    JsonObjects objects = new JsonObjects(dialect, problem);
    return new ParserDecoder(record, objects, problem);
  }

  private record ParserDecoder(JsonStruct record, JsonObjects objects, JsonProblem problem)
      implements Decoder {

    @Override
    public boolean decode(byte[] bytes, int from, int to, long position, int row) {
      return objects.read(bytes, from, to, record, row);
    }

    @Override
    public ColumnVector vector(String column) {
      return record.child(SCHEMA.fieldIndex(column)).vector();
    }

    @Override
    public void reset() {
      record.reset();
    }

    @Override
    public String reason() {
      return problem.reason();
    }

    @Override
    public String column() {
      return problem.column();
    }

    @Override
    public boolean skips(byte[] bytes, int from, int to) {
      return false;
    }

    @Override
    public void start(FirstRecord first) {}

    @Override
    public void seal(byte[] buffer) {}

    @Override
    public void setNull(int row) {}
  }

  private static String blanks(Random random) {
    return " \t\r".substring(random.nextInt(4)).repeat(random.nextInt(8) == 0 ? 1 : 0);
  }

  /** Nearly always an object: fields in any order, known and unknown, some twice. */
  private static String record(Random random) {
    List<String> names = new ArrayList<>(List.of(SCHEMA.fieldNames()));
    for (int i = random.nextInt(4) == 0 ? random.nextInt(20) : 0; i > 0; i--) {
      names.add(random.nextInt(3) == 0 ? "i" : "other" + random.nextInt(40));
    }
    if (random.nextBoolean()) {
      Collections.shuffle(names, random);
    }
    List<String> fields = new ArrayList<>();
    for (String name : names.subList(0, random.nextInt(names.size() + 1))) {
      fields.add(blanks(random) + '"' + name + '"' + blanks(random) + ':' + value(random, name));
    }
    String text = blanks(random) + "{" + String.join(",", fields) + "}" + blanks(random);
    return random.nextInt(3) == 0 ? mutated(random, text) : text;
  }

  /** Mostly one that fits. */
  private static String value(Random random, String name) {
    String fitting =
        switch (name) {
          case "i", "l", "d", "f", "n" -> VALUES[random.nextInt(2)];
          case "b" -> VALUES[9 + random.nextInt(3)];
          case "y" -> VALUES[15];
          case "t" -> VALUES[17];
          case "o" -> VALUES[32];
          case "li" -> VALUES[25 + random.nextInt(3)];
          case "lo" -> VALUES[31];
          case "ll" -> VALUES[28];
          case "m" -> VALUES[34];
          default -> VALUES[13 + random.nextInt(7)];
        };
    boolean any = random.nextInt(25) == 0;
    return blanks(random) + (any ? VALUES[random.nextInt(VALUES.length)] : fitting);
  }

  private static String mutated(Random random, String text) {
    int at = random.nextInt(text.length());
    int to = Math.min(text.length(), at + random.nextInt(3));
    int place = random.nextInt(MUTATIONS.length());
    return text.substring(0, at) + MUTATIONS.charAt(place) + text.substring(to);
  }

  @ParameterizedTest(name = "seed {0}")
  @CsvSource({"1, ignore", "2, ignore", "3, fail", "4, ignore"})
  void recordsAreReadAsByTheParser(long seed, String unknownFields) {
    Dialect dialect = Dialect.of(Map.of("unknown-fields", unknownFields));
    Decoder scanner = new JsonDecoder(SCHEMA, dialect, "UTC", 4);
    Decoder parser = parser(dialect);
    Random random = new Random(seed);
    int fit = 0;
    for (int i = 0; i < 10_000; i++) {
      String text = record(random);
      byte[] record = text.getBytes(StandardCharsets.UTF_8);
      // Behind a record lie the next ones.
      byte[] bytes = Arrays.copyOf(record, record.length + 16);
      Arrays.fill(bytes, record.length, bytes.length, (byte) "\"}1,".charAt(random.nextInt(4)));
      if (JsonObjects.skipBlanks(bytes, 0, record.length) < record.length) {
        Reading expected = decode(parser, bytes, record.length);
        assertThat(decode(scanner, bytes, record.length)).as(text).isEqualTo(expected);
        fit += expected.fits() ? 1 : 0;
      }
    }
    assertThat(fit).isBetween(2_000, 9_000);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        " { \"i\" : 1 , \"s\" : null } ",
        "{\"s\":\"ä€😀\",\"o\":{\"ä key\":3,\"p\":{\"x\":\"long enough for words\"}},\"d\":-1.5e3}",
        "{\"li\":[1, 2],\"ll\":[[],[\"a\"],null],\"lo\":[{\"v\":1}],\"b\":true,\"z\":\"?\",\"y\":\"2024-02-29\"}"
      })
  void plainRecordsNeedNoParser(String text) {
    Dialect dialect = Dialect.of(Map.of());
    JsonValue.Context context =
        new JsonValue.Context(
            dialect, new Times(dialect, "UTC"), new JsonText(), new JsonProblem());
    JsonStruct record = new JsonStruct(SCHEMA, new OnHeapColumnVector(4, SCHEMA), context);
    byte[] bytes = text.strip().getBytes(StandardCharsets.UTF_8);
    byte[] padded = Arrays.copyOf(bytes, bytes.length + Words.PAD);
    assertThat(record.scanValue(padded, 0, bytes.length, 0)).isEqualTo(bytes.length);
  }
}
