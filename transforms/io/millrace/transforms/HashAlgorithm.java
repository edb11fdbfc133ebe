package io.millrace.transforms;

/** A way to make a hash. */
public enum HashAlgorithm {
  /** HMAC-SHA-256: without the key nobody can try values. */
  HMAC_SHA_256,
  /** SHA-256 without a key: whoever can try all inputs, as of card numbers, finds the right one. */
  SHA_256
}
