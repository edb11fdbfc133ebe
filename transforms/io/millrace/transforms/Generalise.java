package io.millrace.transforms;

import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;

import io.millrace.udf.Functions;
import io.millrace.udf.Zip3;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;

/**
 * Puts coarser values in the place of columns, column to kind: {@code age-band} makes {@code 30-39}
 * of a whole number of years, {@code zip3} the first three digits of a US ZIP code. A value that is
 * no age from 0 to 150, or no ZIP code, is never passed on: by {@code on-invalid} its row is
 * rejected, or it becomes null. Null stays null.
 *
 * @param bandWidth years in a band
 * @param oldest from this age on all are one band, {@code 90+}
 * @param sparseZip3 three digits that become {@code 000}; without it those areas of 20,000 people
 *     or fewer that the US Department of Health and Human Services names for HIPAA's safe harbor
 */
@Summary("Makes columns coarser at their place: column = age-band (30-39) or zip3 (HIPAA's areas).")
@Example("{ type = generalise, columns { age = age-band, zip = zip3 } }")
public record Generalise(
    Map<String, Generalisation> columns,
    @Default("10") int bandWidth,
    @Default("90") int oldest,
    @Default("[]") List<String> sparseZip3,
    @Default("reject") OnInvalid onInvalid)
    implements RowWise {

  public Generalise {
    Require.names(List.copyOf(columns.keySet()), "columns");
    columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
    if (bandWidth < 2) {
      throw new IllegalArgumentException("band-width must be at least 2, was " + bandWidth);
    }
    if (oldest < 1 || oldest > 150) {
      throw new IllegalArgumentException("oldest must be from 1 to 150, was " + oldest);
    }
    for (String area : sparseZip3) {
      if (!area.matches("[0-9]{3}")) {
        throw new IllegalArgumentException(
            "sparse-zip3: '%s' must be three digits, in quotes, such as \"036\"".formatted(area));
      }
    }
    sparseZip3 = List.copyOf(sparseZip3);
  }

  /** By HIPAA's safe harbor, with bands of ten years. */
  public Generalise(Map<String, Generalisation> columns) {
    this(columns, 10, 90, List.of(), OnInvalid.REJECT);
  }

  @Override
  public Dataset<Row> apply(Dataset<Row> rows) {
    Require.columns(rows, this, columns.keySet());
    Functions.register(rows.sparkSession());
    Protection protection = new Protection(this);
    columns.forEach(
        (name, kind) -> {
          switch (kind) {
            case AGE_BAND -> protection.show(name, band(rows, name), name + " is no age in years");
            case ZIP3 -> protection.show(name, zip3(rows, name), name + " is no US ZIP code");
          }
        });
    return protection.apply(rows, onInvalid);
  }

  private Column band(Dataset<Row> rows, String name) {
    Require.type(
        rows,
        this,
        name,
        DataTypes.IntegerType,
        DataTypes.LongType,
        DataTypes.ShortType,
        DataTypes.ByteType);
    return Functions.call(
        rows.sparkSession(),
        "age_band",
        expr("try_cast(" + Columns.quoted(name) + " as int)"),
        lit(bandWidth),
        lit(oldest));
  }

  private Column zip3(Dataset<Row> rows, String name) {
    Require.type(rows, this, name, DataTypes.StringType);
    List<String> sparse = sparseZip3.isEmpty() ? Zip3.SPARSE : sparseZip3;
    return Functions.call(
        rows.sparkSession(), "zip3", Columns.named(name), lit(String.join(" ", sparse)));
  }
}
