package io.millrace.jobs.table;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A column that rows are sorted by.
 *
 * @param order {@code asc}, {@code desc}, and perhaps {@code nulls first} or {@code nulls last}
 */
record SortColumn(String column, Optional<String> order) {

  private static final Pattern TEXT =
      Pattern.compile(
          "(?i)\\s*(?<column>`(?:[^`]|``)+`|[^`\\s]+)\\s*(?<order>(?:asc|desc)?(?:\\s*\\bnulls\\s+(?:first|last))?)\\s*");

  /** {@code created desc nulls last}; a name with blanks stands in backticks. */
  static SortColumn parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "sort-by: '%s' is not a column, perhaps with asc or desc, and nulls first or nulls last"
              .formatted(text));
    }
    return new SortColumn(
        NewTable.unquoted(matcher.group("column")),
        Optional.of(matcher.group("order").strip()).filter(order -> !order.isEmpty()));
  }

  /** For SQL. */
  String sql() {
    String quoted = TableName.quoted(column);
    return order.map(how -> quoted + " " + how.toUpperCase(Locale.ROOT)).orElse(quoted);
  }
}
