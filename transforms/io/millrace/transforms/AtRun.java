package io.millrace.transforms;

import java.time.Instant;

/** A step whose result depends on when the run began, which only the job knows. */
public interface AtRun extends Transform {

  /** The step of a run that began at {@code started}. */
  Transform at(Instant started);
}
