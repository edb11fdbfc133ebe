package io.millrace.jobs.text;

import io.millrace.transforms.ClosestName;
import io.millrace.transforms.InvalidInputException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The columns that a whole file may lack, and what the number of its fields says of them where it
 * has no header. At the beginning of the schema any of them may be missing; at its end, where
 * tables grow, those behind a missing one are missing too.
 */
final class OptionalColumns {

  private final List<String> names;
  private final int columns;
  private final int leading;
  private final int trailing;

  private OptionalColumns(List<String> names, int columns, int leading, int trailing) {
    this.names = names;
    this.columns = columns;
    this.leading = leading;
    this.trailing = trailing;
  }

  /** Those of a schema; refuses names that it lacks, and those in its middle. */
  static OptionalColumns of(List<String> schema, Dialect dialect) {
    List<String> names = dialect.optionalColumns();
    for (String name : names) {
      if (schema.stream().noneMatch(name::equalsIgnoreCase)) {
        throw new InvalidInputException(
            "optional-columns names '"
                + name
                + "', which the schema lacks"
                + ClosestName.suggestion(name, schema));
      }
    }
    List<Boolean> optional =
        schema.stream().map(c -> names.stream().anyMatch(c::equalsIgnoreCase)).toList();
    List<String> spelled = schema.stream().filter(c -> optional.get(schema.indexOf(c))).toList();
    int first = optional.indexOf(false);
    int last = optional.lastIndexOf(false);
    if (first < 0) {
      throw new InvalidInputException(
          "optional-columns names every column of the schema; leave out one that each file has");
    }
    if (optional.subList(first, last).contains(true) && !isNamed(dialect)) {
      throw new InvalidInputException(
          "optional-columns names '"
              + schema.get(first + optional.subList(first, last).indexOf(true))
              + "' in the middle of the schema; without a header only columns at its beginning or"
              + " end may be missing");
    }
    return new OptionalColumns(spelled, schema.size(), first, schema.size() - 1 - last);
  }

  private static boolean isNamed(Dialect dialect) {
    return dialect.header() == Dialect.HeaderLine.TRUE;
  }

  /** The field of each column in a file of this width, -1 if missing; null if nobody can tell. */
  int[] fields(int width) {
    int required = columns - leading - trailing;
    int ways = 0;
    int ahead = 0;
    int behind = 0;
    for (int present = 0; present <= leading; present++) {
      int rest = width - required - present;
      if (rest >= 0 && rest <= trailing) {
        ways += present == 0 || present == leading ? 1 : 2; // two stand for any number
        ahead = present;
        behind = rest;
      }
    }
    if (ways != 1) {
      return null;
    }
    int shift = leading - ahead;
    int end = leading + required + behind;
    return IntStream.range(0, columns).map(i -> i < shift || i >= end ? -1 : i - shift).toArray();
  }

  /** Why no record of such a file can be read. */
  String refusal(int width) {
    int least = columns - leading - trailing;
    String found = "the file's first record has " + width + (width == 1 ? " field" : " fields");
    String missing = names.stream().collect(Collectors.joining("', '", "'", "'"));
    if (width >= least && width <= columns) {
      return found + ", which does not tell which of " + missing + " it has";
    }
    String widths =
        IntStream.rangeClosed(least, columns)
            .filter(possible -> fields(possible) != null)
            .mapToObj(String::valueOf)
            .collect(Collectors.joining(" or "));
    return found + ", but " + widths + " are possible where " + missing + " may be missing";
  }
}
