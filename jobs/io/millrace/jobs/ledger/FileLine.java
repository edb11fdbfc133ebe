package io.millrace.jobs.ledger;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;

/**
 * A line of a ledger about a file.
 *
 * @param modified ISO 8601 in UTC, to the millisecond
 * @param etag null where the file system has none
 * @param batch the entry that read it, in snapshots; null otherwise
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
record FileLine(
    String source, String path, long length, String modified, String etag, Integer batch) {

  static FileLine of(LedgerFile file, Integer batch) {
    FileMark mark = file.mark();
    return new FileLine(
        file.source(),
        file.path(),
        mark.length(),
        Instant.ofEpochMilli(mark.modified()).toString(),
        mark.etag().isEmpty() ? null : mark.etag(),
        batch);
  }

  LedgerFile file() {
    if (source == null || path == null || modified == null) {
      throw new IllegalArgumentException("source, path or modified is missing");
    }
    long time = Instant.parse(modified).toEpochMilli();
    return new LedgerFile(source, path, new FileMark(length, time, etag == null ? "" : etag));
  }
}
