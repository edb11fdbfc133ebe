package io.millrace.transforms;

import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.length;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.substring;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;

/**
 * Takes a line whose fields stand at fixed places apart: each field becomes a string column behind
 * the others; the line stays. Places count characters from 1, the last one included, and may
 * overlap. Null stays null.
 *
 * @param column the line
 * @param fields name = place, such as {@code 1-10} or {@code 11}
 * @param width characters in a line; the last place of a field if absent
 * @param trim whether blanks around a value go, and a field of blanks is null
 * @param onInvalid what becomes of a row whose line is shorter or longer
 */
@Summary("Takes a line of fixed-width fields apart: name = place, such as 1-10.")
@Example(
    "{ type = parse-fixed-width, column = value, fields { id = 1-8, name = 9-28, active = 29 } }")
public record ParseFixedWidth(
    String column,
    Map<String, String> fields,
    Optional<Integer> width,
    @Default("true") boolean trim,
    @Default("reject") OnInvalid onInvalid)
    implements RowWise {

  private static final Pattern PLACE =
      Pattern.compile("([1-9]\\d{0,7})(?:\\s*-\\s*([1-9]\\d{0,7}))?");

  public ParseFixedWidth {
    Require.notBlank(column, "column");
    Require.names(List.copyOf(fields.keySet()), "fields");
    fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    int last = last(fields);
    if (width.filter(given -> given < last).isPresent()) {
      throw new IllegalArgumentException(
          "width is %s, but a field ends at %s".formatted(width.get(), last));
    }
  }

  /** Lines that end with their last field; another length is a reject. */
  public ParseFixedWidth(String column, Map<String, String> fields) {
    this(column, fields, Optional.empty(), true, OnInvalid.REJECT);
  }

  private record Place(int from, int to) {
    static Place of(String name, String text) {
      Matcher place = PLACE.matcher(text.strip());
      if (place.matches()) {
        int from = Integer.parseInt(place.group(1));
        int to = place.group(2) == null ? from : Integer.parseInt(place.group(2));
        if (from <= to) {
          return new Place(from, to);
        }
      }
      throw new IllegalArgumentException(
          "fields.%s: '%s' is not a place such as 1-10 or 11, counted from 1"
              .formatted(name, text));
    }
  }

  private static int last(Map<String, String> fields) {
    return fields.entrySet().stream()
        .mapToInt(field -> Place.of(field.getKey(), field.getValue()).to())
        .max()
        .orElseThrow();
  }

  @Override
  public Dataset<Row> apply(Dataset<Row> rows) {
    Require.columns(rows, this, List.of(column));
    Require.type(rows, this, column, DataTypes.StringType);
    Require.noColumns(rows, this, fields.keySet());
    Column line = Columns.named(column);
    int wanted = width.orElseGet(() -> last(fields));
    Column fits = length(line).equalTo(wanted);
    Dataset<Row> judged = rows;
    if (onInvalid == OnInvalid.REJECT) {
      Column reason =
          concat(
              lit(column + " has "),
              length(line).cast("string"),
              lit(" characters where the fields take " + wanted));
      judged = Trace.reject(rows, "parse-fixed-width", column, when(fits.equalTo(false), reason));
    }
    List<Column> all = new ArrayList<>();
    Trace.dataColumns(rows).forEach(name -> all.add(Columns.named(name)));
    fields.forEach(
        (name, text) -> {
          Place place = Place.of(name, text);
          Column value = substring(line, place.from(), place.to() - place.from() + 1);
          all.add(when(fits, trim ? trimmed(value) : value).as(name));
        });
    return Trace.select(judged, all);
  }

  private static Column trimmed(Column value) {
    Column text = functions.trim(value);
    return when(text.notEqual(""), text);
  }
}
