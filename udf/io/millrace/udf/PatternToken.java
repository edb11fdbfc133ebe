package io.millrace.udf;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A run of one pattern letter, or one literal character. */
record PatternToken(String text, boolean isLiteral) {

  private static final String RESERVED = "[]{}#";

  char literal() {
    return text.charAt(0);
  }

  /** The tokens of a java.time pattern; empty if it has optional parts or padding. */
  static Optional<List<PatternToken>> split(String pattern) {
    List<PatternToken> tokens = new ArrayList<>();
    boolean quoted = false;
    int at = 0;
    while (at < pattern.length()) {
      char c = pattern.charAt(at);
      if (c == '\'') {
        boolean doubled = at + 1 < pattern.length() && pattern.charAt(at + 1) == '\'';
        if (doubled) {
          tokens.add(new PatternToken("'", true));
        } else {
          quoted = !quoted;
        }
        at += doubled ? 2 : 1;
      } else if (!quoted && isLetter(c)) {
        int end = runEnd(pattern, at);
        tokens.add(new PatternToken(pattern.substring(at, end), false));
        at = end;
      } else if (!quoted && (RESERVED.indexOf(c) >= 0)) {
        return Optional.empty();
      } else {
        tokens.add(new PatternToken(String.valueOf(c), true));
        at++;
      }
    }
    return Optional.of(tokens);
  }

  private static boolean isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  private static int runEnd(String pattern, int at) {
    int end = at;
    while (end < pattern.length() && pattern.charAt(end) == pattern.charAt(at)) {
      end++;
    }
    return end;
  }
}
