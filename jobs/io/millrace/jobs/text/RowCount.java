package io.millrace.jobs.text;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.util.AccumulatorV2;

/**
 * Records delivered so far, good and rejected, kept per split, so that a task that is retried or a
 * second query over the same rows counts nothing twice.
 */
public final class RowCount extends AccumulatorV2<RowCount.SplitRows, Long> {

  private static final long serialVersionUID = 1L;

  /** Heartbeats copy it while a task adds. */
  private final ConcurrentHashMap<Integer, Long> splits = new ConcurrentHashMap<>();

  /** Records that one split has delivered so far. */
  public record SplitRows(int split, long rows) {}

  /** Records delivered, each split counted once. */
  public long total() {
    return splits.values().stream().mapToLong(Long::longValue).sum();
  }

  @Override
  public void add(SplitRows delivered) {
    splits.merge(delivered.split(), delivered.rows(), Math::max);
  }

  @Override
  public void merge(AccumulatorV2<SplitRows, Long> other) {
    for (Map.Entry<Integer, Long> split : ((RowCount) other).splits.entrySet()) {
      add(new SplitRows(split.getKey(), split.getValue()));
    }
  }

  @Override
  public Long value() {
    return total();
  }

  @Override
  public boolean isZero() {
    return splits.isEmpty();
  }

  @Override
  public RowCount copy() {
    RowCount copy = new RowCount();
    copy.splits.putAll(splits);
    return copy;
  }

  @Override
  public void reset() {
    splits.clear();
  }
}
