package io.millrace.udf;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.UnsafeArrayData;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.connector.catalog.functions.BoundFunction;
import org.apache.spark.sql.connector.catalog.functions.ScalarFunction;
import org.apache.spark.sql.connector.catalog.functions.UnboundFunction;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * {@code network_ranges(networks[, place])}: IP networks, nested or not and in any order, as ranges
 * of addresses in order, for {@code network_position}. Malformed networks and networks that are
 * there twice fail the query.
 *
 * <p>Three numbers make a range, which goes on to the next one: its first address in two parts that
 * compare as signed numbers, and the position of the longest network that holds it, or -1. As an
 * IPv4 address is kept as {@code ::ffff:a.b.c.d}, that block is a network of its own without a
 * position; so {@code ::/0} holds no IPv4 address.
 */
public final class NetworkRanges implements UnboundFunction, ScalarFunction<ArrayData> {

  /** Numbers in a range. */
  static final int WIDTH = 3;

  private static final int NONE = -1;
  private static final DataType NETWORKS = DataTypes.createArrayType(DataTypes.StringType);
  private static final Network IPV4 = new Network(new IpAddress(0, 0xffffL << 32), 96, NONE);

  private static final Comparator<Network> ORDER =
      Comparator.<Network>comparingLong(network -> ordered(network.first().high()))
          .thenComparingLong(network -> ordered(network.first().low()))
          .thenComparingInt(Network::length);

  private final boolean placed;

  NetworkRanges() {
    this(false);
  }

  private NetworkRanges(boolean placed) {
    this.placed = placed;
  }

  /** The ranges; Spark's generated code calls this. */
  public static ArrayData invoke(ArrayData networks) {
    return networks == null ? null : UnsafeArrayData.fromPrimitiveArray(ranges(networks));
  }

  /** The ranges; {@code place} begins the sentence of a failure. */
  public static ArrayData invoke(ArrayData networks, UTF8String place) {
    try {
      return invoke(networks);
    } catch (InvalidNetworksException e) {
      throw new InvalidNetworksException(place + ": " + e.getMessage());
    }
  }

  /** Signed numbers in the order that {@code bits} have without a sign. */
  static long ordered(long bits) {
    return bits ^ Long.MIN_VALUE;
  }

  private static long[] ranges(ArrayData texts) {
    List<Network> networks = new ArrayList<>(parsed(texts));
    networks.sort(ORDER);
    refuseTwice(texts, networks);
    if (networks.stream().noneMatch(network -> isSame(network, IPV4))) {
      networks.add(IPV4);
      networks.sort(ORDER);
    }
    Ranges ranges = new Ranges(networks.size());
    Deque<Network> open = new ArrayDeque<>();
    for (Network network : networks) {
      while (!open.isEmpty() && isBefore(open.peek().last(), network.first())) {
        ranges.after(open.pop().last(), open.isEmpty() ? NONE : open.peek().position());
      }
      ranges.add(network.first(), network.position());
      open.push(network);
    }
    while (!open.isEmpty()) {
      ranges.after(open.pop().last(), open.isEmpty() ? NONE : open.peek().position());
    }
    return ranges.toArray();
  }

  private static List<Network> parsed(ArrayData texts) {
    Network[] networks = new Network[texts.numElements()];
    int malformed = 0;
    String first = null;
    for (int i = 0; i < networks.length; i++) {
      UTF8String text = texts.isNullAt(i) ? null : texts.getUTF8String(i);
      networks[i] = text == null ? null : Network.of(text, i);
      if (networks[i] == null) {
        first = malformed++ == 0 ? String.valueOf(text) : first;
      }
    }
    if (malformed > 0) {
      throw new InvalidNetworksException(
          "%s of %s networks are malformed, such as '%s'; write them like 192.0.2.0/24 or 2001:db8::/32, with no bit set behind the prefix."
              .formatted(malformed, networks.length, first));
    }
    return Arrays.asList(networks);
  }

  private static void refuseTwice(ArrayData texts, List<Network> sorted) {
    int twice = 0;
    String first = null;
    for (int i = 1; i < sorted.size(); i++) {
      if (isSame(sorted.get(i - 1), sorted.get(i))) {
        String text = texts.getUTF8String(sorted.get(i).position()).toString();
        first = twice++ == 0 ? text : first;
      }
    }
    if (twice > 0) {
      throw new InvalidNetworksException(
          "%s of %s networks repeat another one, such as '%s'; keep one of each."
              .formatted(twice, sorted.size(), first));
    }
  }

  private static boolean isSame(Network one, Network other) {
    return one.first().equals(other.first()) && one.length() == other.length();
  }

  private static boolean isBefore(IpAddress one, IpAddress other) {
    int high = Long.compareUnsigned(one.high(), other.high());
    return high < 0 || (high == 0 && Long.compareUnsigned(one.low(), other.low()) < 0);
  }

  /** Ranges as they are found, by rising address. */
  private static final class Ranges {

    private final long[] numbers;
    private int size;

    Ranges(int networks) {
      numbers = new long[Math.multiplyExact(networks, 2 * WIDTH)];
    }

    /** A range from {@code first} on; it takes the place of one that began there as well. */
    void add(IpAddress first, int position) {
      long high = ordered(first.high());
      long low = ordered(first.low());
      boolean empty = size > 0 && numbers[size - 3] == high && numbers[size - 2] == low;
      size -= empty ? WIDTH : 0;
      numbers[size++] = high;
      numbers[size++] = low;
      numbers[size++] = position;
    }

    void after(IpAddress last, int position) {
      if (last.high() != -1L || last.low() != -1L) {
        long low = last.low() + 1;
        add(new IpAddress(low == 0 ? last.high() + 1 : last.high(), low), position);
      }
    }

    long[] toArray() {
      return Arrays.copyOf(numbers, size);
    }
  }

  @Override
  public String name() {
    return "network_ranges";
  }

  @Override
  public String canonicalName() {
    return "io.millrace.network_ranges(array<string>" + (placed ? ", string)" : ")");
  }

  @Override
  public String description() {
    return "network_ranges(networks[, place]): IP networks as ranges in order, for network_position";
  }

  @Override
  public BoundFunction bind(StructType arguments) {
    NetworkRanges bound = new NetworkRanges(arguments.size() == 2);
    Arguments.require(this, arguments, List.of("networks", "place"), bound.inputTypes());
    return bound;
  }

  @Override
  public DataType[] inputTypes() {
    return placed ? new DataType[] {NETWORKS, DataTypes.StringType} : new DataType[] {NETWORKS};
  }

  @Override
  public DataType resultType() {
    return DataTypes.createArrayType(DataTypes.LongType);
  }
}
