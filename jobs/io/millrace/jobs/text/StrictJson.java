package io.millrace.jobs.text;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;

/** Parsers that take what RFC 8259 has, and single quotes if asked. */
final class StrictJson {

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
          .streamReadConstraints(
              StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build())
          .build();

  private StrictJson() {}

  static JsonParser parser(byte[] bytes, int from, int to, boolean singleQuotes, boolean keysOnce)
      throws IOException {
    return JSON.createParser(bytes, from, to - from)
        .configure(JsonParser.Feature.ALLOW_SINGLE_QUOTES, singleQuotes)
        .configure(JsonParser.Feature.STRICT_DUPLICATE_DETECTION, keysOnce);
  }
}
