package io.millrace.jobs.stage;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.types.StructType;

/**
 * What a task has to know to write its rows where no reader sees them yet.
 *
 * @param data where the data files go, one subfolder per partition; null if there are none
 * @param rejects where the rejects go; null if they are only counted
 * @param encoding how records become bytes
 * @param schema the columns of a record, without the partition columns
 * @param partitionBy the partition columns, in folder order
 * @param bucketed whether a row tells, behind its folders, how the name of its file begins
 * @param renamed what the first of their folders is called instead
 * @param targetFileSize bytes at which a file is closed and the next one begun
 * @param runId part of each file name, so that no two runs write the same name
 * @param failOnReject whether the first reject ends the job
 */
public record StageSpec(
    StagePlace data,
    StagePlace rejects,
    Encoding encoding,
    StructType schema,
    List<String> partitionBy,
    boolean bucketed,
    Map<String, String> renamed,
    long targetFileSize,
    String runId,
    boolean failOnReject)
    implements Serializable {

  public StageSpec {
    partitionBy = List.copyOf(partitionBy);
    renamed = Map.copyOf(renamed);
  }

  /** How many strings a row has that tell which file it belongs in. */
  int keys() {
    return partitionBy.size() + (bucketed ? 1 : 0);
  }

  /** The folder of a partition below the target. */
  String folder(List<String> folders) {
    return folders.isEmpty()
        ? ""
        : Stream.concat(
                Stream.of(renamed.getOrDefault(folders.get(0), folders.get(0))),
                folders.stream().skip(1))
            .filter(folder -> !folder.isEmpty())
            .collect(Collectors.joining("/"));
  }

  /**
   * The form of the files.
   *
   * @param extension the end of a file's name, such as {@code .snappy.parquet}
   * @param header the first line of a text file; null for none and for Parquet
   * @param codec the Hadoop codec class of a compressed text file; null for none and for Parquet
   * @param settings Hadoop settings of the Parquet writer; null for text
   */
  public record Encoding(
      String extension, String header, String codec, Map<String, String> settings)
      implements Serializable {

    boolean isParquet() {
      return settings != null;
    }

    Optional<String> firstLine() {
      return Optional.ofNullable(header);
    }
  }
}
