package io.millrace.jobs.sample;

import java.util.List;

/** The ways in which a line of useractivity can be malformed. */
public enum Dirt {
  /** Two to five of the six fields. */
  TOO_FEW_FIELDS,
  /** Seven to nine fields. */
  TOO_MANY_FIELDS,
  /** A request whose quote is never closed on its line. */
  UNCLOSED_QUOTE,
  /** A status that is text. */
  HTTP_NOT_A_NUMBER,
  /** A size that no 64 bits hold. */
  BYTES_OVERFLOW,
  /** Six good fields, but no such timestamp. */
  BAD_TIMESTAMP,
  /** A lone Latin-1 letter in the username. */
  INVALID_UTF8,
  /** No field at all. */
  GARBAGE;

  private static final Dirt[] KINDS = values();
  private static final List<String> STATUSES = List.of("OK", "2OO", "20x", "n/a", "--");
  private static final List<String> TIMESTAMPS =
      List.of(
          "31/Feb/2018:10:43:54",
          "32/Jan/2018:10:43:54",
          "17/Foo/2018:10:43:54",
          "17/Jan/2018:24:43:54",
          "17/Jan/2018:10:61:54",
          "17/Jan/2018",
          "2018-01-17T10:43:54",
          "1516185834",
          "yesterday");

  static Dirt any(SplitMix64 random) {
    return KINDS[random.below(KINDS.length)];
  }

  /** A line like {@code fields} with this fault, each character one byte, without its end. */
  String line(List<String> fields, SplitMix64 random) {
    return switch (this) {
      case TOO_FEW_FIELDS -> join(fields.subList(0, random.between(2, 5)));
      case TOO_MANY_FIELDS -> join(fields) + ",0".repeat(random.between(1, 3));
      case UNCLOSED_QUOTE ->
          with(fields, 3, fields.get(3).substring(0, fields.get(3).length() - 1));
      case HTTP_NOT_A_NUMBER -> with(fields, 4, any(STATUSES, random));
      case BYTES_OVERFLOW ->
          with(fields, 5, "9999999999" + random.between(1_000_000_000, 2_000_000_000));
      case BAD_TIMESTAMP -> with(fields, 2, any(TIMESTAMPS, random));
      case INVALID_UTF8 ->
          with(fields, 1, fields.get(1).substring(0, 3) + "\u00e9" + fields.get(1).substring(3));
      case GARBAGE ->
          "#" + " " + Long.toHexString(random.next()) + " " + Long.toHexString(random.next());
    };
  }

  private static String any(List<String> texts, SplitMix64 random) {
    return texts.get(random.below(texts.size()));
  }

  private static String with(List<String> fields, int index, String value) {
    String[] changed = fields.toArray(String[]::new);
    changed[index] = value;
    return join(List.of(changed));
  }

  private static String join(List<String> fields) {
    return String.join(",", fields);
  }
}
