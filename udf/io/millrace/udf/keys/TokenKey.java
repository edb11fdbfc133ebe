package io.millrace.udf.keys;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A key in the memory of this process. It is never written, printed or sent anywhere. */
public final class TokenKey {

  private static final Map<KeyReference, TokenKey> KNOWN = new ConcurrentHashMap<>();
  private static final byte[] CHECKED =
      "millrace: which key is this?".getBytes(StandardCharsets.UTF_8);
  private static final int CHECK_BYTES = 4;

  private final byte[] bytes;
  private final String check;

  private TokenKey(byte[] bytes) {
    this.bytes = bytes;
    byte[] code = new byte[Hmac.LENGTH];
    new Hmac(bytes).sign(CHECKED, 0, CHECKED.length, code);
    check = HexFormat.of().formatHex(code, 0, CHECK_BYTES);
  }

  /**
   * The key that is kept there, fetched when this process first asks for it; one that cannot be had
   * is asked for again next time.
   *
   * @throws KeyUnavailableException if there is none
   */
  public static TokenKey of(KeyReference reference) {
    return KNOWN.computeIfAbsent(
        reference, wanted -> new TokenKey(KeyText.decode(wanted, wanted.fetch())));
  }

  /** Tells keys apart without telling anything of them: eight hexadecimal digits. */
  public String check() {
    return check;
  }

  /**
   * Refuses a key that is not the one that the driver found under the same reference.
   *
   * @throws KeyUnavailableException if it is another
   */
  public void require(String driversCheck, KeyReference reference) {
    if (!check.equals(driversCheck)) {
      throw new KeyUnavailableException(
          reference,
          "is another one in this process than on the driver, so its tokens would join with nothing; keep the same key everywhere");
    }
  }

  /** A state to make codes with, for one thread. */
  public Hmac hmac() {
    return new Hmac(bytes);
  }
}
