package io.millrace.transforms;

import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructType;

/**
 * Settles the type of texts that mix kinds, such as numbers with a few words among them. A text is
 * of the first of {@code types} that it fits whole, by the rules of {@link Cast}. {@code cast} and
 * {@code project} give the column one type. {@code make-cols} puts one column per type in its
 * place, {@code x_long} and {@code x_string} for {@code x}; {@code make-struct} makes it a struct
 * with the fields {@code long} and {@code string}; exactly one of them holds the value. Null stays
 * null.
 *
 * @param columns strings
 * @param types one to cast or project to; else two or more, string last if at all
 * @param onInvalid what becomes of a row whose text fits none of the types
 */
@Summary("Settles texts of mixed kinds: one type, or a column or field per type that holds them.")
@Example(
    "{ type = resolve-choice, columns = [provider_id], action = make-cols, types = [bigint, string] }")
public record ResolveChoice(
    List<String> columns,
    ChoiceAction action,
    List<String> types,
    @Default("reject") OnInvalid onInvalid)
    implements RowWise {

  public ResolveChoice {
    columns = Require.names(columns, "columns");
    types = List.copyOf(types);
    boolean single = action == ChoiceAction.CAST || action == ChoiceAction.PROJECT;
    if (single && types.size() != 1) {
      throw new IllegalArgumentException(
          "types must name one type to " + StepName.kebab(action.name()) + " to, not " + types);
    }
    if (!single && types.size() < 2) {
      throw new IllegalArgumentException(
          "types must name two types or more, such as [bigint, string], not " + types);
    }
    List<String> kinds = new ArrayList<>();
    for (String type : types) {
      DataType parsed = scalar(type);
      if (kinds.contains("string")) {
        throw new IllegalArgumentException(
            "types: string must come last, for every text is one; nothing would be left for "
                + type);
      }
      if (kinds.contains(kind(parsed))) {
        throw new IllegalArgumentException(
            "types: two of them would be called '" + kind(parsed) + "'; keep one");
      }
      kinds.add(kind(parsed));
    }
  }

  /** A text that fits none of the types is a reject. */
  public ResolveChoice(List<String> columns, ChoiceAction action, List<String> types) {
    this(columns, action, types, OnInvalid.REJECT);
  }

  @Override
  public Dataset<Row> apply(Dataset<Row> rows) {
    Require.columns(rows, this, columns);
    columns.forEach(column -> Require.type(rows, this, column, DataTypes.StringType));
    if (action == ChoiceAction.MAKE_COLS) {
      Require.noColumns(rows, this, made());
    }
    Dataset<Row> judged = rows;
    List<Column> all = new ArrayList<>();
    Map<String, String> made = new LinkedHashMap<>();
    for (String name : Trace.dataColumns(rows)) {
      if (columns.stream().noneMatch(name::equalsIgnoreCase)) {
        all.add(Columns.named(name));
        made.put(name, name);
        continue;
      }
      names(name).forEach(one -> made.put(one, name));
      if (onInvalid == OnInvalid.REJECT) {
        Column reason = when(misfit(name), lit(name + " does not fit " + wanted()));
        judged = Trace.reject(judged, "resolve-choice", name, reason);
      }
      all.addAll(resolved(name));
    }
    return Trace.select(Change.renaming(judged, made), all);
  }

  private List<String> made() {
    return columns.stream().flatMap(column -> names(column).stream()).toList();
  }

  /** What the column is called afterwards. */
  private List<String> names(String column) {
    return action == ChoiceAction.MAKE_COLS
        ? types.stream().map(type -> column + "_" + kind(scalar(type))).toList()
        : List.of(column);
  }

  private List<Column> resolved(String name) {
    List<Column> values = new ArrayList<>();
    Column taken = lit(false);
    for (TryCast cast : casts(name)) {
      values.add(when(not(taken), cast.value()));
      taken = taken.or(not(cast.misfit()));
    }
    List<String> kinds = types.stream().map(type -> kind(scalar(type))).toList();
    if (action == ChoiceAction.MAKE_COLS) {
      return zip(values, names(name));
    }
    if (action == ChoiceAction.MAKE_STRUCT) {
      Column both = struct(zip(values, kinds).toArray(Column[]::new));
      Column fits = Columns.named(name).isNotNull().and(not(misfit(name)));
      return List.of(when(fits, both).as(name));
    }
    return List.of(values.get(0).as(name));
  }

  private static List<Column> zip(List<Column> values, List<String> names) {
    List<Column> named = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      named.add(values.get(i).as(names.get(i)));
    }
    return named;
  }

  /** Whether the text fits none of the types; never null. */
  private Column misfit(String name) {
    return casts(name).stream().map(TryCast::misfit).reduce(Column::and).orElseThrow();
  }

  private List<TryCast> casts(String name) {
    return types.stream()
        .map(type -> new TryCast(Columns.quoted(name), DataTypes.StringType, scalar(type)))
        .toList();
  }

  private String wanted() {
    return String.join(
        " or ", types.stream().map(type -> scalar(type).sql().toLowerCase(Locale.ROOT)).toList());
  }

  private static DataType scalar(String text) {
    DataType type = TryCast.parse(text, "types");
    if (type instanceof StructType || type instanceof ArrayType || type instanceof MapType) {
      throw new IllegalArgumentException("types: no text can become " + type.catalogString());
    }
    return type;
  }

  /** The type as AWS Glue calls it, which becomes a part of names. */
  private static String kind(DataType type) {
    return switch (type.typeName()) {
      case "integer" -> "int";
      default -> Arrays.asList(type.typeName().split("[( ]", 2)).get(0);
    };
  }
}
