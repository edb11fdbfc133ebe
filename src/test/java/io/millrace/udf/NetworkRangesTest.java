package io.millrace.udf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.unsafe.types.UTF8String;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The longest of nested networks that holds an address. */
class NetworkRangesTest {

  private static ArrayData ranges(List<String> networks) {
    Object[] texts = networks.stream().map(UTF8String::fromString).toArray();
    return NetworkRanges.invoke(new GenericArrayData(texts));
  }

  private static int position(String address, ArrayData ranges) {
    return NetworkPosition.invoke(UTF8String.fromString(address), ranges);
  }

  @ParameterizedTest
  @CsvSource({
    "9.255.255.255, -1",
    "10.0.0.0, 1",
    "10.1.2.2, 1",
    "10.1.2.3, 4",
    "10.1.2.4, 1",
    "10.2.0.1, 3",
    "10.2.0.255, 3",
    "10.3.0.0, 1",
    "10.255.255.255, 1",
    "11.0.0.0, -1",
    "::ffff:10.2.0.1, 3",
    "::, 0",
    "::fffe:ffff:ffff, 0",
    "::1:0:0:0, 0",
    "2001:db8::, 2",
    "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff, 2",
    "2001:db9::, 0",
    "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff, 5",
    "ffff:ffff:ffff:ffff:ffff:ffff:ffff:fffe, 0",
    "example.com, -2",
  })
  void theSmallestNetworkAnswersAndNoneOfIpv6AnswersForIpv4(String address, int position) {
    List<String> networks =
        List.of(
            "::/0",
            "10.0.0.0/8",
            "2001:db8::/32",
            "10.2.0.0/24",
            "10.1.2.3",
            "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff/128");
    assertThat(position(address, ranges(networks))).isEqualTo(position);
  }

  @Test
  void allOfIpv4AndNoNetworkAtAll() {
    assertThat(position("1.2.3.4", ranges(List.of("0.0.0.0/0", "::/0")))).isZero();
    assertThat(position("255.255.255.255", ranges(List.of("::ffff:0:0/96")))).isZero();
    assertThat(position("::1", ranges(List.of("0.0.0.0/0")))).isEqualTo(-1);
    assertThat(position("1.2.3.4", ranges(List.of()))).isEqualTo(-1);
    assertThat(NetworkPosition.invoke(null, ranges(List.of()))).isEqualTo(-2);
    assertThat(NetworkPosition.invoke(UTF8String.fromString("::1"), null)).isEqualTo(-1);
  }

  @Test
  void malformedAndRepeatedNetworksAreCounted() {
    List<String> networks = new ArrayList<>(List.of("1.0.0.0/8", "::/0"));
    String[] malformed = {
      "1.0.0.0/33",
      "1.0.0.1/8",
      "1.0.0.0/",
      "/8",
      "x",
      "",
      "1.0.0.0/08",
      "1.0.0.0/+8",
      "::/129",
      "::1/64",
      "1.0.0.0/8/8",
      "1.0.0.0/1000",
      "::/1280",
      "1.0.0.0 /8",
      "1:2:3:4:8000::/64",
      "::8000:0:0:0/65",
      "128.0.0.0/0"
    };
    networks.addAll(Arrays.asList(malformed));
    // The last but one is well: its 65th bit belongs to the prefix.
    assertThatThrownBy(() -> ranges(networks))
        .hasMessage(
            "16 of 19 networks are malformed, such as '1.0.0.0/33'; write them like 192.0.2.0/24 or 2001:db8::/32, with no bit set behind the prefix.");
    assertThatThrownBy(() -> ranges(List.of("1.0.0.1", "1.0.0.1/32", "::ffff:1.0.0.1", "::/0")))
        .hasMessage("2 of 4 networks repeat another one, such as '1.0.0.1/32'; keep one of each.");
  }

  /** Plain arithmetic over all networks. */
  private record Oracle(Map<String, BigInteger> firsts, Map<String, Integer> lengths) {

    static BigInteger bits(String address) throws UnknownHostException {
      BigInteger bits = new BigInteger(1, InetAddress.getByName(address).getAddress());
      return address.contains(":") ? bits : bits.or(BigInteger.valueOf(0xffffL << 32));
    }

    static boolean isIpv4(BigInteger bits) {
      return bits.shiftRight(32).equals(BigInteger.valueOf(0xffff));
    }

    String find(String address) throws UnknownHostException {
      BigInteger wanted = bits(address);
      String best = null;
      for (Map.Entry<String, BigInteger> network : firsts.entrySet()) {
        int length = lengths.get(network.getKey());
        int hosts = 128 - length;
        boolean sameFamily = length >= 96 || !isIpv4(wanted);
        boolean holds = wanted.shiftRight(hosts).equals(network.getValue().shiftRight(hosts));
        boolean longer = best == null || length > lengths.get(best);
        best = sameFamily && holds && longer ? network.getKey() : best;
      }
      return best;
    }
  }

  private static String text(BigInteger bits, boolean ipv4) throws UnknownHostException {
    byte[] bytes = new byte[ipv4 ? 4 : 16];
    byte[] all = bits.toByteArray();
    for (int i = 1; i <= Math.min(bytes.length, all.length); i++) {
      bytes[bytes.length - i] = all[all.length - i];
    }
    return InetAddress.getByAddress(bytes).getHostAddress();
  }

  /** Few different bits, so that networks nest and touch. */
  private static BigInteger bits(Random random, boolean ipv4) {
    int size = ipv4 ? 32 : 128;
    BigInteger bits =
        random.nextBoolean()
            ? BigInteger.ZERO
            : BigInteger.ONE.shiftLeft(size).subtract(BigInteger.ONE);
    for (int flips = random.nextInt(4); flips > 0; flips--) {
      bits = bits.flipBit(random.nextInt(size));
    }
    return bits;
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void plainArithmeticFindsTheSame(long seed) throws UnknownHostException {
    Random random = new Random(seed);
    Oracle oracle = new Oracle(new LinkedHashMap<>(), new LinkedHashMap<>());
    for (int i = 0; i < 150; i++) {
      boolean ipv4 = random.nextBoolean();
      int size = ipv4 ? 32 : 128;
      int length = random.nextInt(size + 1);
      BigInteger first = bits(random, ipv4).shiftRight(size - length).shiftLeft(size - length);
      String network = text(first, ipv4) + "/" + length;
      oracle.firsts().put(network, Oracle.bits(network.replaceAll("/.*", "")));
      oracle.lengths().put(network, 128 - size + length);
    }
    List<String> networks = List.copyOf(oracle.firsts().keySet());
    ArrayData ranges = ranges(networks);
    for (int i = 0; i < 500; i++) {
      boolean ipv4 = random.nextBoolean();
      String address = text(bits(random, ipv4), ipv4);
      int position = position(address, ranges);
      assertThat(position < 0 ? null : networks.get(position))
          .as("seed %s: %s in %s", seed, address, networks)
          .isEqualTo(oracle.find(address));
    }
  }
}
