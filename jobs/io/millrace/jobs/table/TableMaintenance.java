package io.millrace.jobs.table;

import io.millrace.transforms.InvalidInputException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
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
   * @param done takes what was done by step, in figures; also what a failure leaves
   */
  public void run(Optional<Duration> budget, Map<String, Object> done) {
    check();
    Deadline deadline = Deadline.in(budget);
    for (Upkeep.Step step : upkeep.steps()) {
      if (deadline.isOver()) {
        done.put(step.name(), "not begun: the time was over");
        continue;
      }
      Map<String, Object> figures = new TreeMap<>();
      done.put(step.name(), figures);
      act(step, deadline, figures);
    }
  }

  private void act(Upkeep.Step step, Deadline deadline, Map<String, Object> figures) {
    try {
      step.work().until(deadline, figures);
    } catch (Exception e) {
      // Spark throws its checked AnalysisException undeclared.
      throw catalog.failure(
          "%s failed, and what was done before it stays, of".formatted(step.name()), e);
    }
  }
}
