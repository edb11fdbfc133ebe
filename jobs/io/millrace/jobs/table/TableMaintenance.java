package io.millrace.jobs.table;

import io.millrace.transforms.InvalidInputException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;

/** Keeps a table in order: it is quick to read, and holds no more files than it needs. */
public final class TableMaintenance {

  private final TableCatalog catalog;
  private final Upkeep upkeep;

  /** Nothing is looked at yet. */
  public TableMaintenance(SparkSession spark, TableName name, TableFormat format, Chores chores) {
    this.catalog = new TableCatalog(spark, name, format, TableRole.ACTION);
    this.upkeep =
        format == TableFormat.ICEBERG
            ? new IcebergUpkeep(catalog, chores)
            : new DeltaUpkeep(catalog, chores);
  }

  /**
   * What would be done.
   *
   * @throws InvalidInputException if it could not be done
   */
  public List<String> plan() {
    check();
    List<String> sentences = new ArrayList<>();
    sentences.add(upkeep.state());
    upkeep.steps().forEach(step -> sentences.add(step.sentence()));
    return sentences;
  }

  private void check() {
    catalog.check();
    upkeep.check();
    if (!catalog.spark().catalog().tableExists(catalog.table().sql())) {
      throw catalog.mistake("table: there is no table " + catalog.table());
    }
    catalog.requireFormat();
    upkeep.checkTable();
  }

  /**
   * Does it, and begins no step when the time is over.
   *
   * @param budget how long steps may be begun
   * @return by step what was done, in figures
   */
  public Map<String, Object> run(Optional<Duration> budget) {
    check();
    Deadline deadline = Deadline.in(budget);
    Map<String, Object> done = new LinkedHashMap<>();
    for (Upkeep.Step step : upkeep.steps()) {
      done.put(
          step.name(), deadline.isOver() ? "not begun: the time was over" : did(step, deadline));
    }
    return done;
  }

  private Map<String, Object> did(Upkeep.Step step, Deadline deadline) {
    try {
      return step.work().until(deadline);
    } catch (Exception e) {
      // Spark throws its checked AnalysisException undeclared.
      throw catalog.failure(
          "%s failed, and what was done before it stays, of".formatted(step.name()), e);
    }
  }
}
