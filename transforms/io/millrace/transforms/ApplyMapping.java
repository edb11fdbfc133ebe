package io.millrace.transforms;

import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/**
 * Picks, renames, casts and nests columns in one go, as AWS Glue's step of this name does: only
 * what {@code mappings} list is in the result, in their order. A value that does not fit its type
 * whole is a reject, or null by {@code on-invalid}.
 */
@Summary("Picks, renames, casts and nests columns; only what is listed stays, in that order.")
@Example(
    """
    { type = apply-mapping, mappings = [
        { from = id, as = PostID, type = int }
        { from = "address.zipcode", as = "home.zip" } ] }
    """)
public record ApplyMapping(List<Mapping> mappings, @Default("reject") OnInvalid onInvalid)
    implements RowWise {

  /**
   * One column of the result.
   *
   * @param from a column, or with dots a field of a struct, in any case; a name that holds a dot
   *     stands in back-ticks
   * @param as its new name; dots build structs. Absent: as {@code from}
   * @param type SQL type. Absent: as it is
   */
  public record Mapping(String from, Optional<String> as, Optional<String> type) {

    public Mapping {
      ColumnPath.parse(Require.notBlank(from, "from"), "from");
      as.ifPresent(path -> ColumnPath.parse(Require.notBlank(path, "as"), "as"));
      String column = as.orElse(from);
      type.ifPresent(name -> TryCast.type(column, name));
    }

    /** With another name and type. */
    public Mapping(String from, String as, String type) {
      this(from, Optional.of(as), Optional.of(type));
    }

    /** With another name. */
    public Mapping(String from, String as) {
      this(from, Optional.of(as), Optional.empty());
    }

    ColumnPath source() {
      return ColumnPath.parse(from, "from");
    }

    ColumnPath target() {
      return ColumnPath.parse(as.orElse(from), "as");
    }
  }

  public ApplyMapping {
    if (mappings.isEmpty()) {
      throw new IllegalArgumentException("mappings must hold at least one { from = …, as = … }");
    }
    mappings = List.copyOf(mappings);
    MappedColumns targets = new MappedColumns();
    mappings.forEach(mapping -> targets.add(mapping, lit(null)));
  }

  /** Mappings that reject what does not fit. */
  public ApplyMapping(List<Mapping> mappings) {
    this(mappings, OnInvalid.REJECT);
  }

  @Override
  public Dataset<Row> apply(Dataset<Row> rows) {
    NestedFields fields = new NestedFields(rows, this);
    MappedColumns columns = new MappedColumns();
    Map<String, String> made = new LinkedHashMap<>();
    Dataset<Row> judged = rows;
    for (Mapping mapping : mappings) {
      if (mapping.target().parts().size() == 1) {
        made.put(mapping.target().parts().get(0), mapping.source().parts().get(0));
      }
      TryCast cast = cast(rows, fields, mapping);
      requireWhole(rows, mapping, cast.from());
      columns.add(mapping, cast.value());
      if (onInvalid == OnInvalid.REJECT && !cast.from().equals(cast.to())) {
        Column reason = when(cast.misfit(), lit(mapping.from() + " does not fit " + cast.target()));
        judged = Trace.reject(judged, "apply-mapping", mapping.from(), reason);
      }
    }
    return Trace.select(Change.renaming(judged, made), columns.columns());
  }

  /** A change supplies a column or does not; of a part of one nobody could say so. */
  private static void requireWhole(Dataset<Row> rows, Mapping mapping, DataType from) {
    boolean nested = mapping.target().parts().size() > 1 && mapping.source().parts().size() == 1;
    if (nested && from.equals(DataTypes.StringType) && Change.lists(rows)) {
      throw new InvalidInputException(
          "apply-mapping: a change may leave out %s (%s says so), and %s is only a part of a column; give it a column of its own"
              .formatted(mapping.from(), Change.NOT_SUPPLIED, mapping.as().orElse("")));
    }
  }

  private static TryCast cast(Dataset<Row> rows, NestedFields fields, Mapping mapping) {
    NestedFields.Field field = fields.find(mapping.source());
    DataType to =
        mapping.type().map(type -> TryCast.type(mapping.from(), type)).orElse(field.type());
    TryCast cast = new TryCast(field.path().sql(), field.type(), to);
    if (!cast.isPossible(rows)) {
      throw new InvalidInputException(
          "apply-mapping: %s is %s, which cannot become %s"
              .formatted(mapping.from(), field.type().catalogString(), cast.target()));
    }
    return cast;
  }
}
