package io.millrace.jobs;

import io.millrace.jobs.io.CommitMarker;
import io.millrace.jobs.io.RejectStore;
import io.millrace.jobs.io.Run;
import io.millrace.jobs.io.Sink;
import io.millrace.jobs.stage.StagedOutput;
import io.millrace.transforms.InvalidInputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Shows all that a run staged, or none of it. */
record Publishing(
    Run run, Optional<RejectStore> store, List<Sink.Staged> staged, CommitMarker marker) {

  /**
   * Shows all outputs or none. Rejects come first: a run that dies here has told of every row that
   * its outputs lack. What is replaced goes only when everything new is in place and the run is
   * decided; from there on nothing is taken back.
   *
   * @param targets the folders of the outputs
   * @param unchallenged fails if another run has begun meanwhile
   */
  void publish(List<StagedOutput> outputs, List<String> targets, Runnable unchallenged) {
    List<Runnable> withdrawals = new ArrayList<>();
    try {
      store.ifPresent(
          rejects -> {
            withdrawals.add(0, rejects::withdraw);
            rejects.publish(outputs, run);
          });
      for (int i = 0; i < staged.size(); i++) {
        Sink.Staged output = staged.get(i);
        // A table shows what it is given at once, so not when another run has begun meanwhile.
        unchallenged.run();
        withdrawals.add(0, () -> withdraw(output, unchallenged));
        show(i);
      }
      List<String> all = new ArrayList<>(targets);
      store.flatMap(RejectStore::published).ifPresent(all::add);
      marker.prepare(all);
      // Whoever takes over after this look takes away what was prepared.
      requireHeld(unchallenged);
      marker.set();
    } catch (Exception | Error e) {
      // Spark throws its checked AnalysisException undeclared.
      if (!isDecided(e)) {
        withdrawals.forEach(withdrawal -> attempt(withdrawal, e));
        throw e;
      }
    }
  }

  /** Says of several outputs which one cannot be shown. */
  private void show(int i) {
    try {
      staged.get(i).publish();
    } catch (InvalidInputException e) {
      if (staged.size() == 1) {
        throw e;
      }
      String said = e.getMessage();
      throw new InvalidInputException(
          "outputs[" + i + "]" + (said.startsWith("sink.") ? "." : ": ") + said, e);
    }
  }

  /** Whoever has taken over relies on the commits that it has found in tables, so they stay. */
  private static void withdraw(Sink.Staged output, Runnable unchallenged) {
    if (output.isCommitted()) {
      unchallenged.run();
    }
    output.withdraw();
  }

  private void requireHeld(Runnable unchallenged) {
    unchallenged.run();
    store.ifPresent(RejectStore::requireHeld);
    staged.forEach(Sink.Staged::requireHeld);
  }

  /**
   * Writing the marker may have failed after it was there. Where nobody can tell, nothing is taken
   * back: the next run will know.
   */
  private boolean isDecided(Throwable failure) {
    try {
      return marker.settle();
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
      throw new InvalidInputException(
          "cannot tell whether the run is decided, so the next one finishes or undoes it: "
              + failure.getMessage(),
          failure);
    }
  }

  /**
   * Removes what is replaced. A failure changes nothing of the decision: the next run that
   * publishes there finishes it.
   *
   * @return what could not be finished
   */
  List<String> finish() {
    List<String> unfinished = new ArrayList<>();
    List<Runnable> all = new ArrayList<>();
    staged.forEach(output -> all.add(output::finish));
    store.ifPresent(rejects -> all.add(rejects::finish));
    for (Runnable one : all) {
      try {
        one.run();
      } catch (RuntimeException e) {
        unfinished.add(FailureText.of(e));
      }
    }
    return unfinished;
  }

  /** Throws away what was staged. */
  void discard(Throwable failure) {
    staged.forEach(output -> attempt(output::discard, failure));
  }

  private static void attempt(Runnable cleaning, Throwable failure) {
    try {
      cleaning.run();
    } catch (Exception e) {
      failure.addSuppressed(e);
    }
  }
}
