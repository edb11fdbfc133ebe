package io.millrace.udf;

import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.connector.catalog.functions.BoundFunction;
import org.apache.spark.sql.connector.catalog.functions.ScalarFunction;
import org.apache.spark.sql.connector.catalog.functions.UnboundFunction;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.Platform;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * {@code request_parts(request)}: the method and the first three path segments of an HTTP request
 * line.
 *
 * <p>The struct is never null; a part that is missing or empty is. Surrounding blanks and quotes,
 * the protocol, the authority, query and fragment are left out; percent-escapes stay as they are.
 * The parts are slices of the input's own memory.
 */
public final class RequestParts implements UnboundFunction, ScalarFunction<InternalRow> {

  private static final StructType TYPE =
      new StructType()
          .add("requesttype", DataTypes.StringType)
          .add("topdomain", DataTypes.StringType)
          .add("toppage", DataTypes.StringType)
          .add("subpage", DataTypes.StringType);

  private static final UTF8String PROTOCOL = UTF8String.fromString("HTTP/");
  private static final int PARTS = TYPE.size();

  /** The parts of {@code request}; Spark's generated code calls this. */
  public static InternalRow invoke(UTF8String request) {
    Object[] parts = new Object[PARTS];
    if (request != null) {
      Object base = request.getBaseObject();
      long from = request.getBaseOffset();
      long to = from + request.numBytes();
      from = Bytes.skipBlanks(base, from, to);
      to = Bytes.dropBlanks(base, from, to);
      if (Bytes.isEnclosed(base, from, to, '"', '"')) {
        to = Bytes.dropBlanks(base, from + 1, to - 1);
        from = Bytes.skipBlanks(base, from + 1, to);
      }
      if (to - from != 1 || Platform.getByte(base, from) != '-') {
        split(base, from, to, parts);
      }
    }
    return new GenericInternalRow(parts);
  }

  private static void split(Object base, long from, long to, Object[] parts) {
    long method = methodEnd(base, from, to);
    parts[0] = slice(base, from, method);
    long path = Bytes.skipBlanks(base, method, to);
    long end = pathEnd(base, path, to, method > from);
    path = pathStart(base, path, end);
    if (path < end && Platform.getByte(base, path) == '/') {
      path++;
    } else if (end - path == 1 && Platform.getByte(base, path) == '*') {
      return; // "OPTIONS *" asks about the server, not about a path
    }
    long segment = path;
    int part = 1;
    for (long at = path; part < PARTS; at++) {
      byte b = at < end ? Platform.getByte(base, at) : (byte) '?';
      if (b == '/' || endsPath(b)) {
        parts[part++] = slice(base, segment, at);
        segment = at + 1;
      }
      if (endsPath(b)) {
        return;
      }
    }
  }

  /** The end of the first word, or {@code from} if that word is a path already. */
  private static long methodEnd(Object base, long from, long to) {
    for (long at = from; at < to; at++) {
      byte b = Platform.getByte(base, at);
      if (b == '/' || endsPath(b)) {
        return from;
      }
      if (Bytes.isBlank(b)) {
        return at;
      }
    }
    return to;
  }

  /** Where the path stops: before a last word such as {@code HTTP/1.1}. */
  private static long pathEnd(Object base, long from, long to, boolean methodBefore) {
    long word = to;
    while (word > from && !Bytes.isBlank(Platform.getByte(base, word - 1))) {
      word--;
    }
    boolean isProtocol =
        (word > from || methodBefore)
            && UTF8String.fromAddress(base, word, (int) (to - word)).startsWith(PROTOCOL);
    return isProtocol ? Bytes.dropBlanks(base, from, word) : to;
  }

  /** Skips {@code scheme://authority} of a path in absolute form. */
  private static long pathStart(Object base, long from, long to) {
    long at = from;
    while (at < to && isScheme(Platform.getByte(base, at))) {
      at++;
    }
    boolean absolute =
        at > from
            && to - at >= 3
            && Platform.getByte(base, at) == ':'
            && Platform.getByte(base, at + 1) == '/'
            && Platform.getByte(base, at + 2) == '/';
    if (!absolute) {
      return from;
    }
    at += 3;
    while (at < to && Platform.getByte(base, at) != '/' && !endsPath(Platform.getByte(base, at))) {
      at++;
    }
    return at;
  }

  private static boolean isScheme(byte b) {
    return (b >= 'a' && b <= 'z')
        || (b >= 'A' && b <= 'Z')
        || (b >= '0' && b <= '9')
        || b == '+'
        || b == '-'
        || b == '.';
  }

  private static boolean endsPath(byte b) {
    return b == '?' || b == '#';
  }

  private static UTF8String slice(Object base, long from, long to) {
    return from < to ? UTF8String.fromAddress(base, from, (int) (to - from)) : null;
  }

  @Override
  public String name() {
    return "request_parts";
  }

  @Override
  public String canonicalName() {
    return "io.millrace.request_parts(string)";
  }

  @Override
  public String description() {
    return "request_parts(request): method and first three path segments of an HTTP request line";
  }

  @Override
  public BoundFunction bind(StructType arguments) {
    Arguments.requireStrings(this, arguments, List.of("request"), List.of());
    return this;
  }

  @Override
  public DataType[] inputTypes() {
    return new DataType[] {DataTypes.StringType};
  }

  @Override
  public StructType resultType() {
    return TYPE;
  }

  @Override
  public boolean isResultNullable() {
    return false;
  }
}
