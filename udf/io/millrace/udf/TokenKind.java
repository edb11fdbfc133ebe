package io.millrace.udf;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What a value is, which says when two of them are the same and which are valid. */
public enum TokenKind {
  /** A social security number of the United States. */
  SSN,
  /** The number of a payment card. */
  CARD,
  /** An e-mail address. */
  EMAIL,
  /** A telephone number. */
  PHONE,
  /** Any text. */
  TEXT;

  private final String word = name().toLowerCase(Locale.ROOT);

  /** As queries and messages spell it. */
  public String word() {
    return word;
  }

  /** The kind of that word, in any case. */
  static TokenKind of(String word) {
    return Arrays.stream(values())
        .filter(kind -> kind.word.equals(word.toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "'%s' is no kind of value; there are %s"
                        .formatted(
                            word,
                            Arrays.stream(values())
                                .map(TokenKind::word)
                                .collect(Collectors.joining(", ")))));
  }
}
