package io.millrace.transforms;

import static org.apache.spark.sql.functions.lower;
import static org.apache.spark.sql.functions.regexp_replace;
import static org.apache.spark.sql.functions.translate;
import static org.apache.spark.sql.functions.upper;

import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;

/**
 * Writes texts in one way, so that they can be compared, joined or hashed. White space is what
 * Unicode calls so, no-break blanks and tabs included. Null stays null. The Unicode form is not
 * changed: a letter and the same letter put together from two characters stay different.
 *
 * @param columns strings
 * @param trim whether white space at both ends goes
 * @param case_ of letters, the same whatever the language of the machine
 * @param blanks white space inside the text
 */
@Summary("Writes texts in one way: trimmed, in lower or upper case, blanks collapsed.")
@Example("{ type = normalize-text, columns = [email], case = lower }")
public record NormalizeText(
    List<String> columns,
    @Default("true") boolean trim,
    @Default("keep") LetterCase case_,
    @Default("keep") Blanks blanks)
    implements RowWise {

  private static final String CAPITALS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
  private static final String SMALL = "abcdefghijklmnopqrstuvwxyz";

  public NormalizeText {
    columns = Require.names(columns, "columns");
    if (!trim && case_ == LetterCase.KEEP && blanks == Blanks.KEEP) {
      throw new IllegalArgumentException(
          "nothing would change; set trim = true, case = lower or upper, or blanks = collapse");
    }
  }

  @Override
  public Dataset<Row> apply(Dataset<Row> rows) {
    Require.columns(rows, this, columns);
    columns.forEach(name -> Require.type(rows, this, name, DataTypes.StringType));
    return Columns.replacing(rows, columns, this::normalized);
  }

  private Column normalized(Column text) {
    Column normalized = text;
    if (trim) {
      normalized = regexp_replace(normalized, "(?U)\\A\\s+|\\s+\\z", "");
    }
    if (blanks == Blanks.COLLAPSE) {
      normalized = regexp_replace(normalized, "(?U)\\s+", " ");
    }
    return switch (case_) {
      case KEEP -> normalized;
      case LOWER -> lowered(normalized);
      case UPPER -> upper(translate(normalized, SMALL, CAPITALS));
    };
  }

  /** Spark leaves it to the machine's language what the small letters of I and İ are. */
  private static Column lowered(Column text) {
    return lower(translate(regexp_replace(text, "\u0130", "i\u0307"), CAPITALS, SMALL));
  }
}
