package io.millrace.udf.keys;

import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * HMAC-SHA-256 (RFC 2104) of one key, for one thread. The two blocks that hold the key are hashed
 * once, so a short message costs two blocks, where {@link javax.crypto.Mac} takes four.
 */
public final class Hmac {

  /** Of a code, in bytes. */
  public static final int LENGTH = 32;

  private static final int BLOCK = 64;
  private static final int INNER = 0x36;
  private static final int OUTER = 0x5c;

  private final MessageDigest inner = sha256();
  private final MessageDigest outer = sha256();
  private final byte[] hash = new byte[LENGTH];

  Hmac(byte[] key) {
    byte[] block = Arrays.copyOf(key.length > BLOCK ? sha256().digest(key) : key, BLOCK);
    inner.update(xor(block, INNER));
    outer.update(xor(block, OUTER));
  }

  /** A plain SHA-256, which every Java has. */
  public static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Writes the code of {@code length} bytes of {@code message} to the begin of {@code code}. */
  public void sign(byte[] message, int from, int length, byte[] code) {
    try {
      MessageDigest begun = (MessageDigest) inner.clone();
      begun.update(message, from, length);
      begun.digest(hash, 0, LENGTH);
      MessageDigest rest = (MessageDigest) outer.clone();
      rest.update(hash, 0, LENGTH);
      rest.digest(code, 0, LENGTH);
    } catch (CloneNotSupportedException | DigestException e) {
      throw new IllegalStateException("this Java's SHA-256 cannot be copied", e);
    }
  }

  private static byte[] xor(byte[] block, int with) {
    byte[] result = new byte[BLOCK];
    for (int i = 0; i < BLOCK; i++) {
      result[i] = (byte) (block[i] ^ with);
    }
    return result;
  }
}
