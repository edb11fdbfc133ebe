package io.millrace.jobs.text;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Tells the fields of an object apart by the bytes of their names. */
final class JsonNames {

  private static final int MOST_OTHERS = 16;
  // Of a name that no field can have.
  private static final int NO_LENGTH = -1;

  // Each with some bytes behind it that are read along.
  private final byte[][] names;
  private final int[] lengths;
  // One more than the place of a name, by its hash; 0 is free.
  private final int[] slots;
  // The field that came behind this one in the last object; first that which came first.
  private final int[] next;
  private final boolean[] seen;
  private final int[] others = new int[2 * MOST_OTHERS];
  private int otherCount;
  private int last;

  /**
   * @param declared of two that are the same the later one counts
   */
  JsonNames(String[] declared) {
    int count = declared.length;
    names = new byte[count][];
    lengths = new int[count];
    slots = new int[Integer.highestOneBit(count + 1) * 4];
    next = new int[count + 1];
    seen = new boolean[count];
    for (int i = count - 1; i >= 0; i--) {
      byte[] name = declared[i].getBytes(StandardCharsets.UTF_8);
      names[i] = Arrays.copyOf(name, name.length + Words.PAD);
      next[i + 1] = i + 1;
      // Half of a surrogate pair has no bytes.
      boolean exists = new String(name, StandardCharsets.UTF_8).equals(declared[i]);
      boolean again = find(names[i], 0, name.length) >= 0;
      lengths[i] = exists && !again ? name.length : NO_LENGTH;
      if (lengths[i] >= 0) {
        put(i);
      }
    }
  }

  private void put(int place) {
    int slot = hash(names[place], 0, lengths[place]) & (slots.length - 1);
    while (slots[slot] != 0) {
      slot = (slot + 1) & (slots.length - 1);
    }
    slots[slot] = place + 1;
  }

  private static int hash(byte[] bytes, int from, int to) {
    int hash = 0;
    for (int at = from; at < to; at++) {
      hash = 31 * hash + bytes[at];
    }
    return hash ^ (hash >>> 16);
  }

  private int find(byte[] bytes, int from, int to) {
    int slot = hash(bytes, from, to) & (slots.length - 1);
    while (slots[slot] != 0) {
      int place = slots[slot] - 1;
      if (is(place, bytes, from, to)) {
        return place;
      }
      slot = (slot + 1) & (slots.length - 1);
    }
    return -1;
  }

  private boolean is(int place, byte[] bytes, int from, int to) {
    return lengths[place] == to - from && Words.areSame(bytes, from, names[place], to - from);
  }

  /** Begins an object. */
  void begin() {
    Arrays.fill(seen, false);
    otherCount = 0;
    last = 0;
  }

  /** Whether the object has had the field. */
  boolean isSeen(int place) {
    return seen[place];
  }

  /**
   * The place of the declared field with this name. Most objects have their fields in the order of
   * the one before, so the field that came next there is looked at first.
   *
   * @return as many as are declared for one that is not, {@link JsonScan#NOT_PLAIN} if the object
   *     had the field already, or has too many others
   */
  int place(byte[] bytes, int from, int to) {
    int place = next[last];
    if (place == names.length || !is(place, bytes, from, to)) {
      place = find(bytes, from, to);
      if (place < 0) {
        return other(bytes, from, to) ? names.length : JsonScan.NOT_PLAIN;
      }
      next[last] = place;
    }
    last = place + 1;
    boolean again = seen[place];
    seen[place] = true;
    return again ? JsonScan.NOT_PLAIN : place;
  }

  private boolean other(byte[] bytes, int from, int to) {
    for (int i = 0; i < otherCount; i++) {
      int start = others[2 * i];
      if (Arrays.equals(bytes, start, others[2 * i + 1], bytes, from, to)) {
        return false;
      }
    }
    if (otherCount == MOST_OTHERS) {
      return false;
    }
    others[2 * otherCount] = from;
    others[2 * otherCount++ + 1] = to;
    return true;
  }
}
