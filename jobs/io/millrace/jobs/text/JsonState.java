package io.millrace.jobs.text;

/** What {@link JsonDocuments} looks for next. */
enum JsonState {
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
  REST;

  /** Whether white space means nothing here. */
  boolean isBetween() {
    return switch (this) {
      case LINE, RECORD, SKIPPED, IN_NAME, REST -> false;
      default -> true;
    };
  }

  /** Whether the text since the begin of a record is part of it. */
  boolean isInRecord() {
    return this == RECORD || this == LINE || this == REST;
  }
}
