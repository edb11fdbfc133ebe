package io.millrace.udf.keys;

/** A key that cannot be had, or is none; the sentence says where and what to do, and no key. */
public final class KeyUnavailableException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Without a cause: what reads keys may put what it read into its own message. */
  KeyUnavailableException(KeyReference reference, String sentence) {
    super("the key '" + reference + "' " + sentence);
  }
}
