package io.millrace.jobs.io;

import io.millrace.jobs.stage.StagePlace;
import io.millrace.jobs.table.TableRead;
import java.util.List;
import java.util.Optional;

/**
 * One execution of a job, as a sink needs to know it.
 *
 * @param id unique, fit for a file name, later runs sort later
 * @param rejects where the rejects of this run go
 * @param failOnReject whether the first reject ends the run
 * @param personal whether the job handles personal data, so that no value may stand in a plan
 * @param marker the file that is there once the run is decided; empty if nothing says so
 * @param attempts earlier runs that died with the same batch
 * @param read the tables that the job reads, as it found them
 */
public record Run(
    String id,
    Optional<StagePlace> rejects,
    boolean failOnReject,
    boolean personal,
    String marker,
    List<String> attempts,
    List<TableRead> read) {

  public Run {
    attempts = List.copyOf(attempts);
    read = List.copyOf(read);
  }

  /** A run on its own. */
  public Run(String id, Optional<StagePlace> rejects, boolean failOnReject) {
    this(id, rejects, failOnReject, false, "", List.of(), List.of());
  }
}
