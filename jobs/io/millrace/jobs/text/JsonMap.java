package io.millrace.jobs.text;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import org.apache.spark.sql.execution.vectorized.WritableColumnVector;
import org.apache.spark.sql.types.MapType;

/** An object whose field names are data. */
final class JsonMap extends JsonValue {

  private final Context context;
  private final WritableColumnVector keys;
  private final JsonValue element;
  private int used;

  JsonMap(MapType type, WritableColumnVector vector, Context context) {
    super(vector);
    this.context = context;
    keys = vector.getChild(0);
    element = JsonValue.of(type.valueType(), vector.getChild(1), context);
  }

  @Override
  boolean writeValue(JsonParser parser, byte[] bytes, int start, int row) throws IOException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      return context.problem().isNot("is not an object");
    }
    int first = used;
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      JsonText text = context.text();
      if (!text.load(parser.currentName())) {
        return context.problem().isNot("has a key with half a surrogate pair");
      }
      keys.reserve(used + 1);
      keys.putByteArray(used, text.bytes(), 0, text.length());
      element.reserve(used + 1);
      parser.nextToken();
      if (!element.write(parser, bytes, start, used++)) {
        return context.problem().in("{}");
      }
    }
    vector().putArray(row, first, used - first);
    return true;
  }

  @Override
  int scanValue(byte[] bytes, int from, int to, int row) {
    return JsonScan.NOT_PLAIN; // each key would have to be compared with all before it
  }

  @Override
  void reset() {
    super.reset();
    element.reset();
    used = 0;
  }
}
