package io.millrace.transforms;

/** A way to make a hash. */
public enum HashAlgorithm {
  /** SHA-256 without a key: whoever can try all inputs, as of card numbers, finds the right one. */
  SHA_256
}
