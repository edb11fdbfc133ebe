package io.millrace.udf;

import java.util.List;
import org.apache.spark.sql.connector.catalog.functions.BoundFunction;
import org.apache.spark.sql.connector.catalog.functions.ScalarFunction;
import org.apache.spark.sql.connector.catalog.functions.UnboundFunction;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * {@code network_only(address, ipv4, ipv6)}: the network of so many bits that an IP address lies
 * in, in canonical text such as {@code 203.0.113.0/24} or {@code 2001:db8:1::/48}; null for what is
 * no address. An IPv6 address that stands for one of IPv4 is that one.
 */
public final class NetworkOnly implements UnboundFunction, ScalarFunction<UTF8String>, Protects {

  /** The network; Spark's generated code calls this. */
  public static UTF8String invoke(UTF8String text, int ipv4, int ipv6) {
    IpAddress address = text == null ? null : IpAddress.of(text);
    if (address == null || ipv4 < 0 || ipv4 > 32 || ipv6 < 0 || ipv6 > 128) {
      return null;
    }
    return UTF8String.fromString(
        address.isIpv4()
            ? address.network(96 + ipv4).text() + "/" + ipv4
            : address.network(ipv6).text() + "/" + ipv6);
  }

  @Override
  public String name() {
    return "network_only";
  }

  @Override
  public String canonicalName() {
    return "io.millrace.network_only(string,int,int)";
  }

  @Override
  public String description() {
    return "network_only(address, ipv4, ipv6): the network of so many bits of an IP address, or null";
  }

  @Override
  public BoundFunction bind(StructType arguments) {
    Arguments.require(this, arguments, List.of("address", "ipv4", "ipv6"), inputTypes());
    return this;
  }

  @Override
  public DataType[] inputTypes() {
    return new DataType[] {DataTypes.StringType, DataTypes.IntegerType, DataTypes.IntegerType};
  }

  @Override
  public DataType resultType() {
    return DataTypes.StringType;
  }
}
