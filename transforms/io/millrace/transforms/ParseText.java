package io.millrace.transforms;

import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.regexp_replace;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;

/**
 * Takes a text apart by a regular expression: each named group, {@code (?<status>\d+)}, becomes a
 * string column of that name, behind the others; the text stays. The expression must match the text
 * as a whole. A group that took no part in the match is null, one that took an empty text is empty.
 *
 * @param column the text; null stays null
 * @param pattern as in {@link Pattern}; names of groups are letters and digits
 * @param onInvalid what becomes of a row whose text does not match
 */
@Summary("Takes a text apart by a regular expression: each named group becomes a column.")
@Example(
    """
    { type = parse-text, column = value, pattern = \"\"\"(?<host>\\S+) \\S+ \\S+ \\[(?<time>[^\\]]+)\\] .*\"\"\" }
    """)
public record ParseText(String column, String pattern, @Default("reject") OnInvalid onInvalid)
    implements RowWise {

  private static final Pattern GROUP = Pattern.compile("\\(\\?<([a-zA-Z][a-zA-Z0-9]*)>");

  public ParseText {
    Require.notBlank(column, "column");
    Require.notBlank(pattern, "pattern");
    List<String> groups = groups(pattern);
    if (groups.isEmpty()) {
      throw new IllegalArgumentException(
          "pattern has no named group, such as (?<status>\\d+); name what is to become a column");
    }
    Require.names(groups, "pattern");
  }

  /** Text that does not match is a reject. */
  public ParseText(String column, String pattern) {
    this(column, pattern, OnInvalid.REJECT);
  }

  @Override
  public Dataset<Row> apply(Dataset<Row> rows) {
    List<String> groups = groups(pattern);
    Require.columns(rows, this, List.of(column));
    Require.type(rows, this, column, DataTypes.StringType);
    Require.noColumns(rows, this, groups);
    Column text = Columns.named(column);
    Dataset<Row> judged = rows;
    if (onInvalid == OnInvalid.REJECT) {
      Column reason =
          when(text.rlike(whole("")).equalTo(false), lit(column + " does not match the pattern"));
      judged = Trace.reject(rows, "parse-text", column, reason);
    }
    List<Column> all = new ArrayList<>();
    Trace.dataColumns(rows).forEach(name -> all.add(Columns.named(name)));
    groups.forEach(group -> all.add(group(text, group).as(group)));
    return Trace.select(judged, all);
  }

  /**
   * Spark gives an empty text also for a group that took no part; only for one that did, a
   * reference back to it matches.
   */
  private Column group(Column text, String group) {
    Column taken = regexp_replace(text, whole(""), "${" + group + "}");
    Column empty = text.rlike(whole("\\k<" + group + ">"));
    return when(text.rlike(whole("")), when(taken.notEqual("").or(empty), taken));
  }

  /** The match of the whole text is found once and not reconsidered for the sake of the tail. */
  private String whole(String tail) {
    return "\\A(?>(?:" + pattern + ")\\z)" + tail;
  }

  private static List<String> groups(String pattern) {
    List<String> groups = new ArrayList<>();
    try {
      Matcher any = Pattern.compile("(?:" + pattern + ")|").matcher("");
      if (any.find()) {
        GROUP
            .matcher(pattern)
            .results()
            .map(found -> found.group(1))
            .filter(name -> isGroup(any, name))
            .forEach(groups::add);
      }
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(
          "pattern: %s near index %s; names of groups are letters and digits only"
              .formatted(e.getDescription(), e.getIndex()),
          e);
    }
    return groups;
  }

  /** What looks like a group may be escaped. */
  private static boolean isGroup(Matcher matched, String name) {
    try {
      return matched.start(name) >= -1;
    } catch (IllegalArgumentException none) {
      return false;
    }
  }
}
