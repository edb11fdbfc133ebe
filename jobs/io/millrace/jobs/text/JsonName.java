package io.millrace.jobs.text;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** The name of a field, which may come in pieces. */
final class JsonName {

  private static final int LONGEST = 1 << 16;

  private final ByteArrayOutputStream text = new ByteArrayOutputStream();
  private byte quote;
  private boolean escaped;
  private boolean escapes;

  void start(byte openingQuote) {
    quote = openingQuote;
    escaped = false;
    escapes = false;
    text.reset();
    text.write(openingQuote);
  }

  /** Takes the next byte; false if it is the closing quote. */
  boolean take(byte b) {
    if (text.size() < LONGEST) {
      text.write(b);
    }
    boolean closes = b == quote && !escaped;
    escaped = b == '\\' && !escaped;
    escapes |= escaped;
    return !closes;
  }

  boolean is(String name) {
    if (!escapes) {
      String plain = text.toString(StandardCharsets.UTF_8);
      return plain.length() == name.length() + 2 && plain.startsWith(name, 1);
    }
    byte[] bytes = text.toByteArray();
    try (var parser = StrictJson.parser(bytes, 0, bytes.length, quote == '\'', false)) {
      return parser.nextToken().isScalarValue() && parser.getText().equals(name);
    } catch (IOException e) {
      return false; // no JSON, and so no name to look for
    }
  }
}
