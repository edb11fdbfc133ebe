package io.millrace.jobs.io;

import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import io.millrace.jobs.ledger.StoreName;
import io.millrace.transforms.ByteSize;
import io.millrace.transforms.Change;
import io.millrace.transforms.ChangeRules;
import io.millrace.transforms.Columns;
import io.millrace.transforms.Default;
import io.millrace.transforms.Example;
import io.millrace.transforms.InvalidInputException;
import io.millrace.transforms.Require;
import io.millrace.transforms.Summary;
import io.millrace.transforms.Trace;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Applies changes to the rows of Parquet files below {@code path}, which it writes anew. The files
 * hold the columns of the changes, {@link Change#COLUMN}, and as the rules say {@link
 * Change#DELETED}, {@link Change#START} and {@link Change#END}. Applying a batch again, or batches
 * in another order, leaves the same rows; so does a run that is killed and repeated.
 *
 * @param path a folder on any Hadoop file system that no other job writes to
 * @param changes what the changes mean
 * @param partitionBy columns that become folders; they leave the files
 * @param schemaChanges what is done where the changes have other columns than the files
 * @param fullRefresh whether the changes are all there is: what is not among them leaves. Say so
 *     for one run, after a new full load: {@code --set sink.full-refresh=true}
 * @param compression snappy if absent
 * @param targetFileSize size at which a file is closed and the next one begun
 */
@Summary("Applies changes to Parquet files: the rows as they are now, or all their versions.")
@Example(
    """
    { type = merge-into-files, path = "lake/hr/employees", changes { keys = [employee_number] } }
    """)
public record MergeIntoFiles(
    String path,
    ChangeRules changes,
    @Default("[]") List<String> partitionBy,
    @Default("{}") SchemaChanges schemaChanges,
    @Default("false") boolean fullRefresh,
    Optional<Compression> compression,
    @Default("128 MiB") ByteSize targetFileSize)
    implements Sink {

  static final String EMPTY = "an empty text in partition column %s cannot be a folder name";

  public MergeIntoFiles {
    Require.notBlank(path, "path");
    path = StoreName.whole(path);
    partitionBy = partitionBy.isEmpty() ? List.of() : Require.names(partitionBy, "partition-by");
    files(path, partitionBy, compression, targetFileSize);
  }

  /** With the defaults for all else. */
  public MergeIntoFiles(String path, ChangeRules changes) {
    this(
        path,
        changes,
        List.of(),
        SchemaChanges.USUAL,
        false,
        Optional.empty(),
        new ByteSize(128L << 20));
  }

  /** How the files are written; the first folder tells rows from deletions. */
  private static WriteFiles files(
      String path, List<String> partitionBy, Optional<Compression> compression, ByteSize size) {
    List<String> folders = new ArrayList<>(List.of(FileMerge.KIND));
    folders.addAll(partitionBy);
    return new WriteFiles(
        path,
        Format.PARQUET,
        folders,
        WriteMode.OVERWRITE,
        compression,
        size,
        DistributionMode.NONE,
        Optional.empty(),
        Map.of());
  }

  WriteFiles files() {
    return files(path, partitionBy, compression, targetFileSize);
  }

  @Override
  public String target() {
    return path;
  }

  @Override
  public Optional<String> folder() {
    return Optional.of(path);
  }

  @Override
  public boolean isJudging() {
    return true;
  }

  @Override
  public Dataset<Row> judged(Dataset<Row> rows) {
    Dataset<Row> judged = changes.judged(rows);
    judged = drift(judged, existing(rows.sparkSession())).judged(judged, changes::isKey);
    judged = changes.wholeIfMoved(judged);
    for (String name : partitionBy) {
      Require.columns(judged, "partition-by", List.of(name));
      Column empty = SchemaDrift.UPSERTS.and(Columns.named(name).cast("string").equalTo(""));
      judged = Trace.reject(judged, "merge", name, when(empty, lit(EMPTY.formatted(name))));
    }
    return judged;
  }

  /** What is there; nothing, if all of it is to be replaced. */
  private Optional<MergedFiles> existing(SparkSession spark) {
    if (new FileTree(spark.sparkContext().hadoopConfiguration()).isFile(path)) {
      throw new InvalidInputException("sink.path: " + path + " is a file; give a folder");
    }
    return fullRefresh ? Optional.empty() : Optional.of(new MergedFiles(path, spark));
  }

  SchemaDrift drift(Dataset<Row> judged, Optional<MergedFiles> existing) {
    StructType mine = new StructType();
    for (String name : changes.tableColumns(judged)) {
      mine = mine.add(judged.schema().apply(name));
    }
    StructType theirs = mine;
    Optional<StructType> columns = existing.flatMap(MergedFiles::columns);
    if (columns.isPresent()) {
      theirs = typed(columns.get(), mine);
      requireSameOrder(judged, existing.get());
    }
    SchemaDrift drift = new SchemaComparison(theirs, mine, schemaChanges).drift();
    drift.require(
        name -> changes.isKey(name) || partitionBy.stream().anyMatch(name::equalsIgnoreCase));
    return drift;
  }

  /** Folder names are text; the changes say what they mean. */
  private StructType typed(StructType columns, StructType mine) {
    StructType typed = new StructType();
    for (var field : columns.fields()) {
      boolean folder = partitionBy.stream().anyMatch(field.name()::equalsIgnoreCase);
      var type =
          folder
              ? WiderType.field(mine, field.name())
                  .map(own -> own.dataType())
                  .orElse(DataTypes.StringType)
              : field.dataType();
      typed = typed.add(field.name(), type, true);
    }
    return typed;
  }

  private void requireSameOrder(Dataset<Row> judged, MergedFiles existing) {
    String now = judged.schema().apply(Change.COLUMN).dataType().catalogString();
    String was = existing.change().orElseThrow().catalogString();
    if (!now.equals(was)) {
      throw new InvalidInputException(
          "changes: the order of the changes is %s, but the files in %s were merged by %s; keep sequence-by and the headers of the changes as they were, or begin anew with full-refresh = true"
              .formatted(now, path, was));
    }
  }

  @Override
  public void settle(SparkSession spark) {
    Publication.settle(path, "sink.path", spark.sparkContext().hadoopConfiguration());
  }

  @Override
  public List<String> plan(SparkSession spark, StructType columns) {
    Dataset<Row> none = spark.createDataFrame(List.of(), columns);
    Optional<MergedFiles> existing = existing(spark);
    Dataset<Row> judged = changes.judged(none);
    SchemaDrift drift = drift(judged, existing);
    StructType after = changes.states(drift.judged(judged, changes::isKey)).schema();
    RecordLayout layout =
        new RecordLayout(files(), after.add(FileMerge.KIND, DataTypes.StringType));
    List<String> sentences = new ArrayList<>();
    sentences.add(
        "changes by %s merged into Parquet files in %s: %s"
            .formatted(
                String.join(", ", changes.keys()),
                path,
                changes.scdType() == 2 ? "all versions" : "the rows as they are"));
    if (fullRefresh) {
      sentences.add("full-refresh: whatever is there would be replaced");
    } else {
      int size = existing.map(MergedFiles::size).orElse(0);
      sentences.add(size == 0 ? "no files are there" : size + " files are there");
    }
    sentences.add(FileEncoding.writer(files(), spark, layout));
    drift.differences().forEach(difference -> sentences.add(difference.sentence()));
    return sentences;
  }

  @Override
  public Staged stage(Dataset<Row> rows, Run run) {
    SparkSession spark = rows.sparkSession();
    try (ChangeBatch batch = ChangeBatch.of(rows, run)) {
      if (fullRefresh) {
        batch.requireWhole(changes, path);
      }
      return new FileMerge(this, run, spark).stage(batch);
    }
  }
}
