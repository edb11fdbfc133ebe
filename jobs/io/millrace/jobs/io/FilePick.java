package io.millrace.jobs.io;

import java.util.List;

/** Which files of a source are read. */
@FunctionalInterface
public interface FilePick {

  /** All that fit. */
  FilePick ALL = (all, fitting) -> fitting;

  /**
   * Picks.
   *
   * @param all files that are there
   * @param fitting those that the source's own condition lets through
   */
  List<InputFile> pick(List<InputFile> all, List<InputFile> fitting);
}
