package io.millrace.jobs.io;

import io.millrace.jobs.ledger.StoreName;
import io.millrace.jobs.stage.StageSpec;
import io.millrace.jobs.stage.StagedOutput;
import io.millrace.jobs.stage.Staging;
import io.millrace.transforms.ByteSize;
import io.millrace.transforms.Default;
import io.millrace.transforms.Example;
import io.millrace.transforms.InvalidInputException;
import io.millrace.transforms.Require;
import io.millrace.transforms.Summary;
import io.millrace.transforms.Trace;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * Writes files below {@code path}, one subfolder per value of {@code partition-by}. Rows are staged
 * in a hidden folder below the target and moved when all of them are there, so a failed run, or one
 * that is killed before that, shows readers nothing; killed in the middle of it, the next run ends
 * or undoes it. What a killed run leaves staged is removed by the first run after 24 hours. Without
 * a row there is one file without rows, so that readers find the columns; with {@code partition-by}
 * there is none. An empty string as a folder name is read as null. Writing again is safe with
 * {@code overwrite} and {@code overwrite-partitions}; {@code append} writes the rows again.
 *
 * @param path a folder on any Hadoop file system
 * @param format of the files
 * @param partitionBy columns that become folders; they leave the files
 * @param mode what becomes of files that are there
 * @param compression snappy for Parquet and none for text, if absent
 * @param targetFileSize size at which a file is closed and the next one begun
 * @param distributionMode whether rows of a partition are brought together before they are written:
 *     with many partitions and tasks, {@code hash} makes few files out of many small ones
 * @param bucketBy columns whose hash parts the rows of each folder into files, as Hive and Athena
 *     have it; takes a shuffle
 * @param options for CSV: {@code header} (true), {@code delimiter}, {@code quote}, {@code escape},
 *     {@code null-value}, {@code date-format}, {@code timestamp-format}; for JSON the two formats
 */
@Summary("Writes Parquet, CSV or JSON files, partitioned or not; nothing is visible before all is.")
@Example(
    """
    { type = write-files, path = "lake/weblogs/flat", partition-by = [toppage], mode = overwrite-partitions }
    """)
public record WriteFiles(
    String path,
    @Default("parquet") Format format,
    @Default("[]") List<String> partitionBy,
    @Default("error-if-exists") WriteMode mode,
    Optional<Compression> compression,
    @Default("128 MiB") ByteSize targetFileSize,
    @Default("none") DistributionMode distributionMode,
    Optional<BucketBy> bucketBy,
    @Default("{}") Map<String, String> options)
    implements Sink {

  public WriteFiles {
    Require.notBlank(path, "path");
    path = StoreName.whole(path);
    partitionBy = partitionBy.isEmpty() ? List.of() : Require.names(partitionBy, "partition-by");
    options = Map.copyOf(options);
    if (mode == WriteMode.OVERWRITE_PARTITIONS && partitionBy.isEmpty()) {
      throw new IllegalArgumentException(
          "mode overwrite-partitions needs partition-by; without partitions use overwrite");
    }
    if (distributionMode == DistributionMode.HASH && partitionBy.isEmpty()) {
      throw new IllegalArgumentException(
          "distribution-mode hash needs partition-by; without partitions use none");
    }
    if (distributionMode == DistributionMode.HASH && bucketBy.isPresent()) {
      throw new IllegalArgumentException(
          "bucket-by brings the rows of a bucket together already; leave distribution-mode out");
    }
    if (targetFileSize.bytes() < 1 << 20) {
      throw new IllegalArgumentException(
          "target-file-size must be at least 1 MiB, was " + targetFileSize);
    }
    FileEncoding.check(format, compression, options);
  }

  /** Parquet files, and the defaults for all else. */
  public WriteFiles(String path, List<String> partitionBy, WriteMode mode) {
    this(
        path,
        Format.PARQUET,
        partitionBy,
        mode,
        Optional.empty(),
        new ByteSize(128L << 20),
        DistributionMode.NONE,
        Optional.empty(),
        Map.of());
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
  public void settle(SparkSession spark) {
    Publication.settle(path, "sink.path", spark.sparkContext().hadoopConfiguration());
  }

  @Override
  public List<String> plan(SparkSession spark, StructType columns) {
    RecordLayout layout = new RecordLayout(this, columns);
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    FileTree tree = new FileTree(hadoop);
    if (tree.isFile(path)) {
      throw new InvalidInputException("sink.path: " + path + " is a file; give a folder");
    }
    try {
      int present = tree.data(new Path(path)).size();
      if (present > 0 && mode == WriteMode.ERROR_IF_EXISTS) {
        throw new InvalidInputException(
            "sink.path: %s already holds %s files; set mode = append, overwrite or overwrite-partitions, or write elsewhere"
                .formatted(path, present));
      }
      List<String> sentences = new ArrayList<>();
      sentences.add(
          "%s files in %s%s"
              .formatted(
                  io.millrace.transforms.StepName.kebab(format.name()),
                  path,
                  (partitionBy.isEmpty() ? "" : ", a folder per " + String.join(", ", partitionBy))
                      + bucketBy.map(buckets -> ", in " + buckets).orElse("")));
      sentences.add(fate(present));
      if (format == Format.PARQUET) {
        sentences.add(FileEncoding.writer(this, spark, layout));
      }
      return sentences;
    } catch (IOException e) {
      throw new InvalidInputException("sink.path: cannot list " + path + ": " + e.getMessage(), e);
    }
  }

  private String fate(int present) {
    if (present == 0) {
      return "no files are there";
    }
    String there = present == 1 ? "1 file is there" : present + " files are there";
    return switch (mode) {
      case APPEND -> there + ", to which it would add";
      case OVERWRITE -> there + " and would be replaced";
      case OVERWRITE_PARTITIONS ->
          there + "; what lies in the partitions written would be replaced";
      case ERROR_IF_EXISTS -> there;
    };
  }

  @Override
  public Staged stage(Dataset<Row> rows, Run run) {
    SparkSession spark = rows.sparkSession();
    RecordLayout layout = new RecordLayout(this, rows.drop(Trace.ASIDE).schema());
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    StagingFolder staging = new StagingFolder(path, run.id(), hadoop);
    staging.removeStale();
    StageSpec spec =
        new StageSpec(
            staging.place("data", ""),
            run.rejects().orElse(null),
            FileEncoding.of(this, spark, layout),
            layout.fileSchema(),
            partitionBy,
            bucketBy.isPresent(),
            Map.of(),
            targetFileSize.bytes(),
            run.id(),
            run.failOnReject());
    try {
      StagedOutput output = Staging.write(layout.lay(rows, distributionMode), spec);
      if (output.files().isEmpty() && needsAFile(hadoop)) {
        output = output.with(Staging.withoutRows(spec, hadoop));
      }
      return new StagedFiles(
          this, layout.fileSchema(), staging, output, new Publication(new Path(path), run, hadoop));
    } catch (IOException e) {
      staging.remove();
      throw new InvalidInputException("sink.path: cannot write to " + path + ": " + e, e);
    } catch (Exception | Error e) {
      // Spark throws its checked SparkException undeclared.
      staging.remove();
      throw e;
    }
  }

  /** Whether the target would be left without any file that tells the columns. */
  private boolean needsAFile(Configuration hadoop) throws IOException {
    boolean kept = mode == WriteMode.APPEND && !new FileTree(hadoop).data(new Path(path)).isEmpty();
    return partitionBy.isEmpty() && !kept;
  }
}
