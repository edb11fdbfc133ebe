package io.millrace.udf;

import org.apache.spark.unsafe.Platform;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * An IP address in 128 bits; one of IPv4 as the IPv6 address {@code ::ffff:a.b.c.d} that stands for
 * it. Only digits are read, no name is ever looked up; {@code 010.1.1.1}, {@code fe80::1%eth0} and
 * blanks are no addresses.
 */
record IpAddress(long high, long low) {

  private static final int LONGEST = 45;
  private static final int GROUPS = 8;
  private static final long MAPPED = 0xffffL << 32;

  /** The address in the text, or null. */
  static IpAddress of(UTF8String text) {
    long from = text.getBaseOffset();
    return of(text.getBaseObject(), from, from + text.numBytes());
  }

  /** Whether it stands for an address of IPv4. */
  boolean isIpv4() {
    return high == 0 && low >>> 32 == 0xffff;
  }

  /** The first address that begins with the same bits, of 128 also for IPv4. */
  IpAddress network(int bits) {
    long first = bits >= 64 ? high : bits == 0 ? 0 : high & -1L << (64 - bits);
    long second = bits >= 128 ? low : bits <= 64 ? 0 : low & -1L << (128 - bits);
    return new IpAddress(first, second);
  }

  /** As RFC 5952 writes it, or with dots for IPv4. */
  String text() {
    return new IpText(this).text();
  }

  static IpAddress of(Object base, long from, long to) {
    if (to - from > LONGEST) {
      return null;
    }
    if (isIpv4(base, from, to)) {
      long bits = ipv4(base, from, to);
      return bits < 0 ? null : new IpAddress(0, MAPPED | bits);
    }
    return ipv6(base, from, to);
  }

  /** Whether the text has no colon, so is of IPv4 if of anything. */
  static boolean isIpv4(Object base, long from, long to) {
    for (long at = from; at < to; at++) {
      if (Platform.getByte(base, at) == ':') {
        return false;
      }
    }
    return true;
  }

  /** The four numbers as 32 bits, or -1. */
  private static long ipv4(Object base, long from, long to) {
    long bits = 0;
    long start = from;
    for (int part = 0; part < 4; part++) {
      long at = start;
      int value = 0;
      while (at < to && at - start < 3 && isDigit(Platform.getByte(base, at))) {
        value = value * 10 + Platform.getByte(base, at) - '0';
        at++;
      }
      boolean octal = at - start > 1 && Platform.getByte(base, start) == '0';
      boolean ends = part == 3 ? at == to : at < to && Platform.getByte(base, at) == '.';
      if (at == start || octal || value > 255 || !ends) {
        return -1;
      }
      bits = bits << 8 | value;
      start = at + 1;
    }
    return bits;
  }

  private static IpAddress ipv6(Object base, long from, long to) {
    int[] groups = new int[GROUPS];
    int count = 0;
    int gap = -1;
    long at = from;
    if (to - from >= 2 && isColon(base, from, to) && isColon(base, from + 1, to)) {
      gap = 0;
      at = from + 2;
    }
    while (at < to) {
      long end = groupEnd(base, at, to);
      if (end < to && Platform.getByte(base, end) == '.') {
        long bits = count <= GROUPS - 2 ? ipv4(base, at, to) : -1;
        if (bits < 0) {
          return null;
        }
        groups[count++] = (int) (bits >>> 16);
        groups[count++] = (int) bits & 0xffff;
        break;
      }
      if (end == at || count == GROUPS || (end < to && !isColon(base, end, to))) {
        return null;
      }
      groups[count++] = group(base, at, end);
      boolean doubled = isColon(base, end + 1, to);
      if (end + 1 == to || (doubled && gap >= 0)) {
        return null;
      }
      gap = doubled ? count : gap;
      at = doubled ? end + 2 : end + 1;
    }
    // Two colons stand for one group at least.
    return (gap < 0 ? count == GROUPS : count < GROUPS) ? assembled(groups, count, gap) : null;
  }

  private static IpAddress assembled(int[] groups, int count, int gap) {
    long high = 0;
    long low = 0;
    for (int i = 0; i < GROUPS; i++) {
      int skipped = gap < 0 ? 0 : GROUPS - count;
      int group = gap < 0 || i < gap ? groups[i] : i < gap + skipped ? 0 : groups[i - skipped];
      high = i < 4 ? high << 16 | group : high;
      low = i < 4 ? low : low << 16 | group;
    }
    return new IpAddress(high, low);
  }

  /** The place after at most four hexadecimal digits. */
  private static long groupEnd(Object base, long from, long to) {
    long at = from;
    while (at < to && at - from < 4 && hex(Platform.getByte(base, at)) >= 0) {
      at++;
    }
    return at;
  }

  private static int group(Object base, long from, long to) {
    int value = 0;
    for (long at = from; at < to; at++) {
      value = value << 4 | hex(Platform.getByte(base, at));
    }
    return value;
  }

  private static int hex(byte b) {
    if (isDigit(b)) {
      return b - '0';
    }
    int letter = b | 0x20;
    return letter >= 'a' && letter <= 'f' ? letter - 'a' + 10 : -1;
  }

  private static boolean isColon(Object base, long at, long to) {
    return at < to && Platform.getByte(base, at) == ':';
  }

  private static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }
}
