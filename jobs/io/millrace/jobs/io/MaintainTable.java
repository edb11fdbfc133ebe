package io.millrace.jobs.io;

import io.millrace.jobs.table.Chores;
import io.millrace.jobs.table.Compact;
import io.millrace.jobs.table.ExpireSnapshots;
import io.millrace.jobs.table.RemoveOrphanFiles;
import io.millrace.jobs.table.TableFormat;
import io.millrace.jobs.table.TableMaintenance;
import io.millrace.jobs.table.TableName;
import io.millrace.transforms.Default;
import io.millrace.transforms.Example;
import io.millrace.transforms.Require;
import io.millrace.transforms.Summary;
import java.time.Duration;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;

/**
 * Keeps a table in order by the format's own procedures: what is named is done, in the order of the
 * parameters. Readers see the same rows before, meanwhile and after.
 *
 * @param table {@code catalog.namespace.name}
 * @param format of the table
 * @param compact small files into large ones
 * @param expireSnapshots what only old versions need goes
 * @param removeOrphanFiles files of writers that died go, for Iceberg
 * @param rewriteManifests whether lists of files are put in the order of the partitions, for
 *     Iceberg
 * @param timeBudget when nothing more is begun; compaction of Iceberg then goes in rounds, and what
 *     a round has done stays
 */
@Summary("Keeps an Iceberg or Delta table in order: compacts, expires snapshots, removes orphans.")
@Example(
    """
    { type = maintain-table, table = lake.shop.orders, compact {}, expire-snapshots { older-than = 7 days } }
    """)
public record MaintainTable(
    String table,
    @Default("iceberg") TableFormat format,
    Optional<Compact> compact,
    Optional<ExpireSnapshots> expireSnapshots,
    Optional<RemoveOrphanFiles> removeOrphanFiles,
    @Default("false") boolean rewriteManifests,
    Optional<Duration> timeBudget)
    implements Action {

  public MaintainTable {
    Require.notBlank(table, "table");
    TableName.parse(table, "table");
    new Chores(compact, expireSnapshots, removeOrphanFiles, rewriteManifests);
    if (timeBudget.filter(time -> time.isNegative() || time.isZero()).isPresent()) {
      throw new IllegalArgumentException("time-budget must be longer than nothing");
    }
  }

  @Override
  public String target() {
    return table;
  }

  @Override
  public ActionPlan look(SparkSession spark) {
    TableMaintenance table = open(spark);
    return new ActionPlan(table.plan(), done -> table.run(timeBudget, done));
  }

  private TableMaintenance open(SparkSession spark) {
    return new TableMaintenance(
        spark,
        TableName.parse(table, "table"),
        format,
        new Chores(compact, expireSnapshots, removeOrphanFiles, rewriteManifests));
  }
}
