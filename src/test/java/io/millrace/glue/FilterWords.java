package io.millrace.glue;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The words of a condition, read from left to right. */
final class FilterWords {

  private static final Pattern WORD =
      Pattern.compile(
          "\\s*('(?:[^']|'')*'|\"[^\"]*\"|`[^`]*`|<=|>=|<>|!=|[=<>(),]|[^\\s=<>(),'\"`!]+)\\s*");

  private final List<String> words = new ArrayList<>();
  private int at;

  FilterWords(String text) {
    Matcher word = WORD.matcher(text);
    int end = 0;
    while (end < text.length() && word.find(end) && word.start() == end) {
      words.add(word.group(1));
      end = word.end();
    }
    if (!text.substring(end).isBlank()) {
      throw ServiceException.invalid("Unsupported expression '" + text + "'");
    }
  }

  boolean atEnd() {
    return at == words.size();
  }

  String next() {
    if (atEnd()) {
      throw ServiceException.invalid("Unsupported expression: it ends too early");
    }
    return words.get(at++);
  }

  /** Goes on if this is the next word. */
  boolean take(String word) {
    boolean is = !atEnd() && words.get(at).equalsIgnoreCase(word);
    at += is ? 1 : 0;
    return is;
  }

  /** A value: a text without its quotes, or a number. */
  String literal() {
    String word = next();
    boolean quoted = word.length() > 1 && "'\"".indexOf(word.charAt(0)) >= 0;
    return quoted ? word.substring(1, word.length() - 1).replace("''", "'") : word;
  }
}
