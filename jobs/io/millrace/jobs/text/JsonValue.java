package io.millrace.jobs.text;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import org.apache.spark.sql.execution.vectorized.WritableColumnVector;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructType;

/** Writes JSON values of one declared type into its vector. */
abstract class JsonValue implements JsonObjects.Target {

  private final WritableColumnVector vector;

  JsonValue(WritableColumnVector vector) {
    this.vector = vector;
  }

  /** What the values of one record, or of one reader, share. */
  record Context(Dialect dialect, Times times, JsonText text, JsonProblem problem) {}

  static JsonValue of(DataType type, WritableColumnVector vector, Context context) {
    if (type instanceof StructType struct) {
      return new JsonStruct(struct, vector, context);
    }
    if (type instanceof ArrayType array) {
      return new JsonArray(array, vector, context);
    }
    if (type instanceof MapType map) {
      return new JsonMap(map, vector, context);
    }
    return new JsonScalar(type, vector, context);
  }

  WritableColumnVector vector() {
    return vector;
  }

  @Override
  public final boolean write(JsonParser parser, byte[] bytes, int start, int row)
      throws IOException {
    if (parser.currentToken() == JsonToken.VALUE_NULL) {
      vector.putNull(row);
      return true;
    }
    return writeValue(parser, bytes, start, row);
  }

  /** As {@link #write}, for a value that is not null; the record begins at {@code start}. */
  abstract boolean writeValue(JsonParser parser, byte[] bytes, int start, int row)
      throws IOException;

  /**
   * Writes the value whose first byte is at {@code from}, without a parser, if it is of the plain
   * kind that nearly all are of.
   *
   * @return the place behind it; {@link JsonScan#NOT_PLAIN} if that is for a parser to tell, which
   *     then writes what was begun here anew
   */
  final int scan(byte[] bytes, int from, int to, int row) {
    if (from == to) {
      return JsonScan.NOT_PLAIN;
    }
    if (bytes[from] == 'n') {
      vector.putNull(row);
      return JsonScan.literal(bytes, from, to);
    }
    return scanValue(bytes, from, to, row);
  }

  /** As {@link #scan}, for a value that is there and not null. */
  abstract int scanValue(byte[] bytes, int from, int to, int row);

  /** Makes room for rows below {@code rows}. */
  void reserve(int rows) {
    vector.reserve(rows);
  }

  /** Begins a batch. */
  void reset() {
    vector.reset();
  }
}
