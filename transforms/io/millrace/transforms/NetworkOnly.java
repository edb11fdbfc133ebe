package io.millrace.transforms;

import static org.apache.spark.sql.functions.lit;

import io.millrace.udf.Functions;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;

/**
 * Puts the network in the place of an IP address, in canonical text: {@code 203.0.113.0/24}, {@code
 * 2001:db8:1::/48}. A value that is no address is never passed on: by {@code on-invalid} its row is
 * rejected, or it becomes null. Null stays null.
 *
 * @param columns texts
 * @param ipv4 bits that stay of an IPv4 address
 * @param ipv6 bits that stay of an IPv6 address
 */
@Summary("Puts the network in the place of an IP address: 203.0.113.0/24, 2001:db8:1::/48.")
@Example("{ type = network-only, columns = [ip_address] }")
public record NetworkOnly(
    List<String> columns,
    @Default("24") int ipv4,
    @Default("48") int ipv6,
    @Default("reject") OnInvalid onInvalid)
    implements RowWise {

  public NetworkOnly {
    columns = Require.names(columns, "columns");
    if (ipv4 < 0 || ipv4 > 31) {
      throw new IllegalArgumentException("ipv4 must be from 0 to 31 bits, was " + ipv4);
    }
    if (ipv6 < 0 || ipv6 > 127) {
      throw new IllegalArgumentException("ipv6 must be from 0 to 127 bits, was " + ipv6);
    }
  }

  /** Networks of 24 and 48 bits. */
  public NetworkOnly(List<String> columns) {
    this(columns, 24, 48, OnInvalid.REJECT);
  }

  @Override
  public Dataset<Row> apply(Dataset<Row> rows) {
    Require.columns(rows, this, columns);
    Protection protection = new Protection(this);
    for (String name : columns) {
      Require.type(rows, this, name, DataTypes.StringType);
      protection.show(
          name,
          Functions.call(
              rows.sparkSession(), "network_only", Columns.named(name), lit(ipv4), lit(ipv6)),
          name + " is no IP address");
    }
    return protection.apply(rows, onInvalid);
  }
}
