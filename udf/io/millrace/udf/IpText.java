package io.millrace.udf;

/** An IP address in its canonical text (RFC 5952): short, in lower case, zeros gathered once. */
record IpText(IpAddress address) {

  private static final int GROUPS = 8;

  String text() {
    if (address.isIpv4()) {
      long bits = address.low();
      return (bits >>> 24 & 255)
          + "."
          + (bits >>> 16 & 255)
          + "."
          + (bits >>> 8 & 255)
          + "."
          + (bits & 255);
    }
    int gap = -1;
    int length = 1; // one zero alone stays
    for (int from = 0; from < GROUPS; from++) {
      int to = from;
      while (to < GROUPS && group(to) == 0) {
        to++;
      }
      if (to - from > length) {
        gap = from;
        length = to - from;
      }
    }
    return gap < 0 ? joined(0, GROUPS) : joined(0, gap) + "::" + joined(gap + length, GROUPS);
  }

  private String joined(int from, int to) {
    StringBuilder text = new StringBuilder();
    for (int i = from; i < to; i++) {
      text.append(i > from ? ":" : "").append(Integer.toHexString(group(i)));
    }
    return text.toString();
  }

  private int group(int i) {
    long half = i < 4 ? address.high() : address.low();
    return (int) (half >>> (48 - i % 4 * 16)) & 0xffff;
  }
}
