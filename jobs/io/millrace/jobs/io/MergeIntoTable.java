package io.millrace.jobs.io;

import io.millrace.jobs.stage.Persisted;
import io.millrace.jobs.table.Alteration;
import io.millrace.jobs.table.HeldLoads;
import io.millrace.jobs.table.KeysTold;
import io.millrace.jobs.table.MergeTarget;
import io.millrace.jobs.table.NewTable;
import io.millrace.jobs.table.StateFacts;
import io.millrace.jobs.table.TableFormat;
import io.millrace.jobs.table.TableName;
import io.millrace.transforms.Change;
import io.millrace.transforms.ChangeRules;
import io.millrace.transforms.Default;
import io.millrace.transforms.Example;
import io.millrace.transforms.Require;
import io.millrace.transforms.Summary;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Merges changes into a table of Iceberg or Delta, which is made if it is not there; its namespace
 * must be. Changes may come twice, late and in any order: an older one never overwrites a newer
 * one, and brings back nothing that was deleted. Every run is one MERGE of one row per key, and one
 * before it for the deletions that are remembered.
 *
 * @param table {@code catalog.namespace.name}
 * @param changes how rows become rows of the table
 * @param format of the table
 * @param partitionBy of a table that is made: columns, and for Iceberg also {@code years}, {@code
 *     months}, {@code days} and {@code hours} of one, {@code bucket(16, id)} and {@code truncate(3,
 *     code)}
 * @param properties of a table that is made
 * @param schemaChanges what is done where the changes have other columns than the table. A column
 *     that was added to the table stays if the run fails after all
 * @param fullRefresh whether the changes are all there is: what is not among them leaves. Say so
 *     for one run, after a new full load: {@code --set sink.full-refresh=true}
 * @param tombstones the table that remembers deletions; {@code table} with {@code _tombstones} if
 *     absent
 */
@Summary(
    "Merges changes into an Iceberg or Delta table: upserts, deletions, history; in any order.")
@Example(
    """
    { type = merge-into-table, table = lake.shop.orders, changes { keys = [order_id] }, partition-by = ["days(created)"] }
    """)
public record MergeIntoTable(
    String table,
    ChangeRules changes,
    @Default("iceberg") TableFormat format,
    @Default("[]") List<String> partitionBy,
    @Default("{}") Map<String, String> properties,
    @Default("{}") SchemaChanges schemaChanges,
    @Default("false") boolean fullRefresh,
    Optional<String> tombstones)
    implements Sink {

  public MergeIntoTable {
    Require.notBlank(table, "table");
    TableName.parse(table, "table");
    tombstones.ifPresent(name -> TableName.parse(name, "tombstones"));
    partitionBy = partitionBy.isEmpty() ? List.of() : Require.names(partitionBy, "partition-by");
    properties = Map.copyOf(properties);
    new NewTable(format, partitionBy, List.of(), properties);
  }

  /** Into an Iceberg table, and the defaults for all else. */
  public MergeIntoTable(String table, ChangeRules changes) {
    this(
        table,
        changes,
        TableFormat.ICEBERG,
        List.of(),
        Map.of(),
        SchemaChanges.USUAL,
        false,
        Optional.empty());
  }

  @Override
  public String target() {
    return table;
  }

  @Override
  public List<String> places() {
    return List.of(table, beside().toString());
  }

  @Override
  public boolean isJudging() {
    return true;
  }

  @Override
  public Dataset<Row> judged(Dataset<Row> rows) {
    Dataset<Row> judged = changes.judged(rows);
    judged = drift(judged, open(rows.sparkSession())).judged(judged, changes::isKey);
    return changes.wholeIfMoved(judged);
  }

  private SchemaDrift drift(Dataset<Row> judged, MergeTarget target) {
    StructType mine = new StructType();
    for (String name : changes.tableColumns(judged)) {
      mine = mine.add(judged.schema().apply(name));
    }
    StructType theirs = new StructType();
    for (StructField field : target.columns().map(StructType::fields).orElse(mine.fields())) {
      theirs = Change.NAMES.contains(field.name()) ? theirs : theirs.add(field);
    }
    target.requireOurs();
    SchemaDrift drift = new SchemaComparison(theirs, mine, schemaChanges).drift();
    drift.require(changes::isKey);
    return drift;
  }

  private List<Alteration> alterations(SchemaDrift drift, MergeTarget target, StructType batch) {
    return target
        .columns()
        .map(there -> new TableAlterations(format, drift).of(there, batch))
        .orElse(List.of());
  }

  @Override
  public List<String> plan(SparkSession spark, StructType columns) {
    Dataset<Row> none = changes.judged(spark.createDataFrame(List.<Row>of(), columns));
    MergeTarget target = open(spark);
    SchemaDrift drift = drift(none, target);
    Dataset<Row> states = target.completed(states(drift.judged(none, changes::isKey)));
    List<String> sentences = new ArrayList<>();
    sentences.addAll(target.plan(states, alterations(drift, target, states.schema())));
    drift.differences().forEach(difference -> sentences.add(difference.sentence()));
    if (fullRefresh) {
      sentences.add("full-refresh: whatever is there would be replaced");
    }
    return sentences;
  }

  @Override
  public Staged stage(Dataset<Row> rows, Run run) {
    MergeTarget target = open(rows.sparkSession());
    try (ChangeBatch batch = ChangeBatch.of(rows, run)) {
      Optional<HeldLoads> held = Optional.empty();
      if (fullRefresh) {
        batch.requireWhole(changes, table);
      } else {
        held = Optional.of(target.held());
      }
      Dataset<Row> good = batch.current(changes, held, table + " is");
      Dataset<Row> states = target.completed(states(good));
      SchemaDrift drift = drift(batch.good(), target);
      List<Alteration> alterations = alterations(drift, target, states.schema());
      StateFacts facts = kept(states, run);
      Map<String, Long> reduced =
          changes.scdType() == 1 ? Map.of("keys", facts.states()) : Map.of();
      return new StagedMerge(
          target,
          states,
          facts,
          alterations,
          fullRefresh,
          reduced,
          batch.output(List.of()),
          run.id());
    }
  }

  /** Keeps the states now, because the rows that they are made from are let go. */
  private StateFacts kept(Dataset<Row> states, Run run) {
    Persisted.of(states);
    try {
      return StateFacts.of(states, changes, told(run));
    } catch (Exception | Error e) {
      // Spark throws its checked SparkException undeclared.
      states.unpersist();
      throw e;
    }
  }

  /** Delta keeps the statement of a commit, and has no buckets that single keys would leave out. */
  private KeysTold told(Run run) {
    if (run.personal() || fullRefresh) {
      return KeysTold.NONE;
    }
    return format == TableFormat.DELTA ? KeysTold.BOUNDS : KeysTold.EACH;
  }

  private Dataset<Row> states(Dataset<Row> good) {
    Dataset<Row> states = changes.states(good);
    return changes.scdType() == 2 ? states : changes.merged(states);
  }

  private MergeTarget open(SparkSession spark) {
    TableName name = TableName.parse(table, "table");
    NewTable design = new NewTable(format, partitionBy, List.of(), properties);
    return new MergeTarget(spark, name, beside(), design, changes);
  }

  private TableName beside() {
    return tombstones
        .map(other -> TableName.parse(other, "tombstones"))
        .orElseGet(() -> TableName.parse(table, "table").with("_tombstones"));
  }
}
