package io.millrace.jobs;

import io.millrace.jobs.io.Sink;
import io.millrace.transforms.Default;
import io.millrace.transforms.Transform;
import java.util.List;

/** A branch of a job's rows: steps of its own, and where the rows go. */
public record Output(@Default("[]") List<Transform> transforms, Sink sink) {

  public Output {
    transforms = List.copyOf(transforms);
  }

  /** The rows as they are. */
  public Output(Sink sink) {
    this(List.of(), sink);
  }
}
