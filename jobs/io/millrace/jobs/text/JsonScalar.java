package io.millrace.jobs.text;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Set;
import org.apache.spark.sql.execution.vectorized.WritableColumnVector;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;

/** A value that is neither object nor array, or any value as text. */
final class JsonScalar extends JsonValue {

  private static final Set<String> NAMED_NUMBERS = Set.of("NaN", "Infinity", "-Infinity");

  private final Context context;
  private final Conversion conversion;
  private final boolean isString;
  private final boolean isTime;
  private final boolean isBoolean;
  private final boolean isFloating;
  private final String mismatch;

  JsonScalar(DataType type, WritableColumnVector vector, Context context) {
    super(vector);
    this.context = context;
    isString = type instanceof StringType;
    isBoolean = type instanceof BooleanType;
    isFloating = type instanceof FloatType || type instanceof DoubleType;
    isTime =
        type instanceof DateType
            || type instanceof TimestampType
            || type instanceof TimestampNTZType;
    conversion = isString ? null : Conversion.of(type, context.times());
    mismatch = "is " + TypedColumn.mismatch(type);
  }

  @Override
  boolean writeValue(JsonParser parser, byte[] bytes, int start, int row) throws IOException {
    JsonToken token = parser.currentToken();
    if (isString) {
      return token.isStructStart()
          ? writeSource(parser, bytes, start, row)
          : writeText(parser, row);
    }
    boolean fits = isTime ? token == JsonToken.VALUE_STRING : token.isNumeric();
    fits = isBoolean ? token.isBoolean() : fits || isNamedNumber(parser);
    JsonText text = context.text();
    if (fits && text.load(parser)) {
      fits = conversion.put(vector(), row, text.bytes(), 0, text.length());
    }
    return fits || context.problem().isNot(mismatch);
  }

  /** JSON has no number for these, so Spark and others write their names. */
  private boolean isNamedNumber(JsonParser parser) throws IOException {
    return isFloating
        && parser.currentToken() == JsonToken.VALUE_STRING
        && NAMED_NUMBERS.contains(parser.getText());
  }

  private boolean writeText(JsonParser parser, int row) throws IOException {
    JsonText text = context.text();
    if (!text.load(parser)) {
      return context.problem().isNot("holds half a surrogate pair");
    }
    vector().putByteArray(row, text.bytes(), 0, text.length());
    return true;
  }

  /** An object or array where text is declared: as it stands in the file. */
  private boolean writeSource(JsonParser parser, byte[] bytes, int start, int row)
      throws IOException {
    int from = start + (int) parser.currentTokenLocation().getByteOffset();
    parser.skipChildren();
    int to = start + (int) parser.currentLocation().getByteOffset();
    vector().putByteArray(row, bytes, from, to - from);
    return true;
  }

  @Override
  int scanValue(byte[] bytes, int from, int to, int row) {
    int end = JsonScan.scalar(bytes, from, to);
    if (end == JsonScan.NOT_PLAIN) {
      return isString && bytes[from] == '"' ? scanEscaped(bytes, from + 1, to, row) : end;
    }
    boolean quoted = bytes[from] == '"';
    int first = quoted ? from + 1 : from;
    int length = (quoted ? end - 1 : end) - first;
    if (isString) {
      vector().putByteArray(row, bytes, first, length);
      return end;
    }
    boolean fits = isTime ? quoted : !quoted && isBoolean == (bytes[from] >= 'a');
    return fits && conversion.put(vector(), row, bytes, first, first + length)
        ? end
        : JsonScan.NOT_PLAIN;
  }

  private int scanEscaped(byte[] bytes, int from, int to, int row) {
    JsonText text = context.text();
    int end = text.scan(bytes, from, to);
    if (end == JsonScan.NOT_PLAIN) {
      return end;
    }
    vector().putByteArray(row, text.bytes(), 0, text.length());
    return end + 1;
  }
}
