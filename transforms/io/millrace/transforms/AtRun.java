package io.millrace.transforms;

import java.time.Instant;

/** A step whose result depends on when the job began, which only the job knows. */
public interface AtRun extends Transform {

  /** The same step in a run that began at {@code started}; row-wise if this one is. */
  Transform at(Instant started);
}
