package io.millrace.jobs.parquet;

/**
 * Whether hardly any value of a column comes twice, told by the first values that a task has for
 * all its files together. Parquet-java asks that of each file's first page, and a file of a few
 * thousand rows has filled a dictionary by then, to throw it away. One in eight different values is
 * looked at, chosen by hash, in a bit map.
 */
final class Variety {

  private static final int WATCHED = 20_000;
  // Of values that all differ nearly as many are looked at; fewer if one comes often that is not.
  private static final int LEAST_SAMPLED = WATCHED / 8 * 9 / 10;
  // One in 25, half of which have the bit of another value by chance. Parquet-java's rule gives a
  // dictionary up at that, too.
  private static final int MOST_REPEATS = WATCHED / 8 / 25;
  private static final int BITS = 16;
  // Values that come later in a task may be of another kind.
  private static final int CHUNKS_WITHOUT = 16;

  private long[] bits;
  private boolean open = true;
  private int watched;
  private int sampled;
  private int repeats;
  private int chunksWithout;

  /** Whether more values are wanted. */
  boolean isOpen() {
    return open;
  }

  /** Whether a dictionary would only cost; false while too few values are known. */
  boolean isUnique() {
    return !open && repeats <= MOST_REPEATS && sampled >= LEAST_SAMPLED;
  }

  /** Whether the chunk that begins is to have a dictionary; now and then values are seen anew. */
  boolean allowsDictionary() {
    if (isUnique() && ++chunksWithout > CHUNKS_WITHOUT) {
      open = true;
      watched = 0;
      sampled = 0;
      repeats = 0;
      chunksWithout = 0;
    }
    return !isUnique();
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
