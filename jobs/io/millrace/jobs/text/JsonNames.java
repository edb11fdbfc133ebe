package io.millrace.jobs.text;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Tells the fields of an object apart by the bytes of their names. */
final class JsonNames {

  private static final int MOST_OTHERS = 16;

  private final byte[][] names;
  // Behind the bytes of a name some that are read along.
  private final int[] lengths;
  private final boolean[] seen;
  private final int[] others = new int[2 * MOST_OTHERS];
  private int otherCount;
  private int expected;

  JsonNames(String[] declared) {
    names = new byte[declared.length][];
    lengths = new int[declared.length];
    seen = new boolean[declared.length];
    for (int i = 0; i < declared.length; i++) {
      byte[] name = declared[i].getBytes(StandardCharsets.UTF_8);
      lengths[i] = name.length;
      names[i] = Arrays.copyOf(name, name.length + Words.PAD);
    }
  }

  /** Begins an object. */
  void begin() {
    Arrays.fill(seen, false);
    otherCount = 0;
    expected = 0;
  }

  /** Whether the object has had the field. */
  boolean isSeen(int place) {
    return seen[place];
  }

  /**
   * The place of the declared field with this name. Most objects have their fields in the order of
   * the one before, so the next one is looked at first.
   *
   * @return {@code names.length} for a field that is not declared, {@link JsonScan#NOT} if the
   *     object had the field already, or has too many
   */
  int place(byte[] bytes, int from, int to) {
    for (int i = 0; i < names.length; i++) {
      int place = expected < names.length ? expected : 0;
      expected = place + 1;
      if (lengths[place] == to - from && Words.areSame(bytes, from, names[place], to - from)) {
        boolean first = !seen[place];
        seen[place] = true;
        return first ? place : JsonScan.NOT;
      }
    }
    return other(bytes, from, to) ? names.length : JsonScan.NOT;
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
