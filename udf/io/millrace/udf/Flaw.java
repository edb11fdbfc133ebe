package io.millrace.udf;

import org.apache.spark.unsafe.types.UTF8String;

/** Why a value is not one of its kind, in words that go behind a column's name. */
enum Flaw {
  NONE(null),
  EMPTY("is empty"),
  SSN_CHARACTER("is no SSN: it has other characters than digits, with spaces and dashes between"),
  SSN_LENGTH("is no SSN: it has not nine digits"),
  SSN_AREA("is no SSN: no area is 000, 666 or above 899"),
  SSN_GROUP("is no SSN: no group is 00"),
  SSN_SERIAL("is no SSN: no serial is 0000"),
  CARD_CHARACTER(
      "is no card number: it has other characters than digits, with spaces and dashes between"),
  CARD_LENGTH("is no card number: it has not 12 to 19 digits"),
  CARD_CHECK("is no card number: its check digit is wrong"),
  EMAIL("is no e-mail address"),
  PHONE_CHARACTER("is no phone number: it has other characters than digits and separators"),
  PHONE_LENGTH("is no phone number: it has not 7 to 15 digits"),
  PHONE_PREFIX("is no phone number: a zero follows its international prefix");

  /** Null for {@link #NONE}. */
  final UTF8String sentence;

  Flaw(String sentence) {
    this.sentence = UTF8String.fromString(sentence);
  }
}
