package io.millrace.jobs.ledger;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.millrace.transforms.InvalidInputException;
import java.util.List;
import java.util.Map;

/**
 * The first line of a file of a ledger.
 *
 * @param version of the form of ledgers
 * @param job whose ledger it is
 * @param at when it was written, ISO 8601 in UTC
 * @param run that wrote it; empty where none did
 * @param roots per source the folder that paths are below; for plans and snapshots
 * @param targets where the rows go; for plans and snapshots
 * @param to the number that a rewind goes back to; 0 otherwise
 * @param lines how many follow
 * @param batches what was done so far, in snapshots; in what ends an entry only itself
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record Heading(
    @JsonProperty("millrace-ledger") int version,
    String job,
    String at,
    String run,
    Map<String, String> roots,
    List<String> targets,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) int to,
    long lines,
    List<BatchRecord> batches) {

  /** What this version writes, and the newest that it reads. */
  static final int VERSION = 1;

  Heading {
    run = run == null ? "" : run;
    roots = roots == null ? Map.of() : roots;
    targets = targets == null ? List.of() : targets;
    batches = batches == null ? List.of() : batches;
  }

  void requireKnown(String file) {
    if (version > VERSION) {
      throw new InvalidInputException(
          "ledger: %s was written by a newer Millrace (ledger version %s, and this one knows %s); run the job with that version"
              .formatted(file, version, VERSION));
    }
    if (version < 1 || job == null || at == null) {
      throw new IllegalArgumentException("it is no heading of a ledger");
    }
  }
}
