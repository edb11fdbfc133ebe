package io.millrace.faults;

/** What may go wrong with a call between a client and S3. */
public enum Fault {
  /** S3 asks for patience: 503, and nothing is done. */
  SLOW_DOWN,
  /** S3 has failed: 500, and nothing is done. */
  INTERNAL_ERROR,
  /** The connection ends before S3 hears of the call. */
  LOST_CALL,
  /** S3 does what it is asked, and the connection ends before it can say so. */
  LOST_ANSWER,
  /** The connection ends in the middle of the answer. */
  CUT,
  /** S3 says 200, and then that it has failed. */
  LATE_ERROR,
  /** It takes longer. */
  DELAY
}
