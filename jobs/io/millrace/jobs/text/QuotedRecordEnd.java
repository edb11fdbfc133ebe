package io.millrace.jobs.text;

/** A line feed inside quotes is part of its record. */
final class QuotedRecordEnd implements RecordEnd {

  private enum State {
    RECORD_START,
    COMMENT,
    FIELD_START,
    UNQUOTED,
    QUOTED,
    ESCAPE,
    QUOTE
  }

  private final Dialect dialect;
  private final long feed = Words.repeat('\n');
  private final long delimiter;
  private final long quote;
  private final long escape;
  private State state = State.RECORD_START;

  QuotedRecordEnd(Dialect dialect) {
    this.dialect = dialect;
    delimiter = Words.repeat(dialect.delimiter());
    quote = Words.repeat(dialect.quote());
    escape = dialect.escape() == Dialect.NONE ? quote : Words.repeat(dialect.escape());
  }

  @Override
  public void reset() {
    state = State.RECORD_START;
  }

  @Override
  public int find(byte[] bytes, int from, int to) {
    int at = from;
    while (at < to) {
      switch (state) {
        case RECORD_START ->
            state =
                dialect.comment() != Dialect.NONE && bytes[at] == dialect.comment()
                    ? State.COMMENT
                    : State.FIELD_START;
        case FIELD_START -> at = startField(bytes, at);
        case COMMENT -> at = Words.find(bytes, at, to, feed);
        case UNQUOTED -> at = Words.find(bytes, at, to, feed, delimiter);
        case QUOTED -> at = startQuote(bytes, Words.find(bytes, at, to, quote, escape), to);
        case ESCAPE -> {
          at += bytes[at] == dialect.quote() || bytes[at] == dialect.escape() ? 1 : 0;
          state = State.QUOTED;
        }
        case QUOTE -> {
          boolean doubled = bytes[at] == dialect.quote();
          at += doubled ? 1 : 0;
          state = doubled ? State.QUOTED : State.UNQUOTED;
        }
      }
      if (at < to && (state == State.UNQUOTED || state == State.COMMENT)) {
        if (bytes[at] == '\n') {
          return at;
        }
        if (state == State.UNQUOTED && bytes[at] == dialect.delimiter()) {
          at++;
          state = State.FIELD_START;
        }
      }
    }
    return -1;
  }

  private int startField(byte[] bytes, int at) {
    byte next = bytes[at];
    if (dialect.quote() != Dialect.NONE && next == dialect.quote()) {
      state = State.QUOTED;
      return at + 1;
    }
    boolean blank = next != dialect.delimiter() && (next == ' ' || next == '\t');
    if (dialect.trim() && blank) {
      return at + 1;
    }
    state = State.UNQUOTED;
    return at;
  }

  private int startQuote(byte[] bytes, int at, int to) {
    if (at < to) {
      state = bytes[at] == dialect.quote() ? State.QUOTE : State.ESCAPE;
      return at + 1;
    }
    return at;
  }
}
