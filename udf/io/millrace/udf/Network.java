package io.millrace.udf;

import org.apache.spark.unsafe.Platform;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * The addresses that begin with the same bits.
 *
 * @param length how many bits, of 128 also for IPv4
 * @param position of the network in its list
 */
record Network(IpAddress first, int length, int position) {

  /** The network written as {@code 192.0.2.0/24}, or as one address alone; null if malformed. */
  static Network of(UTF8String text, int position) {
    Object base = text.getBaseObject();
    long from = text.getBaseOffset();
    long to = from + text.numBytes();
    long slash = from;
    while (slash < to && Platform.getByte(base, slash) != '/') {
      slash++;
    }
    IpAddress first = IpAddress.of(base, from, slash);
    int most = IpAddress.isIpv4(base, from, slash) ? 32 : 128;
    int length = slash == to ? most : length(base, slash + 1, to);
    if (first == null || length < 0 || length > most) {
      return null;
    }
    Network network = new Network(first, 128 - most + length, position);
    return network.hasBitsBehind() ? null : network;
  }

  private static int length(Object base, long from, long to) {
    int digits = (int) Math.min(to - from, 4);
    boolean padded = digits > 1 && Platform.getByte(base, from) == '0';
    return digits < 1 || digits > 3 || padded ? -1 : Bytes.number(base, from, to, digits);
  }

  private boolean hasBitsBehind() {
    return (first.high() & highHosts()) != 0 || (first.low() & lowHosts()) != 0;
  }

  /** The last address. */
  IpAddress last() {
    return new IpAddress(first.high() | highHosts(), first.low() | lowHosts());
  }

  private long highHosts() {
    return length >= 64 ? 0 : -1L >>> length;
  }

  private long lowHosts() {
    return length >= 128 ? 0 : length <= 64 ? -1L : -1L >>> (length - 64);
  }
}
