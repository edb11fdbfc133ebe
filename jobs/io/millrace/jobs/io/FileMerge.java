package io.millrace.jobs.io;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_compact;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import io.millrace.jobs.stage.StageSpec;
import io.millrace.jobs.stage.StagedFile;
import io.millrace.jobs.stage.StagedOutput;
import io.millrace.jobs.stage.Staging;
import io.millrace.jobs.table.HeldLoads;
import io.millrace.transforms.Change;
import io.millrace.transforms.ChangeRules;
import io.millrace.transforms.Columns;
import io.millrace.transforms.Deletes;
import io.millrace.transforms.InvalidInputException;
import io.millrace.transforms.Trace;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/** One merge into files: what is there and the changes become what will be there. */
final class FileMerge {

  /** The folder, while staged, that tells rows from deletions. */
  static final String KIND = Trace.PREFIX + "kind";

  private static final String ROWS = "rows";
  private static final String TOMBSTONES = "tombstones";

  private final MergeIntoFiles sink;
  private final ChangeRules rules;
  private final Run run;
  private final SparkSession spark;
  private final Configuration hadoop;

  FileMerge(MergeIntoFiles sink, Run run, SparkSession spark) {
    this.sink = sink;
    this.rules = sink.changes();
    this.run = run;
    this.spark = spark;
    this.hadoop = spark.sparkContext().hadoopConfiguration();
  }

  Sink.Staged stage(ChangeBatch batch) {
    StagingFolder staging = new StagingFolder(sink.path(), run.id(), hadoop);
    staging.removeStale();
    Publication publication = new Publication(new Path(sink.path()), run, hadoop);
    try {
      // From before the files are read: what is merged with them must still be there at the end.
      publication.hold();
      MergedFiles there = new MergedFiles(sink.path(), spark);
      if (batch.applied() == 0 && there.size() > 0 && there.isFinished()) {
        return new StagedFileMerge(
            sink.files(),
            staging,
            batch.output(List.of()),
            publication,
            List.of(),
            there.mark(),
            new StructType());
      }
      Optional<HeldLoads> held = existing(there).map(MergedFiles::held);
      String are = "the files in " + sink.path() + " are";
      Dataset<Row> states = rules.states(batch.current(rules, held, are));
      SchemaDrift drift = sink.drift(batch.good(), existing(there));
      Optional<Set<String>> touched = touched(states, drift, there, batch);
      Dataset<Row> after = after(states, drift, there, touched, batch);
      RecordLayout layout = new RecordLayout(sink.files(), after.schema());
      List<StagedFile> files = write(after, layout, staging);
      return new StagedFileMerge(
          sink.files(),
          staging,
          batch.output(files),
          publication,
          there.files(touched),
          mark(states),
          layout.fileSchema());
    } catch (IOException e) {
      publication.release();
      staging.remove();
      throw new InvalidInputException("sink.path: cannot write to " + sink.path() + ": " + e, e);
    } catch (Exception | Error e) {
      // Spark throws its checked SparkException undeclared.
      publication.release();
      staging.remove();
      throw e;
    }
  }

  private Optional<MergedFiles> existing(MergedFiles there) {
    return sink.fullRefresh() ? Optional.empty() : Optional.of(there);
  }

  /**
   * What tells whether rows that are there are such as this merge leaves: one per key, or versions.
   */
  private String mark(Dataset<Row> states) {
    StructType keys = new StructType();
    for (String name : rules.keys()) {
      keys = keys.add(WiderType.field(states.schema(), name).orElseThrow());
    }
    return "keys %s, scd-type %s, deletes %s"
        .formatted(keys.catalogString(), rules.scdType(), rules.deletes());
  }

  /** The files that the changes concern; empty if it is all of them. */
  private Optional<Set<String>> touched(
      Dataset<Row> states, SchemaDrift drift, MergedFiles there, ChangeBatch batch) {
    boolean all =
        sink.fullRefresh()
            || rules.applyAsTruncateWhen().isPresent()
            || !drift.differences().isEmpty()
            || !there.mark().equals(mark(states))
            || there.isPartial() != isPartial(states);
    Column[] keys = rules.keys().stream().map(Columns::named).toArray(Column[]::new);
    return all ? Optional.empty() : there.holding(states.select(keys), batch.applied());
  }

