package io.millrace.support;

import io.millrace.udf.keys.KeyReference;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Keys of tests, in files, and tokens as Java's own HMAC makes them. */
public final class Keys {

  private Keys() {}

  /** A key in hexadecimal, of 32 bytes that {@code seed} tells. */
  public static String hex(int seed) {
    byte[] key = new byte[32];
    new java.util.Random(seed).nextBytes(key);
    return HexFormat.of().formatHex(key);
  }

  /** A file with that key, which only its owner may read. */
  public static KeyReference file(Path folder, int seed) {
    return file(folder, "key-" + seed, hex(seed), "rw-------");
  }

  /** A file of any content and mode. */
  public static KeyReference file(Path folder, String name, String content, String mode) {
    try {
      Path file = Files.writeString(folder.resolve(name), content);
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
      return new KeyReference("file:" + file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** HMAC-SHA-256 of {@code message}, such as {@code ssn:116481824}. */
  public static String token(int seed, String message) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(HexFormat.of().parseHex(hex(seed)), "HmacSHA256"));
      return HexFormat.of().formatHex(mac.doFinal(message.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
