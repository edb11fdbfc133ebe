package io.millrace.udf.keys;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Our HMAC against published values and Java's own. */
class HmacTest {

  private static final HexFormat HEX = HexFormat.of();

  /** RFC 4231, 4.2 to 4.8. */
  @ParameterizedTest(name = "test case {0}")
  @CsvSource({
    "1, 0b*20, Hi There, b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7",
    "2, 'Jefe', what do ya want for nothing?, 5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
    "3, aa*20, dd*50, 773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe",
    "4, 0102030405060708090a0b0c0d0e0f10111213141516171819*1, cd*50, 82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b",
    "5, 0c*20, Test With Truncation, a3b6167473100ee06e0c796c2955552b",
    "6, aa*131, Test Using Larger Than Block-Size Key - Hash Key First, 60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54",
    "7, aa*131, 'This is a test using a larger than block-size key and a larger than block-size data. The key needs to be hashed before being used by the HMAC algorithm.', 9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2"
  })
  void givesThePublishedCodes(String number, String key, String message, String code) {
    assertThat(code(bytes(key), bytes(message))).as("test case " + number).startsWith(code);
  }

  private static byte[] bytes(String text) {
    if (!text.matches("[0-9a-f]+\\*\\d+")) {
      return text.getBytes(StandardCharsets.UTF_8);
    }
    String[] parts = text.split("\\*", -1);
    return HEX.parseHex(parts[0].repeat(Integer.parseInt(parts[1])));
  }

  private static String code(byte[] key, byte[] message) {
    byte[] code = new byte[Hmac.LENGTH];
    new Hmac(key).sign(message, 0, message.length, code);
    return HEX.formatHex(code);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void agreesWithJavasOwnForAnyKeyAndMessage(long seed) throws Exception {
    Random random = new Random(seed);
    for (int i = 0; i < 400; i++) {
      byte[] key = new byte[1 + random.nextInt(200)];
      random.nextBytes(key);
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      Hmac ours = new Hmac(key);
      byte[] code = new byte[Hmac.LENGTH];
      for (int j = 0; j < 5; j++) {
        byte[] message = new byte[random.nextInt(300)];
        random.nextBytes(message);
        int from = random.nextInt(message.length + 1);
        int length = random.nextInt(message.length - from + 1);
        ours.sign(message, from, length, code);
        mac.update(message, from, length);
        assertThat(code).as("seed %s, key %s, message %s", seed, i, j).isEqualTo(mac.doFinal());
      }
    }
  }

  /** FIPS 180-4, the examples for SHA-256. */
  @Test
  void thePlainHashIsThePublishedOne() {
    assertThat(HEX.formatHex(Hmac.sha256().digest(bytes("abc"))))
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assertThat(
            HEX.formatHex(
                Hmac.sha256()
                    .digest(bytes("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"))))
        .isEqualTo("248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  }
}
