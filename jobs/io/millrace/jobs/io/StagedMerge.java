package io.millrace.jobs.io;

import io.millrace.jobs.stage.StagedOutput;
import io.millrace.jobs.table.Alteration;
import io.millrace.jobs.table.MergeTarget;
import io.millrace.jobs.table.StateFacts;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** The reduced changes of one {@link MergeIntoTable}, kept until they are merged. */
record StagedMerge(
    MergeTarget target,
    Dataset<Row> batch,
    StateFacts facts,
    List<Alteration> alterations,
    boolean replacing,
    Map<String, Long> reduced,
    StagedOutput output,
    String run)
    implements Sink.Staged {

  @Override
  public Map<String, Long> counts() {
    Map<String, Long> counts = new TreeMap<>(target.changed());
    counts.putAll(reduced);
    return counts;
  }

  @Override
  public void publish() {
    target.merge(batch, facts, alterations, replacing, run);
  }

  @Override
  public boolean isCommitted() {
    return true;
  }

  @Override
  public void finish() {
    batch.unpersist();
  }

  @Override
  public void withdraw() {
    target.withdraw(run);
  }

  @Override
  public void discard() {
    batch.unpersist();
  }

  @Override
  public Dataset<Row> sample(SparkSession spark) {
    return target.rows();
  }
}
