package io.millrace.jobs.text;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.apache.spark.sql.execution.vectorized.WritableColumnVector;
import org.apache.spark.sql.types.StructType;

/** An object with declared fields; a missing one is null. */
final class JsonStruct extends JsonValue {

  private final Context context;
  private final String[] names;
  private final JsonValue[] children;
  private final Map<String, Integer> places = new HashMap<>();
  private final boolean[] seen;
  private final JsonNames scanned;

  JsonStruct(StructType type, WritableColumnVector vector, Context context) {
    super(vector);
    this.context = context;
    names = type.fieldNames();
    children = new JsonValue[names.length];
    seen = new boolean[names.length];
    scanned = new JsonNames(names);
    for (int i = 0; i < names.length; i++) {
      places.put(names[i], i);
      children[i] = JsonValue.of(type.fields()[i].dataType(), vector.getChild(i), context);
    }
  }

  JsonValue child(int i) {
    return children[i];
  }

  @Override
  boolean writeValue(JsonParser parser, byte[] bytes, int start, int row) throws IOException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      return context.problem().isNot("is not an object");
    }
    Arrays.fill(seen, false);
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      Integer place = places.get(name);
      parser.nextToken();
      if (place == null) {
        if (context.dialect().unknownFields() == Dialect.Beyond.FAIL) {
          context
              .problem()
              .set(
                  "has a field that the schema lacks; add it or set unknown-fields = ignore",
                  false);
          return context.problem().in(name);
        }
        parser.skipChildren();
      } else {
        seen[place] = true;
        if (!children[place].write(parser, bytes, start, row)) {
          return context.problem().in(name);
        }
      }
    }
    for (int i = 0; i < seen.length; i++) {
      if (!seen[i]) {
        children[i].vector().putNull(row);
      }
    }
    return true;
  }

  @Override
  int scanValue(byte[] bytes, int from, int to, int row) {
    if (bytes[from] != '{') {
      return JsonScan.NOT_PLAIN;
    }
    scanned.begin();
    int at = JsonScan.blanks(bytes, from + 1, to);
    boolean more = at < to && bytes[at] != '}';
    while (more) {
      at = scanField(bytes, at, to, row);
      at = at == JsonScan.NOT_PLAIN ? to : JsonScan.blanks(bytes, at, to);
      more = at < to && bytes[at] == ',';
      at = more ? JsonScan.blanks(bytes, at + 1, to) : at;
    }
    if (at == to || bytes[at] != '}') {
      return JsonScan.NOT_PLAIN;
    }
    for (int i = 0; i < children.length; i++) {
      if (!scanned.isSeen(i)) {
        children[i].vector().putNull(row);
      }
    }
    return at + 1;
  }

  private int scanField(byte[] bytes, int from, int to, int row) {
    int end =
        from < to && bytes[from] == '"' ? JsonScan.name(bytes, from + 1, to) : JsonScan.NOT_PLAIN;
    int place = end == JsonScan.NOT_PLAIN ? end : scanned.place(bytes, from + 1, end);
    int at = place == JsonScan.NOT_PLAIN ? to : JsonScan.blanks(bytes, end + 1, to);
    if (at == to || bytes[at] != ':') {
      return JsonScan.NOT_PLAIN;
    }
    at = JsonScan.blanks(bytes, at + 1, to);
    if (place < children.length) {
      return children[place].scan(bytes, at, to, row);
    }
    boolean ignored = context.dialect().unknownFields() != Dialect.Beyond.FAIL;
    return ignored ? JsonScan.scalar(bytes, at, to) : JsonScan.NOT_PLAIN;
  }

  @Override
  void reserve(int rows) {
    super.reserve(rows);
    for (JsonValue child : children) {
      child.reserve(rows);
    }
  }

  @Override
  void reset() {
    super.reset();
    for (JsonValue child : children) {
      child.reset();
    }
  }
}
