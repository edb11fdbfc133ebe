package io.millrace.jobs.text;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.spark.sql.execution.vectorized.OnHeapColumnVector;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.vectorized.ColumnVector;

/** Records that are one JSON object each; every column of the schema is read, wanted or not. */
final class JsonDecoder implements Decoder {

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
          .streamReadConstraints(
              StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build())
          .build();

  private final List<String> names;
  private final JsonStruct record;
  private final JsonProblem problem = new JsonProblem();

  JsonDecoder(StructType schema, Dialect dialect, String zone, int rows) {
    names = List.of(schema.fieldNames());
    JsonValue.Context context =
        new JsonValue.Context(dialect, new Times(dialect, zone), new JsonText(), problem);
    record = new JsonStruct(schema, new OnHeapColumnVector(rows, schema), context);
  }

  @Override
  public ColumnVector vector(String column) {
    return record.child(names.indexOf(column)).vector();
  }

  @Override
  public void start(Header header) {}

  @Override
  public void reset() {
    record.reset();
  }

  @Override
  public void seal(byte[] buffer) {}

  @Override
  public boolean skips(byte[] bytes, int from, int to) {
    return skipBlanks(bytes, from, to) == to;
  }

  private static int skipBlanks(byte[] bytes, int from, int to) {
    int at = from;
    while (at < to && (bytes[at] == ' ' || bytes[at] == '\t' || bytes[at] == '\r')) {
      at++;
    }
    return at;
  }

  @Override
  public boolean decode(byte[] bytes, int from, int to, long position, int row) {
    int start = skipBlanks(bytes, from, to);
    boolean utf16 = bytes[start] == 0 || (start + 1 < to && bytes[start + 1] == 0);
    if (utf16 || bytes[start] == (byte) 0xEF) {
      return problem.set("not JSON", false); // the parser would take it for another encoding
    }
    try (JsonParser parser = parser(bytes, start, to, true)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return problem.set("not a JSON object", false);
      }
      return record.write(parser, bytes, start, row)
          && (end(parser) || problem.set("text after the JSON object", false));
    } catch (StreamConstraintsException e) {
      return problem.set("JSON nested too deep, or a number too long", false);
    } catch (JsonProcessingException e) {
      boolean twice = isJson(bytes, start, to);
      return problem.set(twice ? "a key occurs twice in one object" : "not JSON", false);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // the bytes are in memory
    }
  }

  private static JsonParser parser(byte[] bytes, int from, int to, boolean keysOnce)
      throws IOException {
    return JSON.createParser(bytes, from, to - from)
        .configure(JsonParser.Feature.STRICT_DUPLICATE_DETECTION, keysOnce);
  }

  private static boolean end(JsonParser parser) throws IOException {
    try {
      return parser.nextToken() == null;
    } catch (JsonProcessingException e) {
      return false;
    }
  }

  /** Whether all that is wrong is a key that occurs twice. */
  private static boolean isJson(byte[] bytes, int from, int to) {
    try (JsonParser parser = parser(bytes, from, to, false)) {
      while (parser.nextToken() != null) {
        parser.getTextLength();
      }
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public void setNull(int row) {
    for (int i = 0; i < names.size(); i++) {
      record.child(i).vector().putNull(row);
    }
  }

  @Override
  public String reason() {
    return problem.reason();
  }

  @Override
  public String column() {
    return problem.column();
  }
}
