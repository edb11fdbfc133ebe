package io.millrace.jobs.text;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import org.apache.spark.sql.execution.vectorized.WritableColumnVector;
import org.apache.spark.sql.types.ArrayType;

/** An array; its elements lie one behind the other in a vector of their own. */
final class JsonArray extends JsonValue {

  private final Context context;
  private final JsonValue element;
  private int used;

  JsonArray(ArrayType type, WritableColumnVector vector, Context context) {
    super(vector);
    this.context = context;
    element = JsonValue.of(type.elementType(), vector.getChild(0), context);
  }

  @Override
  boolean writeValue(JsonParser parser, byte[] bytes, int start, int row) throws IOException {
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      return context.problem().isNot("is not an array");
    }
    int first = used;
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      element.reserve(used + 1);
      if (!element.write(parser, bytes, start, used++)) {
        return context.problem().in("[]");
      }
    }
    vector().putArray(row, first, used - first);
    return true;
  }

  @Override
  int scanValue(byte[] bytes, int from, int to, int row) {
    if (bytes[from] != '[') {
      return JsonScan.NOT_PLAIN;
    }
    int first = used;
    int at = JsonScan.blanks(bytes, from + 1, to);
    boolean more = at < to && bytes[at] != ']';
    while (more) {
      element.reserve(used + 1);
      at = element.scan(bytes, at, to, used++);
      at = at == JsonScan.NOT_PLAIN ? to : JsonScan.blanks(bytes, at, to);
      more = at < to && bytes[at] == ',';
      at = more ? JsonScan.blanks(bytes, at + 1, to) : at;
    }
    if (at == to || bytes[at] != ']') {
      return JsonScan.NOT_PLAIN;
    }
    vector().putArray(row, first, used - first);
    return at + 1;
  }

  @Override
  void reset() {
    super.reset();
    element.reset();
    used = 0;
  }
}
