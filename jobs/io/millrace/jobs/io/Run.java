package io.millrace.jobs.io;

import java.util.Optional;

/**
 * One execution of a job, as a sink needs to know it.
 *
 * @param id unique, fit for a file name, later runs sort later
 * @param rejects folder for the rejects of this run
 * @param failOnReject whether the first reject ends the run
 */
public record Run(String id, Optional<String> rejects, boolean failOnReject) {}
