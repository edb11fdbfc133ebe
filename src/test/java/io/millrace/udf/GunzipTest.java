package io.millrace.udf;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** gzip, whole and sound or not at all. */
class GunzipTest {

  static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(bytes);
    }
    return packed.toByteArray();
  }

  private static byte[] joined(byte[]... parts) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.write(part);
    }
    return all.toByteArray();
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4})
  void membersComeBackOneBehindTheOther(long seed) throws IOException {
    Random random = new Random(seed);
    byte[] noise = new byte[random.nextInt(100_000)];
    random.nextBytes(noise);
    byte[] blanks = new byte[1_000_000];
    byte[] packed = joined(gzip(noise), gzip(new byte[0]), gzip(blanks));
    assertThat(Gunzip.invoke(packed)).as("seed %s", seed).isEqualTo(joined(noise, blanks));
    for (int i = 0; i < 200; i++) {
      byte[] broken = packed.clone();
      broken[10 + random.nextInt(noise.length)] ^= (byte) (1 << random.nextInt(8));
      assertThat(Gunzip.invoke(broken)).as("seed %s, a flipped bit", seed).isNull();
      int cut = 1 + random.nextInt(packed.length - 1);
      byte[] start = Arrays.copyOf(packed, cut);
      byte[] whole = Gunzip.invoke(start);
      assertThat(whole == null || Arrays.equals(whole, noise)).as("seed %s, cut", seed).isTrue();
    }
  }

  @Test
  void namesCommentsAndExtraFieldsOfAMemberArePassedOver() throws IOException {
    byte[] plain = gzip("héllo".getBytes(UTF_8));
    byte[] body = Arrays.copyOfRange(plain, 10, plain.length);
    byte[] header = Arrays.copyOf(plain, 10);
    header[3] = 2 | 4 | 8 | 16;
    byte[] extra = {3, 0, 1, 2, 3};
    byte[] all =
        joined(header, extra, "a.txt\0".getBytes(UTF_8), "no\0".getBytes(UTF_8), new byte[2], body);
    assertThat(Gunzip.invoke(all)).isEqualTo("héllo".getBytes(UTF_8));
    for (int cut = 0; cut < all.length; cut++) {
      assertThat(Gunzip.invoke(Arrays.copyOf(all, cut))).as("the first %s bytes", cut).isNull();
    }
    header[3] = 32;
    assertThat(Gunzip.invoke(joined(header, body))).isNull();
  }

  @Test
  void anythingElseIsNull() throws IOException {
    byte[] packed = gzip("x".getBytes(UTF_8));
    assertThat(Gunzip.invoke(null)).isNull();
    assertThat(Gunzip.invoke(new byte[0])).isNull();
    assertThat(Gunzip.invoke("{\"messageType\":\"DATA_MESSAGE\"}".getBytes(UTF_8))).isNull();
    assertThat(Gunzip.invoke(joined(packed, new byte[] {'x'}))).isNull();
    byte[] otherSum = packed.clone();
    otherSum[packed.length - 8]++;
    assertThat(Gunzip.invoke(otherSum)).isNull();
    byte[] otherSize = packed.clone();
    otherSize[packed.length - 4]++;
    assertThat(Gunzip.invoke(otherSize)).isNull();
  }

  @Test
  void moreThanTheLimitIsNull() throws IOException {
    byte[] most = gzip(new byte[Gunzip.MOST]);
    byte[] unpacked = Gunzip.invoke(most);
    assertThat(unpacked).hasSize(64 * 1024 * 1024);
    assertThat(Gunzip.invoke(gzip(new byte[Gunzip.MOST + 1]))).isNull();
    assertThat(Gunzip.invoke(joined(most, gzip(new byte[1])))).isNull();
  }
}
