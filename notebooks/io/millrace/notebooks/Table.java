package io.millrace.notebooks;

import static io.millrace.jobs.page.Element.tag;

import io.millrace.jobs.page.Element;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The first rows, as a table with names and types. Values are shown as Spark casts them to text.
 *
 * @param schema of the rows
 * @param rows as texts
 * @param more whether there are others
 */
public record Table(StructType schema, List<Row> rows, boolean more) implements Picture {

  private static final int MOST_LETTERS = 80;

  /** The first ten. */
  public static Table of(Dataset<Row> rows) {
    return of(rows, 10);
  }

  /** The first {@code most}. */
  public static Table of(Dataset<Row> rows, int most) {
    Column[] texts =
        Arrays.stream(rows.columns())
            .map(name -> functions.col("`" + name.replace("`", "``") + "`"))
            .map(column -> column.cast(DataTypes.StringType))
            .toArray(Column[]::new);
    List<Row> taken = rows.select(texts).takeAsList(most + 1);
    boolean more = taken.size() > most;
    return new Table(rows.schema(), more ? taken.subList(0, most) : taken, more);
  }

  /** Markup, which the notebook shows. */
  @Override
  public String toString() {
    List<Element> lines = new ArrayList<>();
    List<Element> names = new ArrayList<>();
    for (StructField field : schema.fields()) {
      String type = brief(field.dataType().catalogString());
      names.add(cell("th", field, field.name(), tag("br"), tag("small", type)));
    }
    for (Row row : rows) {
      List<Element> cells = new ArrayList<>();
      for (int i = 0; i < schema.length(); i++) {
        Object shown = row.isNullAt(i) ? tag("em", "null") : brief(row.getString(i));
        cells.add(cell("td", schema.fields()[i], shown));
      }
      lines.add(tag("tr", cells));
    }
    Element table = tag("table", tag("thead", tag("tr", names)), tag("tbody", lines));
    String said = more ? "The first %s rows.".formatted(rows.size()) : rows.size() + " rows.";
    Element small = tag("small", rows.size() == 1 && !more ? "1 row." : said);
    StringBuilder html = new StringBuilder();
    tag("div", table, small).with("style", "overflow-x:auto").write(html);
    return html.toString();
  }

  private static Element cell(String name, StructField field, Object... content) {
    String side = field.dataType() instanceof NumericType ? "right" : "left";
    return tag(name, content).with("style", "text-align:" + side);
  }

  private static String brief(String text) {
    int letters = text.codePointCount(0, text.length());
    return letters <= MOST_LETTERS
        ? text
        : text.substring(0, text.offsetByCodePoints(0, MOST_LETTERS - 1)) + "…";
  }
}
