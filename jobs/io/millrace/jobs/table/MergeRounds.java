package io.millrace.jobs.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A merge is done again as long as other jobs come between what it looks at and what it writes: the
 * same changes may be merged as often as one likes.
 *
 * @param heeded tables that must be, when it has written, as it found them but for what it wrote
 * @param run whose commits are its own
 */
record MergeRounds(List<TargetTable> heeded, String run) {

  private static final int MOST = 5;

  void run(Runnable merge) {
    for (int round = 1; !isDone(merge, round == MOST); round++) {
      if (round == MOST) {
        throw new IllegalStateException("again and again a " + CatalogFailure.CONFLICT + " commit");
      }
    }
  }

  private boolean isDone(Runnable merge, boolean last) {
    List<Optional<String>> found = new ArrayList<>();
    heeded.forEach(table -> found.add(table.commits().version()));
    try {
      merge.run();
    } catch (Exception e) {
      // Spark throws its checked AnalysisException undeclared.
      if (last || !CatalogFailure.isConflict(e)) {
        throw e;
      }
      return false;
    }
    for (int i = 0; i < found.size(); i++) {
      if (!heeded.get(i).commits().isOnlyOf(run, found.get(i))) {
        return false;
      }
    }
    return true;
  }
}
