package io.millrace.jobs.text;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A file as it was when the read was planned.
 *
 * @param path any Hadoop path
 * @param length bytes; a file of another length fails the read
 * @param modified milliseconds since 1970, or 0 if unknown; a file changed since fails the read
 * @param folders what its folders say: one text, or null, for each of {@link TextScan#folders}
 */
public record TextFile(String path, long length, long modified, List<String> folders)
    implements Serializable {

  /** What opening a file costs, in bytes that could be read meanwhile: 5 ms at 50 MB/s. */
  private static final long OPEN_COST = 256L << 10;

  public TextFile {
    folders = Collections.unmodifiableList(new ArrayList<>(folders));
  }

  /** Whose folders say nothing. */
  public TextFile(String path, long length, long modified) {
    this(path, length, modified, List.of());
  }

  /**
   * Whether it is the one that was last written at this time. A store may list milliseconds, as
   * MinIO, Ceph and S3Mock do, and tell of one object in seconds, the dates of HTTP (RFC 9110,
   * section 5.6.7).
   */
  boolean isOf(long time) {
    boolean inSeconds = modified % 1000 == 0 || time % 1000 == 0;
    boolean sameSecond = Math.floorDiv(time, 1000L) == Math.floorDiv(modified, 1000L);
    return modified <= 0 || time == modified || (inSeconds && sameSecond);
  }

  /** Its bytes, and what opening it costs beside them. */
  public long cost() {
    return cost(length);
  }

  /** The cost of so many bytes of a file. */
  static long cost(long bytes) {
    return bytes + OPEN_COST;
  }
}
