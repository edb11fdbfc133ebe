package io.millrace.transforms;

import static org.apache.spark.sql.functions.lit;

import io.millrace.udf.Functions;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
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
    SparkSession spark = rows.sparkSession();
    return Columns.replacing(rows, columns, text -> normalized(spark, text));
  }

  private Column normalized(SparkSession spark, Column text) {
    int letters =
        switch (case_) {
          case KEEP -> 0;
          case LOWER -> -1;
          case UPPER -> 1;
        };
    return Functions.call(
        spark, "normal_text", text, lit(trim), lit(blanks == Blanks.COLLAPSE), lit(letters));
  }
}
