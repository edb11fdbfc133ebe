package io.millrace.jobs.table;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What is read of a table, settled before the first row is.
 *
 * @param version the last one whose rows are read; empty if nothing was ever written
 * @param after of changes: the id of the last one whose changes are not read
 * @param newest whether that is the table as it was when the job began, and not as it had been
 */
public record TableRead(
    TableName table,
    TableFormat format,
    Optional<TableVersion> version,
    Optional<String> after,
    boolean newest) {

  /** In a run report. */
  public Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("table", table.toString());
    json.put("format", format.word());
    version.ifPresent(
        read -> {
          json.put(format.version(), read.id());
          json.put("committed", read.at().toString());
        });
    after.ifPresent(id -> json.put("changes-from", id));
    return json;
  }

  @Override
  public String toString() {
    String state =
        version
            .map(read -> format.version() + " " + read)
            .orElse("which has no " + format.version());
    return after
        .map(id -> "%s, changes after %s %s up to %s".formatted(table, format.version(), id, state))
        .orElseGet(() -> table + ", " + state);
  }
}
