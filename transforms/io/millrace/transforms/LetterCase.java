package io.millrace.transforms;

/** What becomes of capitals and small letters. */
public enum LetterCase {
  /** They stay. */
  KEEP,
  /** All are small. */
  LOWER,
  /** All are capitals. */
  UPPER
}
