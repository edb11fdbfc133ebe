package io.millrace.jobs.text;

/**
 * Finds the records in a sequence of JSON documents, and can be interrupted at any byte. Nothing
 * but white space, brackets, commas and fields beside the path is passed over without a problem.
 */
final class JsonDocuments {

  private static final long FEED = Words.repeat('\n');

  private final JsonPath path;
  private final boolean singleQuotes;
  private final JsonValueEnd value;
  private final JsonName name = new JsonName();
  private final JsonExtent found = new JsonExtent();
  private JsonState state = JsonState.DOCUMENT;
  private JsonState afterRecord;
  private int level; // objects entered on the way to the records
  private boolean reached;

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
    found.look(position);
    int at = from;
    while (at < to && !found.isComplete()) {
      at = state.isBetween() && JsonExtent.isBlank(bytes[at]) ? at + 1 : step(bytes, at, to);
    }
    if (!found.isComplete() && last) {
      finish(bytes, to);
    }
    return found.isComplete() ? at : -1;
  }

  /** Where in the file the record lies, and why it is none. */
  JsonExtent found() {
    return found;
  }

  /** From where on the text up to {@code position} is still needed. */
  long needed(long position) {
    return found.isReleased() || !isHeld() ? position : found.start();
  }

  /** How much text is worth keeping for what has no end yet. */
  int worth(int maxRecordBytes) {
    return state == JsonState.RECORD
        ? Math.max(maxRecordBytes, Records.RAW_LIMIT)
        : Records.RAW_LIMIT;
  }

  /** The whole document is a reject if the path leads nowhere. */
  private boolean isHeld() {
    return state.isInRecord() || (level > 0 && !reached);
  }

  private int step(byte[] bytes, int at, int to) {
    byte b = bytes[at];
    return switch (state) {
      case DOCUMENT -> document(b, at);
      case LINE -> line(bytes, at, to);
      case RECORD, SKIPPED -> value(bytes, at, to);
      case NAME_OR_END, NAME -> beginName(b, at);
      case IN_NAME -> {
        state = name.take(b) ? JsonState.IN_NAME : JsonState.COLON;
        yield at + 1;
      }
      case COLON -> b == ':' ? to(JsonState.MEMBER, at) : broken(at);
      case MEMBER -> member(b, at);
      case MEMBER_END -> b == ',' ? to(JsonState.NAME, at) : b == '}' ? endObject(at) : broken(at);
      case ELEMENT_OR_END -> b == ']' ? endArray(at) : element(b, at);
      case ELEMENT -> element(b, at);
      case ELEMENT_END -> b == ',' ? to(JsonState.ELEMENT, at) : endElement(b, at);
      case REST -> to;
    };
  }

  private int to(JsonState next, int at) {
    state = next;
    return at + 1;
  }

  private int document(byte b, int at) {
    reached = false;
    boolean here = path.names().isEmpty();
    if (b == '{' && !here) {
      found.begin(at);
      level = 1;
      return to(JsonState.NAME_OR_END, at);
    }
    if (b == '[' && here) {
      return to(JsonState.ELEMENT_OR_END, at);
    }
    boolean fits = (here && !path.elements()) || (b != '{' && b != '[');
    record(b, (byte) 0, at, JsonState.DOCUMENT, fits ? null : path.absence());
    state = b == '{' || b == '[' ? JsonState.RECORD : JsonState.LINE;
    return at;
  }

  private void record(byte first, byte closer, int at, JsonState after, String why) {
    found.begin(at, why);
    value.start(first, closer);
    afterRecord = after;
    state = JsonState.RECORD;
  }

  /** What is neither object nor array has no end but that of the line. */
  private int line(byte[] bytes, int at, int to) {
    int feed = Words.find(bytes, at, to, FEED);
    if (feed < to) {
      complete(bytes, feed, JsonState.DOCUMENT);
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
    if (state == JsonState.RECORD) {
      complete(bytes, behind, afterRecord);
    } else {
      state = JsonState.MEMBER_END;
    }
    return behind;
  }

  private int beginName(byte b, int at) {
    if (b == '}' && state == JsonState.NAME_OR_END) {
      return endObject(at);
    }
    if (b != '"' && !(b == '\'' && singleQuotes)) {
      return broken(at);
    }
    name.start(b);
    return to(JsonState.IN_NAME, at);
  }

  private int member(byte b, int at) {
    if (b == ',' || b == '}' || b == ']' || b == ':') {
      return broken(at);
    }
    boolean last = level == path.names().size();
    boolean named = name.is(path.names().get(level - 1));
    if (named && !last && b == '{') {
      level++;
      return to(JsonState.NAME_OR_END, at);
    }
    if (named && last && b == '[') {
      reached = true;
      found.hold();
      return to(JsonState.ELEMENT_OR_END, at);
    }
    if (named && last && !path.elements() && b != 'n') {
      reached = true;
      found.hold();
      record(b, (byte) '}', at, JsonState.MEMBER_END, null);
    } else {
      value.startToken(b, (byte) '}');
      state = JsonState.SKIPPED;
    }
    return at;
  }

  private int endObject(int at) {
    level--;
    state = level > 0 ? JsonState.MEMBER_END : JsonState.DOCUMENT;
    if (level == 0 && !reached) {
      found.blame(path.absence());
      found.end(at + 1);
    }
    return at + 1;
  }

  private int endArray(int at) {
    return to(level > 0 ? JsonState.MEMBER_END : JsonState.DOCUMENT, at);
  }

  private int element(byte b, int at) {
    if (b == '}') {
      return broken(at);
    }
    if (b == ',' || b == ']') {
      nothing(at, JsonExtent.NO_VALUE, JsonState.ELEMENT_END);
    } else {
      record(b, (byte) ']', at, JsonState.ELEMENT_END, null);
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
    record((byte) ',', (byte) ']', at, JsonState.ELEMENT_END, JsonExtent.NO_COMMA);
    return at;
  }

  private int broken(int at) {
    if (!isHeld()) {
      found.begin(at);
    }
    found.blame(JsonExtent.BROKEN);
    state = JsonState.REST;
    return at;
  }

  private void nothing(int at, String why, JsonState after) {
    found.begin(at, why);
    found.end(at);
    state = after;
  }

  private void complete(byte[] bytes, int to, JsonState after) {
    found.endTrimmed(bytes, to);
    state = after;
  }

  private void finish(byte[] bytes, int to) {
    if (state == JsonState.DOCUMENT) {
      return;
    }
    if (state != JsonState.LINE && state != JsonState.REST) {
      found.blame(state == JsonState.RECORD ? JsonExtent.ENDLESS : JsonExtent.CUT);
    }
    if (isHeld()) {
      complete(bytes, to, JsonState.DOCUMENT);
    } else {
      nothing(to, found.problem(), JsonState.DOCUMENT);
    }
    level = 0;
  }
}
