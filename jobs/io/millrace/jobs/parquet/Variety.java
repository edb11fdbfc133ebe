package io.millrace.jobs.parquet;

/**
 * Whether hardly any value of a column comes twice, told by the first values that a task has for
 * all its files. Parquet-java asks that of each file's first page; a file of a few thousand rows
 * has filled a dictionary by then. It looks at every eighth value, chosen by hash, in a bit map.
 */
final class Variety {

  private static final int WATCHED = 20_000;
  // One in a hundred: dictionary and ids would be larger than the values.
  private static final int MOST_REPEATS = WATCHED / 8 / 100;
  // Of few kinds of values none may be among those that are looked at.
  private static final int LEAST_SAMPLED = WATCHED / 16;
  private static final int BITS = 19;

  private long[] bits;
  private boolean open = true;
  private int watched;
  private int sampled;
  private int repeats;

  /** Whether more values are wanted. */
  boolean isOpen() {
    return open;
  }

  /** Whether a dictionary would only cost; false while too few values are known. */
  boolean isUnique() {
    return !open && repeats <= MOST_REPEATS && sampled >= LEAST_SAMPLED;
  }

  /** Looks at values of which these are the hashes, all bits of which vary. */
  void see(long[] hashes, int count) {
    bits = bits == null ? new long[1 << (BITS - 6)] : bits;
    for (int i = 0; i < count; i++) {
      if (hashes[i] >>> 61 == 0) {
        int place = (int) (hashes[i] >>> (61 - BITS));
        long bit = 1L << place;
        sampled++;
        repeats += (bits[place >> 6] & bit) == 0 ? 0 : 1;
        bits[place >> 6] |= bit;
      }
    }
    watched += count;
    if (watched >= WATCHED || repeats > MOST_REPEATS) {
      open = false;
      bits = null;
    }
  }
}
