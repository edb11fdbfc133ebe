package io.millrace.jobs.text;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Opens records that must be one JSON object each, and says what is wrong with those that are not.
 */
final class JsonObjects {

  private final Dialect dialect;
  private final JsonProblem problem;

  JsonObjects(Dialect dialect, JsonProblem problem) {
    this.dialect = dialect;
    this.problem = problem;
  }

  /** Takes the value on whose first token the parser stands. */
  interface Target {
    /** False, with the problem set, if it does not fit; the record begins at {@code start}. */
    boolean write(JsonParser parser, byte[] bytes, int start, int row) throws IOException;
  }

  /** Gives the object in {@code [from, to)} to the target; false if either says no. */
  boolean read(byte[] bytes, int from, int to, Target target, int row) {
    int start = skipBlanks(bytes, from, to);
    boolean utf16 = bytes[start] == 0 || (start + 1 < to && bytes[start + 1] == 0);
    if (utf16 || bytes[start] == (byte) 0xEF) {
      return problem.set("not JSON", false); // the parser would take it for another encoding
    }
    try (JsonParser parser = parser(bytes, start, to, true)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return problem.set("not a JSON object" + advice(bytes, start, to), false);
      }
      return target.write(parser, bytes, start, row)
          && (end(parser) || problem.set("text after the JSON object", false));
    } catch (StreamConstraintsException e) {
      return problem.set("JSON nested too deep, or a number too long", false);
    } catch (JsonProcessingException e) {
      boolean twice = isJson(bytes, start, to);
      String reason = twice ? "a key occurs twice in one object" : "not JSON";
      return problem.set(reason + advice(bytes, start, to), false);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // the bytes are in memory
    }
  }

  static int skipBlanks(byte[] bytes, int from, int to) {
    int at = from;
    while (at < to && (bytes[at] == ' ' || bytes[at] == '\t' || bytes[at] == '\r')) {
      at++;
    }
    return at;
  }

  private JsonParser parser(byte[] bytes, int from, int to, boolean keysOnce) throws IOException {
    return StrictJson.parser(bytes, from, to, dialect.singleQuotes(), keysOnce);
  }

  private static boolean end(JsonParser parser) throws IOException {
    try {
      return parser.nextToken() == null;
    } catch (JsonProcessingException e) {
      return false;
    }
  }

  /** Whether all that is wrong is a key that occurs twice. */
  private boolean isJson(byte[] bytes, int from, int to) {
    try (JsonParser parser = parser(bytes, from, to, false)) {
      while (parser.nextToken() != null) {
        parser.getTextLength();
      }
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Arrays and objects over several lines begin so; without advice each line is a mere reject. */
  private String advice(byte[] bytes, int start, int to) {
    if (dialect.layout() == Dialect.Layout.DOCUMENTS) {
      return "";
    }
    if (bytes[start] == '[') {
      return " but an array, or the begin of one; set layout = documents to read its elements";
    }
    boolean opens = bytes[start] == '{' && skipBlanks(bytes, start + 1, to) == to;
    return opens ? ", or not in one line; set layout = documents to read it over lines" : "";
  }
}
