package io.millrace.jobs.io;

import io.millrace.jobs.stage.StagedOutput;
import io.millrace.jobs.table.WriteTarget;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** The rows of one {@link WriteTable}, kept until they are written in one commit. */
final class StagedWrite implements Sink.Staged {

  private final WriteMode mode;
  private final WriteTarget target;
  private final KeptRows rows;
  private final Run run;
  private boolean isThere;

  StagedWrite(WriteMode mode, WriteTarget target, KeptRows rows, Run run) {
    this.mode = mode;
    this.target = target;
    this.rows = rows;
    this.run = run;
  }

  @Override
  public StagedOutput output() {
    return rows.output(List.of());
  }

  @Override
  public Map<String, Long> counts() {
    return isThere ? Map.of("rows-there-before", rows.number()) : Map.of();
  }

  /** A run that died may have got so far as to write the same rows. */
  @Override
  public void publish() {
    isThere = target.holds(run.attempts());
    if (isThere) {
      return;
    }
    switch (mode) {
      case APPEND -> add();
      case ERROR_IF_EXISTS -> fill();
      case OVERWRITE -> target.replace(rows.good(), run.id(), run.read());
      case OVERWRITE_PARTITIONS -> {
        target.requirePartitions();
        if (rows.number() == 0) {
          add();
        } else {
          target.replacePartitions(rows.good(), run.id(), run.read());
        }
      }
    }
  }

  private void fill() {
    if (rows.number() == 0) {
      target.requireEmpty();
      target.create(rows.good(), run.id());
    } else {
      target.fill(rows.good(), run.id());
    }
  }

  /** Without a row nothing is committed, but the table is there. */
  private void add() {
    if (rows.number() == 0) {
      target.create(rows.good(), run.id());
    } else {
      target.append(rows.good(), run.id());
    }
  }

  @Override
  public boolean isCommitted() {
    return true;
  }

  @Override
  public void finish() {
    rows.close();
  }

  @Override
  public void withdraw() {
    target.withdraw(run.id());
  }

  @Override
  public void discard() {
    rows.close();
  }

  @Override
  public Dataset<Row> sample(SparkSession spark) {
    return target.rows();
  }
}
