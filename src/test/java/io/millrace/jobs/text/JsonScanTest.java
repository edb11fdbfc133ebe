package io.millrace.jobs.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeProjection;
import org.apache.spark.sql.execution.vectorized.OnHeapColumnVector;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarBatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is scanned and what a parser reads are the same rows, and the same records are refused. */
class JsonScanTest {

  private static final int BATCH = 64;

  private static final StructType SCHEMA =
      StructType.fromDDL(
          "i int, l bigint, d double, f float, b boolean, s string, y date, t timestamp, n decimal(12,3), "
              + "o struct<s: string, `ä key`: int, p: struct<b: boolean, x: string>>, "
              + "li array<int>, lo array<struct<k: string, v: double>>, ll array<array<string>>, m map<string, int>");

  /** One way to read records. */
  private record Reading(boolean fits, String reason, String column, InternalRow row) {}

  private final UnsafeProjection binary = UnsafeProjection.create(SCHEMA);

  /** Reads records one behind the other in an array, as the rows of one batch. */
  private List<Reading> decode(Decoder decoder, byte[] bytes, List<int[]> records) {
    decoder.reset();
    List<Reading> all = new ArrayList<>();
    for (int i = 0; i < records.size(); i++) {
      int[] range = records.get(i);
      boolean fits = decoder.decode(bytes, range[0], range[1], range[0], i);
      all.add(
          new Reading(fits, fits ? null : decoder.reason(), fits ? null : decoder.column(), null));
      if (!fits) {
        decoder.setNull(i);
      }
    }
    ColumnVector[] columns =
        Arrays.stream(SCHEMA.fieldNames()).map(decoder::vector).toArray(ColumnVector[]::new);
    ColumnarBatch batch = new ColumnarBatch(columns, records.size());
    for (int i = 0; i < records.size(); i++) {
      Reading one = all.get(i);
      InternalRow row = binary.apply(batch.getRow(i)).copy();
      all.set(i, new Reading(one.fits(), one.reason(), one.column(), row));
    }
    return all;
  }

  /** What a decoder without a scanner is. */
  private static Decoder parser(Dialect dialect) {
    JsonProblem problem = new JsonProblem();
    JsonValue.Context context =
        new JsonValue.Context(dialect, new Times(dialect, "UTC"), new JsonText(), problem);
    JsonStruct record = new JsonStruct(SCHEMA, new OnHeapColumnVector(BATCH, SCHEMA), context);
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
    public void setNull(int row) {
      for (int i = 0; i < SCHEMA.length(); i++) {
        record.child(i).vector().putNull(row);
      }
    }
  }

  @ParameterizedTest(name = "seed {0}, {1}")
  @CsvSource({
    "1, unknown-fields=ignore",
    "2, unknown-fields=ignore",
    "3, unknown-fields=fail",
    "4, single-quotes=true",
    "5, date-format=uuuu-MM-dd"
  })
  void recordsAreReadAsByTheParser(long seed, String option) {
    Dialect dialect = Dialect.of(Map.of(option.split("=", 2)[0], option.split("=", 2)[1]));
    Decoder scanner = new JsonDecoder(SCHEMA, dialect, "UTC", BATCH);
    Decoder parser = parser(dialect);
    Random random = new Random(seed);
    int fit = 0;
    for (int batch = 0; batch < 160; batch++) {
      List<String> texts = new ArrayList<>();
      List<int[]> ranges = new ArrayList<>();
      StringBuilder all = new StringBuilder();
      while (texts.size() < BATCH) {
        String text = RandomJson.record(random, SCHEMA);
        if (!text.isBlank()) {
          // What lies between records is no part of them.
          all.append("\"}1,".charAt(random.nextInt(4)));
          int from = all.toString().getBytes(StandardCharsets.UTF_8).length;
          ranges.add(new int[] {from, from + text.getBytes(StandardCharsets.UTF_8).length});
          all.append(text);
          texts.add(text);
        }
      }
      byte[] bytes = (all + "\"}1,\"}1,").getBytes(StandardCharsets.UTF_8);
      List<Reading> expected = decode(parser, bytes, ranges);
      List<Reading> actual = decode(scanner, bytes, ranges);
      for (int i = 0; i < BATCH; i++) {
        assertThat(actual.get(i)).as(texts.get(i)).isEqualTo(expected.get(i));
        fit += expected.get(i).fits() ? 1 : 0;
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
        "{\"s\":\"a\\\"\\u00e4\\ud83d\\ude00\",\"o\":{\"s\":\"\\\\\"},\"ll\":[[\"\\/\"]]}",
        "{\"li\":[1, 2],\"ll\":[[],[\"a\"],null],\"lo\":[{\"v\":1}],\"b\":true,\"z\":\"?\",\"y\":\"2024-02-29\"}"
      })
  void plainRecordsNeedNoParser(String text) {
    Dialect dialect = Dialect.of(Map.of());
    JsonValue.Context context =
        new JsonValue.Context(
            dialect, new Times(dialect, "UTC"), new JsonText(), new JsonProblem());
    JsonStruct record = new JsonStruct(SCHEMA, new OnHeapColumnVector(BATCH, SCHEMA), context);
    byte[] bytes = text.strip().getBytes(StandardCharsets.UTF_8);
    byte[] padded = Arrays.copyOf(bytes, bytes.length + Words.PAD);
    assertThat(record.scanValue(padded, 0, bytes.length, 0)).isEqualTo(bytes.length);
  }

  /** Of records that need a parser most are not scanned, and plain ones behind them are read. */
  @Test
  void scanningIsGivenUpAndBegunAgain() {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < BATCH; i++) {
      texts.add(i < 45 ? "{\"m\":{\"k\":%s},\"i\":%s}".formatted(i, i) : "{\"i\":%s}".formatted(i));
    }
    texts.set(50, "{\"s\":\"" + "x".repeat(2 << 20) + "\",\"i\":50}");
    List<int[]> ranges = new ArrayList<>();
    StringBuilder all = new StringBuilder();
    for (String text : texts) {
      ranges.add(new int[] {all.length(), all.length() + text.length()});
      all.append(text);
    }
    byte[] bytes = (all + " ".repeat(Words.PAD)).getBytes(StandardCharsets.UTF_8);
    Dialect dialect = Dialect.of(Map.of());
    List<Reading> expected = decode(parser(dialect), bytes, ranges);
    assertThat(expected).allMatch(Reading::fits);
    assertThat(decode(new JsonDecoder(SCHEMA, dialect, "UTC", BATCH), bytes, ranges))
        .isEqualTo(expected);
  }
}
