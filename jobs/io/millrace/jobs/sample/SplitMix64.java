package io.millrace.jobs.sample;

/** Steele, Lea and Flood's generator: the same numbers on any machine, and cheap to start anew. */
final class SplitMix64 {

  private static final long STEP = 0x9E3779B97F4A7C15L;

  private long state;

  /** The numbers of one part (a block, a user) of one file. */
  SplitMix64(long seed, long file, long part) {
    state = mix(mix(mix(seed + STEP) + file * STEP) + part * STEP);
  }

  long next() {
    state += STEP;
    return mix(state);
  }

  /** A number from 0 to {@code bound} - 1. */
  int below(int bound) {
    return (int) (((next() >>> 32) * bound) >>> 32);
  }

  /** A number from {@code least} to {@code most}. */
  int between(int least, int most) {
    return least + below(most - least + 1);
  }

  /** A number from 0 up to 1. */
  double share() {
    return (next() >>> 11) * 0x1.0p-53;
  }

  private static long mix(long value) {
    long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
