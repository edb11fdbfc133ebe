package io.millrace.transforms;

import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.explode_outer;
import static org.apache.spark.sql.functions.posexplode;
import static org.apache.spark.sql.functions.posexplode_outer;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.ArrayType;

/**
 * Makes one row of each element of an array. The element takes the array's place; the other columns
 * are repeated.
 *
 * @param column the array
 * @param as name of the element; the array's own if absent
 * @param outer whether a row whose array is null or empty stays, with a null element
 * @param positionAs name of a further column with the element's position, from 0; none if absent
 */
@Summary("One row per element of an array column; rows without elements stay, or go by outer.")
@Example("{ type = explode, column = links, as = link, position-as = link_index }")
public record Explode(
    String column, Optional<String> as, @Default("true") boolean outer, Optional<String> positionAs)
    implements Transform {

  public Explode {
    Require.notBlank(column, "column");
    as.ifPresent(name -> Require.notBlank(name, "as"));
    positionAs.ifPresent(name -> Require.notBlank(name, "position-as"));
    if (positionAs.filter(as.orElse(column)::equalsIgnoreCase).isPresent()) {
      throw new IllegalArgumentException(
          "as and position-as are both '" + positionAs.get() + "'; give one another name");
    }
  }

  /** Of this array, which the element replaces; rows without elements stay. */
  public Explode(String column) {
    this(column, Optional.empty(), true, Optional.empty());
  }

  @Override
  public Dataset<Row> apply(Dataset<Row> rows) {
    Require.columns(rows, this, List.of(column));
    if (!(Require.field(rows, column).dataType() instanceof ArrayType)) {
      throw new InvalidInputException(
          "explode: column %s is %s but must be an array"
              .formatted(column, Require.field(rows, column).dataType().catalogString()));
    }
    List<String> others =
        Trace.dataColumns(rows).stream().filter(name -> !name.equalsIgnoreCase(column)).toList();
    String element = as.orElse(column);
    refuseClash(others, element, "element");
    positionAs.ifPresent(name -> refuseClash(others, name, "position"));
    List<Column> exploded = new ArrayList<>();
    for (String name : Trace.dataColumns(rows)) {
      exploded.add(name.equalsIgnoreCase(column) ? elements(element) : Columns.named(name));
    }
    return Trace.select(rows, exploded);
  }

  private Column elements(String name) {
    Column array = Columns.named(column);
    if (positionAs.isEmpty()) {
      return (outer ? explode_outer(array) : explode(array)).as(name);
    }
    Column both = outer ? posexplode_outer(array) : posexplode(array);
    return both.as(new String[] {positionAs.get(), name});
  }

  private void refuseClash(List<String> others, String name, String what) {
    if (others.stream().anyMatch(name::equalsIgnoreCase)) {
      throw new InvalidInputException(
          "explode: the %s of %s would be called '%s', as a column of the input is; choose another name"
              .formatted(what, column, name));
    }
  }
}
