package io.millrace.jobs.text;

import io.millrace.transforms.ClosestName;
import io.millrace.transforms.InvalidInputException;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Reads a {@link Dialect} from options, and collects every problem before it fails. */
final class DialectOptions {

  static final List<Dialect.Option> OPTIONS =
      List.of(
          option("delimiter", "the character between values; \\t is a tab", ","),
          option("quote", "the character around values, or none", "\""),
          option("escape", "the character before a quote inside quotes, or doubled", "doubled"),
          option("unquoted-quotes", "a quote inside an unquoted value: reject or keep", "reject"),
          option(
              "header", "whether each file's first record names its columns, or detect", "false"),
          option("optional-columns", "columns that a whole file may lack, parted by commas", ""),
          option("null-value", "the unquoted text that means null", ""),
          option("multi-line", "whether quoted values may hold line ends; not splittable", "false"),
          option("encoding", "the character set; only UTF-8 and US-ASCII can be split", "UTF-8"),
          option("comment", "lines that begin with this character are skipped, or none", "none"),
          option("date-format", "a java.time pattern, or iso", "iso"),
          option("timestamp-format", "a java.time pattern, or iso", "iso"),
          option("trim", "whether blanks and tabs around values are dropped", "false"),
          option("extra-columns", "header names that the schema lacks: fail or ignore", "fail"),
          option("unknown-fields", "JSON fields that the schema lacks: fail or ignore", "ignore"),
          option(
              "layout",
              "JSON files are lines, or documents over any lines; documents are not splittable",
              "lines"),
          option(
              "records",
              "where documents hold the records, such as $.persons[*]; implies documents",
              "$"),
          option("single-quotes", "whether JSON may have single quotes around text", "false"),
          option("max-record-bytes", "a longer record is a reject", "67108864"));

  private final Map<String, String> options;
  private final List<String> problems = new ArrayList<>();

  DialectOptions(Map<String, String> options) {
    this.options = options;
  }

  Dialect dialect() {
    List<String> names = OPTIONS.stream().map(Dialect.Option::name).toList();
    for (String name : options.keySet()) {
      if (!names.contains(name)) {
        String suggestion = ClosestName.suggestion(name, names);
        problems.add("'" + name + "' is no option of text files" + suggestion);
      }
    }
    char delimiter = character("delimiter", Set.of());
    char quote = character("quote", Set.of("none"));
    char escape = character("escape", Set.of("none", "doubled"));
    Dialect.UnquotedQuotes unquoted = unquotedQuotes();
    Dialect.HeaderLine header = header();
    boolean multiLine = flag("multi-line");
    String encoding = encoding();
    char comment = character("comment", Set.of("none"));
    boolean trim = flag("trim");
    Dialect.Beyond extra = beyond("extra-columns");
    Dialect.Beyond unknown = beyond("unknown-fields");
    Dialect.Layout layout = layout();
    boolean singleQuotes = flag("single-quotes");
    int max = number("max-record-bytes");
    if (!problems.isEmpty()) {
      throw new InvalidInputException(String.join("; ", problems));
    }
    char escapeOrDoubled = escape == quote ? Dialect.NONE : escape;
    return new Dialect(
        delimiter,
        quote,
        escapeOrDoubled,
        unquoted,
        header,
        names("optional-columns"),
        value("null-value"),
        multiLine,
        encoding,
        comment,
        pattern("date-format"),
        pattern("timestamp-format"),
        trim,
        extra,
        unknown,
        layout,
        value("records"),
        singleQuotes,
        max);
  }

