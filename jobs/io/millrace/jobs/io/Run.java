package io.millrace.jobs.io;

import io.millrace.jobs.stage.StagePlace;
import java.util.List;
import java.util.Optional;

/**
 * One execution of a job, as a sink needs to know it.
 *
 * @param id unique, fit for a file name, later runs sort later
 * @param rejects where the rejects of this run go
 * @param failOnReject whether the first reject ends the run
 * @param marker the file that is there once the run is decided; empty if nothing says so
 * @param attempts earlier runs that died with the same batch
 */
public record Run(
    String id,
    Optional<StagePlace> rejects,
    boolean failOnReject,
    String marker,
    List<String> attempts) {

  public Run {
    attempts = List.copyOf(attempts);
  }

  /** A run on its own. */
  public Run(String id, Optional<StagePlace> rejects, boolean failOnReject) {
    this(id, rejects, failOnReject, "", List.of());
  }
}
