package io.millrace.transforms;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;

import io.millrace.udf.Functions;
import io.millrace.udf.PiiKinds;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Counts, for each column, the values that look like personal data: US social security numbers,
 * card numbers (network and check digit), e-mail addresses, phone numbers and IP addresses. One row
 * per column and kind that has any: {@code column}, {@code kind}, {@code rows}, {@code filled}
 * (those that are not null), {@code matches}, and {@code share} of the filled ones. No value is in
 * the result.
 *
 * <p>Texts and whole numbers are looked at, also in structs, arrays, maps and JSON texts, whose
 * rows match if any value in them does. A text matches as a whole: what stands amid other words is
 * not found.
 *
 * @param sample share of the rows to look at
 */
@Summary("Counts the values that look like SSNs, card numbers, e-mails, phones or IPs, per column.")
@Example("{ type = detect-pii, sample = 0.01 }")
public record DetectPii(@Default("1") double sample) implements Transform {

  private static final long SEED = 20180117;

  public DetectPii {
    if (!(sample > 0 && sample <= 1)) {
      throw new IllegalArgumentException("sample must be above 0 and at most 1, was " + sample);
    }
  }

  /** In all rows. */
  public DetectPii() {
    this(1);
  }

  @Override
  public Dataset<Row> apply(Dataset<Row> rows) {
    Functions.register(rows.sparkSession());
    Dataset<Row> some = sample < 1 ? rows.sample(false, sample, SEED) : rows;
    List<PiiPaths.Leaf> leaves = PiiPaths.of(rows);
    if (leaves.isEmpty()) {
      throw new InvalidInputException("detect-pii: no column is a text or a whole number");
    }
    List<Column> kinds = new ArrayList<>();
    List<Column> counts = new ArrayList<>();
    List<Column> found = new ArrayList<>();
    for (int i = 0; i < leaves.size(); i++) {
      kinds.add(expr(leaves.get(i).kinds()).as("k" + i));
      counts.add(count(col("k" + i)).as("n" + i));
      for (int bit = 0; bit < PiiKinds.NAMES.size(); bit++) {
        Column matches = sum(expr("shiftright(k%s, %s) & 1".formatted(i, bit)));
        counts.add(coalesce(matches, lit(0L)).as("m" + i + "_" + bit));
        found.add(
            struct(
                lit(leaves.get(i).path()).as("column"),
                lit(PiiKinds.NAMES.get(bit)).as("kind"),
                col("rows"),
                col("n" + i).as("filled"),
                col("m" + i + "_" + bit).as("matches")));
      }
    }
    return some.select(kinds.toArray(Column[]::new))
        .agg(count(lit(1)).as("rows"), counts.toArray(Column[]::new))
        .select(explode(array(found.toArray(Column[]::new))).as("found"))
        .select("found.*")
        .where("matches > 0")
        .withColumn("share", expr("matches / filled"));
  }
}
