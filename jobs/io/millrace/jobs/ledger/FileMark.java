package io.millrace.jobs.ledger;

/**
 * How a file looked when it was read.
 *
 * @param length bytes
 * @param modified milliseconds since 1970
 * @param etag what an object store calls its content; empty elsewhere
 */
public record FileMark(long length, long modified, String etag) {

  /** Whether it is the same content, as far as the file system tells; a copy keeps its etag. */
  public boolean isSame(FileMark other) {
    boolean named = !etag.isEmpty() && !other.etag.isEmpty();
    return length == other.length && (named ? etag.equals(other.etag) : modified == other.modified);
  }
}
