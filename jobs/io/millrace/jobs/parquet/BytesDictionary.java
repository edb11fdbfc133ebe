package io.millrace.jobs.parquet;

import java.util.Arrays;

/**
 * Different byte strings in the order in which they first came, laid out as the dictionary page has
 * them: each behind its length, or without one where all are as long.
 */
final class BytesDictionary implements Dictionary {

  private static final int LEAST = 16;
  private static final long MIX = 0x9E3779B97F4A7C15L;
  // Slots that stay in a processor's own cache, beside those of the other columns of a task's
  // files.
  private static final int NEAR = 256;

  private final int fixed;
  // Bytes that tell the length of a value in front of it.
  private final int prefix;
  private final Bytes data = new Bytes();
  // Where each value begins, and in the end where the next one will.
  private int[] starts = new int[LEAST / 2 + 1];
  // The upper half of the hash, whose first bits say which slot, and one more than the id; 0 is
  // free.
  private long[] slots = new long[LEAST];
  private int shift = Long.SIZE - Integer.numberOfTrailingZeros(LEAST);
  private int size;

  /**
   * @param fixed how long each is; 0 if each has its length in front
   */
  BytesDictionary(int fixed) {
    this.fixed = fixed;
    this.prefix = fixed > 0 ? 0 : Integer.BYTES;
    this.starts[0] = prefix;
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public long bytes() {
    return data.size();
  }

  @Override
  public void page(Bytes out) {
    out.put(data.array(), 0, data.size());
  }

  /** What the dictionary page holds. */
  Bytes data() {
    return data;
  }

  int start(int id) {
    return starts[id];
  }

  int length(int id) {
    return starts[id + 1] - starts[id] - prefix;
  }

  @Override
  public long held() {
    return data.capacity()
        + starts.length * (long) Integer.BYTES
        + slots.length * (long) Long.BYTES;
  }

  /** Whether it is small enough to be found in a processor's own cache. */
  private boolean isNear() {
    return slots.length <= NEAR;
  }

  /** Bytes behind which {@link Bytes#SLACK} more may be read. */
  int id(byte[] from, int at, int length) {
    return id(from, at, length, hash(from, at, length));
  }

  private int id(byte[] from, int at, int length, long hash) {
    int last = slots.length - 1;
    int slot = (int) (hash >>> shift);
    while (true) {
      long entry = slots[slot];
      if (entry == 0) {
        return insert(from, at, length, hash, slot);
      }
      if ((entry ^ hash) >>> 32 == 0 && isAt((int) entry - 1, from, at, length)) {
        return (int) entry - 1;
      }
      slot = (slot + 1) & last;
    }
  }

  /**
   * The same for many values, to {@code ids} from {@code to} on, and their hashes. Of a large
   * dictionary each needs some places of memory, one after the other; asked for all values at once
   * they come together.
   */
  void ids(byte[] from, Lookup lookup, int count, int[] ids, int to) {
    int[] places = lookup.places();
    int[] lengths = lookup.lengths();
    long[] hashes = lookup.hashes();
    for (int i = 0; i < count; i++) {
      hashes[i] = hash(from, places[i], lengths[i]);
    }
    if (isNear()) {
      for (int i = 0; i < count; i++) {
        ids[to + i] = id(from, places[i], lengths[i], hashes[i]);
      }
      return;
    }
    long[] entries = lookup.entries();
    for (int i = 0; i < count; i++) {
      entries[i] = slots[(int) (hashes[i] >>> shift)];
    }
    int[] found = lookup.found();
    for (int i = 0; i < count; i++) {
      int id = (int) entries[i] - 1;
      found[i] =
          id >= 0 && ((entries[i] ^ hashes[i]) >>> 32) == 0 && length(id) == lengths[i] ? id : -1;
    }
    for (int i = 0; i < count; i++) {
      boolean same = found[i] >= 0 && isAt(found[i], from, places[i], lengths[i]);
      ids[to + i] = same ? found[i] : id(from, places[i], lengths[i], hashes[i]);
    }
  }

  private boolean isAt(int id, byte[] from, int at, int length) {
    int start = starts[id];
    if (length(id) != length) {
      return false;
    }
    byte[] own = data.array();
    int whole = length & -Long.BYTES;
    for (int i = 0; i < whole; i += Long.BYTES) {
      if ((long) Bytes.LONG.get(own, start + i) != (long) Bytes.LONG.get(from, at + i)) {
        return false;
      }
    }
    long differ =
        (long) Bytes.LONG.get(own, start + whole) ^ (long) Bytes.LONG.get(from, at + whole);
    return (differ & lowBytes(length - whole)) == 0;
  }

  /** A mask of fewer than eight bytes. */
  private static long lowBytes(int bytes) {
    return (1L << (bytes * Byte.SIZE)) - 1;
  }

  private static long hash(byte[] from, int at, int length) {
    long hash = length * MIX;
    int whole = length & -Long.BYTES;
    for (int i = 0; i < whole; i += Long.BYTES) {
      hash = mix(hash ^ (long) Bytes.LONG.get(from, at + i));
    }
    return mix(hash ^ ((long) Bytes.LONG.get(from, at + whole) & lowBytes(length - whole)));
  }

  private static long mix(long bits) {
    long product = bits * MIX;
    return product ^ (product >>> 32);
  }

  private int insert(byte[] from, int at, int length, long hash, int slot) {
    slots[slot] = entry(hash, size);
    if (size + 1 == starts.length) {
      starts = Arrays.copyOf(starts, size * 2 + 1);
    }
    if (fixed == 0) {
      data.putInt(length);
    }
    data.put(from, at, length);
    starts[++size] = data.size() + prefix;
    if (size * 2 > slots.length) {
      grow();
    }
    return size - 1;
  }

  private static long entry(long hash, int id) {
    return (hash & 0xffff_ffff_0000_0000L) | (id + 1);
  }

  /** Places follow from the slots alone, and come in nearly the same order. */
  private void grow() {
    long[] old = slots;
    slots = new long[old.length * 2];
    shift--;
    int last = slots.length - 1;
    for (long entry : old) {
      if (entry != 0) {
        int slot = (int) (entry >>> shift);
        while (slots[slot] != 0) {
          slot = (slot + 1) & last;
        }
        slots[slot] = entry;
      }
    }
  }
}