  /** Refuses characters that cannot stand for themselves, or for two things at once. */
  static void check(char delimiter, char quote, char escape, char comment) {
    single("delimiter", delimiter, false);
    single("quote", quote, true);
    single("escape", escape, true);
    single("comment", comment, true);
    if (delimiter == quote || delimiter == escape || delimiter == comment) {
      throw new InvalidInputException(
          "the delimiter is also the quote, the escape or the comment; choose another");
    }
    if (comment != Dialect.NONE && comment == quote) {
      throw new InvalidInputException("the comment is also the quote; choose another");
    }
    if (escape != Dialect.NONE && (quote == Dialect.NONE || escape == quote)) {
      throw new InvalidInputException(
          "escape works inside quotes only and is another character than the quote; set both or"
              + " leave escape out");
    }
  }

  private static void single(String name, char c, boolean optional) {
    boolean absent = optional && c == Dialect.NONE;
    if (!absent && (c == 0 || c == '\n' || c == '\r' || c > 126)) {
      throw new InvalidInputException(
          name
              + String.format(Locale.ROOT, " is U+%04X", (int) c)
              + "; it must be one ASCII character, no line end");
    }
  }

  private String value(String name) {
    String given = options.get(name);
    return given != null
        ? given
        : OPTIONS.stream()
            .filter(o -> o.name().equals(name))
            .findFirst()
            .orElseThrow()
            .defaultValue();
  }

  private char character(String name, Set<String> absent) {
    String value = value(name);
    if (absent.contains(value) || (value.isEmpty() && !absent.isEmpty())) {
      return Dialect.NONE;
    }
    if (value.equals("\\t")) {
      return '\t';
    }
    if (value.matches("\\\\u[0-9a-fA-F]{4}")) {
      return (char) Integer.parseInt(value.substring(2), 16);
    }
    if (value.length() != 1 || value.charAt(0) > 126) {
      problems.add(name + " is '" + value + "' but must be one ASCII character");
      return ',';
    }
    return value.charAt(0);
  }

  private boolean flag(String name) {
    return choice(name, List.of("true", "false")).equals("true");
  }

  private Dialect.HeaderLine header() {
    String chosen = choice("header", List.of("true", "false", "detect"));
    return Dialect.HeaderLine.valueOf(chosen.toUpperCase(Locale.ROOT));
  }

  private List<String> names(String name) {
    return Arrays.stream(value(name).split(",", -1))
        .map(String::strip)
        .filter(column -> !column.isEmpty())
        .toList();
  }

  private Dialect.UnquotedQuotes unquotedQuotes() {
    String chosen = choice("unquoted-quotes", List.of("reject", "keep"));
    return Dialect.UnquotedQuotes.valueOf(chosen.toUpperCase(Locale.ROOT));
  }

  private Dialect.Beyond beyond(String name) {
    return Dialect.Beyond.valueOf(choice(name, List.of("fail", "ignore")).toUpperCase(Locale.ROOT));
  }

  private Dialect.Layout layout() {
    boolean implied = !options.containsKey("layout") && !value("records").equals(JsonPath.ROOT);
    String chosen = implied ? "documents" : choice("layout", List.of("lines", "documents"));
    return Dialect.Layout.valueOf(chosen.toUpperCase(Locale.ROOT));
  }

  private String choice(String name, List<String> choices) {
    String value = value(name).toLowerCase(Locale.ROOT);
    if (choices.contains(value)) {
      return value;
    }
    problems.add(name + " is '" + value(name) + "' but must be " + String.join(" or ", choices));
    return choices.get(0);
  }

  private int number(String name) {
    String value = value(name);
    if (value.matches("[0-9]{1,9}")) {
      return Integer.parseInt(value);
    }
    problems.add(name + " is '" + value + "' but must be a number of bytes");
    return 1;
  }

  private String pattern(String name) {
    return value(name).equals("iso") ? "" : value(name);
  }

  private String encoding() {
    String name = value("encoding");
    try {
      return Charset.forName(name).name();
    } catch (IllegalArgumentException e) {
      problems.add("encoding is '" + name + "', which this Java does not know; try UTF-8");
      return "UTF-8";
    }
  }

  private static Dialect.Option option(String name, String meaning, String defaultValue) {
    return new Dialect.Option(name, meaning, defaultValue);
  }
}
