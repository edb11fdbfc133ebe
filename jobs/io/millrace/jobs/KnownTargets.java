package io.millrace.jobs;

import io.millrace.jobs.ledger.Ledger;
import io.millrace.jobs.ledger.OpenBatch;
import io.millrace.jobs.ledger.StoreName;
import io.millrace.transforms.InvalidInputException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * Where a ledger says that rows went, against where they go now: an output that is new lacks what
 * was read before.
 *
 * @param outputs of the job
 */
record KnownTargets(Ledger ledger, List<String> outputs) {

  static KnownTargets of(Ledger ledger, Pipeline pipeline, Configuration hadoop) {
    List<String> outputs = new ArrayList<>();
    for (Output output : pipeline.outputs()) {
      Optional<String> folder = output.sink().folder();
      outputs.add(folder.map(path -> qualified(path, hadoop)).orElse(output.sink().target()));
    }
    return new KnownTargets(ledger, outputs);
  }

  private static String qualified(String folder, Configuration hadoop) {
    Path path = new Path(folder);
    try {
      return path.getFileSystem(hadoop).makeQualified(path).toString();
    } catch (IOException e) {
      throw new InvalidInputException("cannot open " + path + ": " + e.getMessage(), e);
    }
  }

  /** What a run that died has begun can be ended only where it was begun. */
  void require(OpenBatch begun) {
    if (!begun.targets().isEmpty() && !places(begun.targets()).equals(places(outputs))) {
      throw new InvalidInputException(
          "batch %s was begun by a run that died, and wrote to %s, but the job now writes to %s; run it once as it was, or, if none of its rows are there, drop the batch with: ledger rewind --to %s"
              .formatted(
                  begun.number(),
                  String.join(", ", begun.targets()),
                  String.join(", ", outputs),
                  begun.number() - 1));
    }
  }

  private static Set<String> places(List<String> targets) {
    return targets.stream().map(StoreName::of).collect(Collectors.toSet());
  }

  /** Says which outputs are new. */
  Optional<String> note() {
    Set<String> known = places(ledger.targets());
    List<String> fresh =
        outputs.stream().filter(target -> !known.contains(StoreName.of(target))).toList();
    return ledger.targets().isEmpty() || fresh.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "not written to before, so without the rows of earlier batches: "
                + String.join(", ", fresh));
  }
}