  /** The rows and deletions that will be there, told apart by {@link #KIND}. */
  private Dataset<Row> after(
      Dataset<Row> states,
      SchemaDrift drift,
      MergedFiles there,
      Optional<Set<String>> touched,
      ChangeBatch batch) {
    Dataset<Row> changed = there.isPartial() ? partial(states) : states;
    Optional<Dataset<Row>> live =
        existing(there).flatMap(files -> files.live(drift, changed, touched));
    Optional<Dataset<Row>> dead =
        existing(there).flatMap(files -> files.dead(drift, changed, rules));
    Dataset<Row> told = dead.map(changed::unionByName).orElse(changed);
    Dataset<Row> merged;
    if (rules.scdType() == 2) {
      merged = rules.history(live.map(told::unionByName).orElse(told));
    } else if (live.isPresent() && there.mark().equals(mark(states))) {
      merged = rules.merged(told, live.get(), batch.applied() + there.remembered());
    } else {
      merged = rules.merged(live.map(told::unionByName).orElse(told));
    }
    return kinds(
        merged, new TombstoneLifetime(rules.tombstoneLifetime(), batch.newest(), Instant.now()));
  }

  private static boolean isPartial(Dataset<Row> states) {
    return Arrays.asList(states.columns()).contains(Change.COLUMNS);
  }

  private static Dataset<Row> partial(Dataset<Row> states) {
    if (isPartial(states)) {
      return states;
    }
    String change = states.schema().apply(Change.COLUMN).dataType().sql();
    return states.withColumn(Change.COLUMNS, lit(null).cast("map<string, " + change + ">"));
  }

  private Dataset<Row> kinds(Dataset<Row> merged, TombstoneLifetime lifetime) {
    boolean partial = isPartial(merged);
    boolean hard = rules.scdType() == 1 && rules.deletes() == Deletes.HARD;
    Column live = hard ? Change.isAlive() : col(Change.COLUMN).isNotNull();
    // Where changes supply only some columns, a deletion counts even below a later insert.
    Column dead = partial && hard ? col(Change.DELETED).isNotNull() : live.equalTo(false);
    // What a truncation took needs no memory of its own.
    Column own = coalesce(col(Change.DELETED).getField("op").notEqual("T"), lit(true));
    Column keyless = Columns.named(rules.keys().get(0)).isNull();
    Column remembered = dead.and(lifetime.lasts()).and(own.or(keyless));
    // Only where changes supply some columns can a row be both, so only there rows are doubled.
    Dataset<Row> told =
        partial && hard
            ? merged.withColumn(
                KIND, explode(array_compact(array(when(live, ROWS), when(remembered, TOMBSTONES)))))
            : merged
                .withColumn(KIND, when(live, ROWS).when(remembered, TOMBSTONES))
                .where(col(KIND).isNotNull());
    Column row = col(KIND).equalTo(ROWS);
    List<Column> all = new ArrayList<>();
    for (String name : merged.columns()) {
      Column value = Columns.named(name);
      if (name.equals(Change.COLUMN)) {
        all.add(when(row, value).otherwise(col(Change.DELETED)).as(name));
      } else if (!hard || !name.equals(Change.DELETED)) {
        all.add(rules.isKey(name) ? value : when(row, value).as(name));
      }
    }
    all.add(col(KIND));
    return told.select(all.toArray(Column[]::new));
  }

  private List<StagedFile> write(Dataset<Row> rows, RecordLayout layout, StagingFolder staging)
      throws IOException {
    WriteFiles files = sink.files();
    StageSpec spec =
        new StageSpec(
            staging.place("data", ""),
            null,
            FileEncoding.of(files, spark, layout),
            layout.fileSchema(),
            files.partitionBy(),
            false,
            Map.of(KIND + "=" + TOMBSTONES, MergedFiles.TOMBSTONES, KIND + "=" + ROWS, ""),
            files.targetFileSize().bytes(),
            run.id(),
            run.failOnReject());
    StagedOutput output = Staging.write(layout.lay(rows, files.distributionMode()), spec);
    List<StagedFile> staged = new ArrayList<>();
    // Deletions first: a run that dies in between must not have shown a row that they take away.
    output.files().stream().filter(MergedFiles::isTombstones).forEach(staged::add);
    output.files().stream().filter(file -> !MergedFiles.isTombstones(file)).forEach(staged::add);
    if (output.files().stream().allMatch(MergedFiles::isTombstones)
        && sink.partitionBy().isEmpty()) {
      staged.add(Staging.withoutRows(spec, hadoop));
    }
    return staged;
  }
}
