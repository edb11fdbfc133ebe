package io.millrace.jobs.text;

/**
 * Finds the records in a file that is a sequence of JSON documents, and can be interrupted at any
 * byte. Nothing is passed over but white space, brackets and commas, and the fields beside the
 * path: what is no record by its brackets and commas is found as one with a {@link #problem}.
 */
final class JsonDocuments {

  private static final long FEED = Words.repeat('\n');
  private static final String REST = ", so the rest of the file is this one reject";
  private static final String ENDLESS = "a JSON value without end" + REST;
  private static final String BROKEN = "not JSON, as brackets or names do not match" + REST;
  private static final String CUT = "the file ends inside an array or object; it may be cut";
  private static final String NO_VALUE = "no value beside a comma of the array";
  private static final String NO_COMMA = "no comma between values of the array";

  private enum State {
    DOCUMENT,
    LINE,
    RECORD,
    SKIPPED,
    NAME_OR_END,
    NAME,
    IN_NAME,
    COLON,
    MEMBER,
    MEMBER_END,
    ELEMENT_OR_END,
    ELEMENT,
    ELEMENT_END,
    REST
  }

  private final JsonPath path;
  private final boolean singleQuotes;
  private final JsonValueEnd value;
  private final JsonName name = new JsonName();
  private State state = State.DOCUMENT;
  private State afterRecord;
  private int level; // objects entered on the way to the records
  private boolean reached;
  private boolean complete;
  private boolean released;
  private String problem;
  private long base;
  private long start;
  private long end;

  JsonDocuments(Dialect dialect) {
    path = JsonPath.of(dialect.records());
    singleQuotes = dialect.singleQuotes();
    value = new JsonValueEnd(singleQuotes);
  }

  /**
   * Looks for the next record in {@code [from, to)}, where byte 0 is {@code position} of the file.
   *
   * @param last whether the file ends at {@code to}
   * @return the index from which to go on behind the record, or -1 if there is none
   */
  int find(byte[] bytes, long position, int from, int to, boolean last) {
    base = position;
    released &= !complete;
    complete = false;
    int at = from;
    while (at < to && !complete) {
      at = isBetween() && isBlank(bytes[at]) ? at + 1 : step(bytes, at, to);
    }
    if (!complete && last) {
      finish(bytes, to);
    }
    return complete ? at : -1;
  }

  /** Where in the file the record begins. */
  long start() {
    return start;
  }

  long end() {
    return end;
  }

  /** Why the text is no record, or null. */
  String problem() {
    return problem;
  }

  /** From where on the text up to {@code position} is still needed. */
  long needed(long position) {
    return released || !isHeld() ? position : start;
  }

  /** How much text is worth keeping for what has no end yet. */
  int worth(int maxRecordBytes) {
    return state == State.RECORD ? Math.max(maxRecordBytes, Records.RAW_LIMIT) : Records.RAW_LIMIT;
  }

  /** What has no end yet is too long; its text will not be asked for. */
  void release() {
    released = true;
  }

  boolean isReleased() {
    return released;
  }

  private boolean isHeld() {
    return switch (state) {
      case RECORD, LINE, REST -> true;
      default -> level > 0 && !reached; // the whole document is a reject if the path leads nowhere
    };
  }

  private boolean isBetween() {
    return switch (state) {
      case LINE, RECORD, SKIPPED, IN_NAME, REST -> false;
      default -> true;
    };
  }

  private static boolean isBlank(byte b) {
    return b == ' ' || b == '\n' || b == '\r' || b == '\t';
  }

  private int step(byte[] bytes, int at, int to) {
    byte b = bytes[at];
    return switch (state) {
      case DOCUMENT -> document(b, at);
      case LINE -> line(bytes, at, to);
      case RECORD, SKIPPED -> value(bytes, at, to);
      case NAME_OR_END, NAME -> beginName(b, at);
      case IN_NAME -> {
        state = name.take(b) ? State.IN_NAME : State.COLON;
        yield at + 1;
      }
      case COLON -> b == ':' ? to(State.MEMBER, at) : broken(at);
      case MEMBER -> member(b, at);
      case MEMBER_END -> b == ',' ? to(State.NAME, at) : b == '}' ? endObject(at) : broken(at);
      case ELEMENT_OR_END -> b == ']' ? endArray(at) : element(b, at);
      case ELEMENT -> element(b, at);
      case ELEMENT_END -> b == ',' ? to(State.ELEMENT, at) : endElement(b, at);
      case REST -> to;
    };
  }

