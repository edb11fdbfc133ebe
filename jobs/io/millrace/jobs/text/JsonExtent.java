package io.millrace.jobs.text;

/** Where in a file a record begins and ends, once it is found, and why it is none. */
final class JsonExtent {

  private static final String REST = ", so the rest of the file is this one reject";
  static final String ENDLESS = "a JSON value without end" + REST;
  static final String BROKEN = "not JSON, as brackets or names do not match" + REST;
  static final String CUT = "the file ends inside an array or object; it may be cut";
  static final String NO_VALUE = "no value beside a comma of the array";
  static final String NO_COMMA = "no comma between values of the array";

  private boolean complete;
  private boolean released;
  private String problem;
  private long base;
  private long start;
  private long end;

  /** Goes on with bytes of which number 0 is {@code position} of the file. */
  void look(long position) {
    base = position;
    released &= !complete;
    complete = false;
  }

  void begin(int at) {
    start = base + at;
  }

  void begin(int at, String why) {
    begin(at);
    problem = why;
  }

  void blame(String why) {
    problem = why;
  }

  /** A record ends before the byte {@code to}. */
  void end(int to) {
    end = base + to;
    complete = true;
  }

  /** The same, without the white space before {@code to}. */
  void endTrimmed(byte[] bytes, int to) {
    int behind = to;
    while (behind > 0 && base + behind > start && isBlank(bytes[behind - 1])) {
      behind--;
    }
    end(behind);
  }

  static boolean isBlank(byte b) {
    return b == ' ' || b == '\n' || b == '\r' || b == '\t';
  }

  boolean isComplete() {
    return complete;
  }

  long start() {
    return start;
  }

  long end() {
    return end;
  }

  /** Null for a record. */
  String problem() {
    return problem;
  }

  /** Its text will not be asked for, until it ends. */
  void release() {
    released = true;
  }

  void hold() {
    released = false;
  }

  boolean isReleased() {
    return released;
  }
}
