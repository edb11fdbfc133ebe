package io.millrace.transforms;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import io.millrace.udf.Functions;
import io.millrace.udf.NetworkPosition;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;

/**
 * Adds to each row columns of the smallest network that holds its IP address, of IPv4 or IPv6. The
 * table of networks has one in each row, written {@code 192.0.2.0/24} or {@code 2001:db8::/32};
 * they may nest and come in any order. A malformed network, or one that is there twice, fails the
 * query. A host name is never looked up.
 *
 * <p>Each task holds the whole table: some hundred thousand networks are well.
 *
 * @param with the networks: a source, or {@code prepared} for a source with steps
 * @param column the address, a string
 * @param network column of the networks in {@code with}
 * @param columns columns of {@code with} to add; all others if empty
 * @param onMissing what becomes of a row whose column is null, no address, or in no network
 */
@Summary("Adds columns of the smallest IP network that holds an address, from a second input.")
@Example(
    """
    { type = lookup-network, column = ip_address, columns = [country]
      with { type = read-files, format = csv, path = "lake/raw/networks", options { header = true } } }
    """)
public record LookupNetwork(
    Source with,
    String column,
    @Default("network") String network,
    @Default("[]") List<String> columns,
    @Default("\"null\"") OnInvalid onMissing)
    implements TwoInputs, RowWise {

  private static final AtomicLong VIEWS = new AtomicLong();

  public LookupNetwork {
    Require.notBlank(column, "column");
    Require.notBlank(network, "network");
    columns = columns.isEmpty() ? List.of() : Require.names(columns, "columns");
  }

  /** Adds all columns, null where no network holds the address. */
  public LookupNetwork(Source with, String column) {
    this(with, column, "network", List.of(), OnInvalid.NULL);
  }

  @Override
  public Dataset<Row> apply(Dataset<Row> rows) {
    return TwoInputs.super.apply(rows);
  }

  @Override
  public Dataset<Row> apply(Dataset<Row> rows, Dataset<Row> second) {
    Require.columns(rows, this, List.of(column));
    Require.type(rows, this, column, DataTypes.StringType);
    Require.columns(second, "lookup-network: with", columns);
    Require.columns(second, "lookup-network: with", List.of(network));
    Require.type(second, this, network, DataTypes.StringType);
    List<String> added = added(second);
    Require.noColumns(rows, this, added);
    SparkSession spark = rows.sparkSession();
    Functions.register(spark);
    // A view is how an expression can hold a query; once planned it is not needed any more.
    String view = "millrace_networks_" + VIEWS.incrementAndGet();
    table(second, added).createOrReplaceTempView(view);
    try {
      return found(rows, added, "(select networks from " + view + ")");
    } finally {
      spark.catalog().dropTempView(view);
    }
  }

  private List<String> added(Dataset<Row> second) {
    List<String> all =
        Trace.dataColumns(second).stream().filter(name -> !name.equalsIgnoreCase(network)).toList();
    return columns.isEmpty() ? all : columns;
  }

  /** One row with all networks: {@code ranges} to search, and {@code values} by position. */
  private Dataset<Row> table(Dataset<Row> second, List<String> added) {
    List<Column> values = new ArrayList<>();
    values.add(lit(true).as("there"));
    for (int i = 0; i < added.size(); i++) {
      values.add(Columns.named(added.get(i)).as("c" + i));
    }
    Column entry =
        struct(
            Columns.named(network).as("network"),
            struct(values.toArray(Column[]::new)).as("value"));
    Column list = col("list");
    Column ranges =
        Functions.call(
            second.sparkSession(),
            "network_ranges",
            list.getField("network"),
            lit("lookup-network: with: column " + network));
    return second
        .agg(collect_list(entry).as("list"))
        .select(struct(ranges.as("ranges"), list.getField("value").as("values")).as("networks"));
  }

  private Dataset<Row> found(Dataset<Row> rows, List<String> added, String networks) {
    String position =
        "%s.network_position(%s, %s.ranges)"
            .formatted(Functions.CATALOG, Columns.quoted(column), networks);
    Dataset<Row> judged = rows;
    if (onMissing == OnInvalid.REJECT) {
      Column at = expr(position);
      Column address = Columns.named(column);
      Column reason =
          when(address.isNull(), lit(column + " is null"))
              .when(at.equalTo(NetworkPosition.MALFORMED), lit(column + " is not an IP address"))
              .when(at.equalTo(NetworkPosition.MISSING), lit(column + " is in no network"));
      judged = Trace.reject(rows, "lookup-network", column, reason);
    }
    String address = Columns.quoted(column);
    Column value = expr("%s.network_value(%s, %s)".formatted(Functions.CATALOG, address, networks));
    List<Column> all = new ArrayList<>();
    Trace.dataColumns(rows).forEach(name -> all.add(Columns.named(name)));
    for (int i = 0; i < added.size(); i++) {
      all.add(value.getField("c" + i).as(added.get(i)));
    }
    return Trace.select(judged, all);
  }
}