  private int to(State next, int at) {
    state = next;
    return at + 1;
  }

  private int document(byte b, int at) {
    reached = false;
    boolean here = path.names().isEmpty();
    if (b == '{' && !here) {
      start = base + at;
      level = 1;
      return to(State.NAME_OR_END, at);
    }
    if (b == '[' && here) {
      return to(State.ELEMENT_OR_END, at);
    }
    boolean fits = (here && !path.elements()) || (b != '{' && b != '[');
    record(b, (byte) 0, at, State.DOCUMENT, fits ? null : path.absence());
    state = b == '{' || b == '[' ? State.RECORD : State.LINE;
    return at;
  }

  private void record(byte first, byte closer, int at, State after, String why) {
    start = base + at;
    problem = why;
    value.start(first, closer);
    afterRecord = after;
    state = State.RECORD;
  }

  /** What is neither object nor array has no end but that of the line. */
  private int line(byte[] bytes, int at, int to) {
    int feed = Words.find(bytes, at, to, FEED);
    if (feed < to) {
      complete(bytes, feed, State.DOCUMENT);
    }
    return feed;
  }

  private int value(byte[] bytes, int at, int to) {
    int behind = value.find(bytes, at, to);
    if (behind < 0) {
      return to;
    }
    if (value.isBroken()) {
      return broken(behind);
    }
    if (state == State.RECORD) {
      complete(bytes, behind, afterRecord);
    } else {
      state = State.MEMBER_END;
    }
    return behind;
  }

  private int beginName(byte b, int at) {
    if (b == '}' && state == State.NAME_OR_END) {
      return endObject(at);
    }
    if (b != '"' && !(b == '\'' && singleQuotes)) {
      return broken(at);
    }
    name.start(b);
    return to(State.IN_NAME, at);
  }

  private int member(byte b, int at) {
    if (b == ',' || b == '}' || b == ']' || b == ':') {
      return broken(at);
    }
    boolean last = level == path.names().size();
    boolean named = name.is(path.names().get(level - 1));
    if (named && !last && b == '{') {
      level++;
      return to(State.NAME_OR_END, at);
    }
    if (named && last && b == '[') {
      reach();
      return to(State.ELEMENT_OR_END, at);
    }
    if (named && last && !path.elements() && b != 'n') {
      reach();
      record(b, (byte) '}', at, State.MEMBER_END, null);
    } else {
      value.startToken(b, (byte) '}');
      state = State.SKIPPED;
    }
    return at;
  }

  private void reach() {
    reached = true;
    released = false;
  }

  private int endObject(int at) {
    level--;
    state = level > 0 ? State.MEMBER_END : State.DOCUMENT;
    if (level == 0 && !reached) {
      problem = path.absence();
      end = base + at + 1;
      complete = true;
    }
    return at + 1;
  }

  private int endArray(int at) {
    return to(level > 0 ? State.MEMBER_END : State.DOCUMENT, at);
  }

  private int element(byte b, int at) {
    if (b == '}') {
      return broken(at);
    }
    if (b == ',' || b == ']') {
      nothing(at, NO_VALUE, State.ELEMENT_END);
    } else {
      record(b, (byte) ']', at, State.ELEMENT_END, null);
    }
    return at;
  }

  private int endElement(byte b, int at) {
    if (b == ']') {
      return endArray(at);
    }
    if (b == '}') {
      return broken(at);
    }
    record((byte) ',', (byte) ']', at, State.ELEMENT_END, NO_COMMA);
    return at;
  }

  private int broken(int at) {
    if (!isHeld()) {
      start = base + at;
    }
    problem = BROKEN;
    state = State.REST;
    return at;
  }

  private void nothing(int at, String why, State after) {
    start = base + at;
    end = start;
    problem = why;
    state = after;
    complete = true;
  }

  private void complete(byte[] bytes, int to, State after) {
    int behind = to;
    while (behind > 0 && base + behind > start && isBlank(bytes[behind - 1])) {
      behind--;
    }
    end = base + behind;
    state = after;
    complete = true;
  }

  private void finish(byte[] bytes, int to) {
    if (state == State.DOCUMENT) {
      return;
    }
    boolean held = isHeld();
    if (state != State.LINE && state != State.REST) {
      problem = state == State.RECORD ? ENDLESS : CUT;
    }
    if (held) {
      complete(bytes, to, State.DOCUMENT);
    } else {
      nothing(to, problem, State.DOCUMENT);
    }
    level = 0;
  }
}
