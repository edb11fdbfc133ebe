package io.millrace.udf;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Random;
import org.apache.spark.unsafe.types.UTF8String;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses as digits say them. */
class IpAddressTest {

  private static IpAddress parsed(String text) {
    return IpAddress.of(UTF8String.fromString(text));
  }

  @ParameterizedTest
  @CsvSource({
    "0.0.0.0, 0, ffff00000000",
    "255.255.255.255, 0, ffffffffffff",
    "105.1.10.100, 0, ffff69010a64",
    "::, 0, 0",
    "::1, 0, 1",
    "1::, 1000000000000, 0",
    "2001:db8::, 20010db800000000, 0",
    "2001:DB8::Ff00:42:8329, 20010db800000000, ff0000428329",
    "1:2:3:4:5:6:7:8, 1000200030004, 5000600070008",
    "::2:3:4:5:6:7:8, 200030004, 5000600070008",
    "1:2:3:4:5:6:7::, 1000200030004, 5000600070000",
    "1:2:3:4:5:6:77.88.99.1, 1000200030004, 500064d586301",
    "::ffff:1.2.3.4, 0, ffff01020304",
    "::ffff:102:304, 0, ffff01020304",
    "64:ff9b::1.2.3.4, 64ff9b00000000, 1020304",
  })
  void anAddressIs128Bits(String text, String high, String low) {
    assertThat(parsed(text))
        .isEqualTo(
            new IpAddress(Long.parseUnsignedLong(high, 16), Long.parseUnsignedLong(low, 16)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "localhost",
        "example.com",
        "1.2.3",
        "1.2.3.4.5",
        "1.2.3.256",
        "01.2.3.4",
        "1.2.3.00",
        "1.2.3.",
        ".1.2.3",
        "1..2.3",
        "1.2.3.4 ",
        " 1.2.3.4",
        "1.2.3.-4",
        "1.2.3.+4",
        "0x1.2.3.4",
        "16909060",
        "1.2.3.4/32",
        "1.2.3.1000",
        ":",
        ":::",
        "1:",
        ":1",
        "1::2::3",
        "1:2:3:4:5:6:7",
        "1:2:3:4:5:6:7:8:9",
        "1:2:3:4:5:6:7:8::",
        "::1:2:3:4:5:6:7:8",
        "1:2:3:4::5:6:7:8",
        "12345::",
        "g::",
        "fe80::1%eth0",
        "[::1]",
        "::1.2.3",
        "::1.2.3.4.5",
        "::1.2.3.4:5",
        "1:2:3:4:5:6:7:1.2.3.4",
        "1.2.3.4::",
        "::01.2.3.4",
        "::ffff:1.2.3.4/96",
        "1:2:3:4:5:6:7:8:",
        "٣.1.1.1",
        "beef",
        "1:2:3:4:5:6:1.2.3.4:7",
        "00000::1",
        "-1::",
        "a.b.c.d",
        "0000:0000:0000:0000:0000:0000:0000:0000:00000000"
      })
  void anythingElseIsNone(String text) {
    assertThat(parsed(text)).isNull();
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void javaReadsTheSame(long seed) throws UnknownHostException {
    Random random = new Random(seed);
    for (int i = 0; i < 2_000; i++) {
      byte[] bytes = new byte[random.nextBoolean() ? 16 : 4];
      random.nextBytes(bytes);
      for (int hole = random.nextInt(4); hole > 0; hole--) {
        bytes[random.nextInt(bytes.length)] = 0;
      }
      // Digits only: Java looks nothing up here.
      InetAddress address = InetAddress.getByAddress(bytes);
      String text = address.getHostAddress();
      IpAddress parsed = parsed(text);
      BigInteger bits = new BigInteger(1, address.getAddress());
      BigInteger mapped = bytes.length == 4 ? bits.or(BigInteger.valueOf(0xffffL << 32)) : bits;
      assertThat(parsed)
          .as("seed %s: %s", seed, text)
          .isEqualTo(new IpAddress(mapped.shiftRight(64).longValue(), mapped.longValue()));
    }
  }
}
