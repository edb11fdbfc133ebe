package io.millrace.jobs;

import io.millrace.jobs.io.Sink;
import io.millrace.transforms.Default;
import io.millrace.transforms.Transform;
import java.util.List;

/**
 * A branch of a job's rows: steps of its own, and where the rows go.
 *
 * @param restricted whether only those read it who may see personal data: columns that {@code
 *     tag-columns} names may reach it unprotected
 */
public record Output(
    @Default("[]") List<Transform> transforms, Sink sink, @Default("false") boolean restricted) {

  public Output {
    transforms = List.copyOf(transforms);
  }

  /** For readers who may not see personal data. */
  public Output(List<Transform> transforms, Sink sink) {
    this(transforms, sink, false);
  }

  /** The rows as they are. */
  public Output(Sink sink) {
    this(List.of(), sink, false);
  }
}
