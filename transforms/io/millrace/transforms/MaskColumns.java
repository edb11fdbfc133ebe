package io.millrace.transforms;

import io.millrace.udf.Functions;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;

/**
 * Leaves of columns what a mask shows, column to mask. A value that the mask does not fit, as a
 * card number of five digits, is never shown: by {@code on-invalid} its row is rejected, or it
 * becomes null. Null stays null.
 *
 * @param columns texts; {@code year-only} also takes dates and timestamps, whose year is that of
 *     the session's time zone, and makes an int; {@code full} takes any type and makes a text
 */
@Summary("Masks columns at their place: column = last-four, domain-only, year-only or full.")
@Example(
    "{ type = mask-columns, columns { cc = last-four, email = domain-only, birth_date = year-only, password = full } }")
public record MaskColumns(Map<String, Mask> columns, @Default("reject") OnInvalid onInvalid)
    implements RowWise {

  public MaskColumns {
    Require.names(List.copyOf(columns.keySet()), "columns");
    columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
  }

  /** Masks that reject what they do not fit. */
  public MaskColumns(Map<String, Mask> columns) {
    this(columns, OnInvalid.REJECT);
  }

  @Override
  public Dataset<Row> apply(Dataset<Row> rows) {
    Require.columns(rows, this, columns.keySet());
    Protection protection = new Protection(this);
    columns.forEach(
        (name, mask) -> protection.show(name, shown(rows, name, mask), mask.misfit(name)));
    return protection.apply(rows, onInvalid);
  }

  private Column shown(Dataset<Row> rows, String name, Mask mask) {
    if (mask == Mask.YEAR_ONLY) {
      Require.type(
          rows,
          this,
          name,
          DataTypes.StringType,
          DataTypes.DateType,
          DataTypes.TimestampType,
          DataTypes.TimestampNTZType);
    } else if (mask != Mask.FULL) {
      Require.type(rows, this, name, DataTypes.StringType);
    }
    Column value = Columns.named(name);
    boolean text = Require.field(rows, name).dataType().equals(DataTypes.StringType);
    return switch (mask) {
      case LAST_FOUR -> Functions.call(rows.sparkSession(), "mask_last_four", value);
      case DOMAIN_ONLY -> Functions.call(rows.sparkSession(), "mask_domain_only", value);
      case YEAR_ONLY ->
          Functions.call(
              rows.sparkSession(), "mask_year_only", text ? value : value.cast(DataTypes.DateType));
      case FULL -> Functions.call(rows.sparkSession(), "mask_full", value.cast("string"));
    };
  }
}
