package io.millrace.jobs.io;

import static org.apache.spark.sql.functions.lit;

import io.millrace.jobs.table.TableRead;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * A source opened for one run.
 *
 * @param rows the rows, with {@link io.millrace.transforms.Trace} columns where the source knows
 *     them
 * @param path the file, folder or glob that everything is read from; empty if there is no such
 *     thing
 * @param files what is read; empty if the source has no files
 * @param table what is read instead; empty if it is no table
 * @param unreadable those of them that are not of their format; each is one reject
 * @param count rows read, as the reader or the files themselves tell, asked when the run is over;
 *     empty if nobody but the sink can count them
 * @param notes what a user should know of how it is read
 * @param release frees what the reader holds
 */
public record Reading(
    Dataset<Row> rows,
    Optional<String> path,
    List<InputFile> files,
    Optional<TableRead> table,
    List<UnreadableFile> unreadable,
    Supplier<OptionalLong> count,
    List<String> notes,
    Runnable release)
    implements AutoCloseable {

  /** Files. */
  Reading(
      Dataset<Row> rows,
      Optional<String> path,
      List<InputFile> files,
      List<UnreadableFile> unreadable,
      Supplier<OptionalLong> count,
      List<String> notes,
      Runnable release) {
    this(rows, path, files, Optional.empty(), unreadable, count, notes, release);
  }

  /** A table. */
  Reading(Dataset<Row> rows, TableRead table, Supplier<OptionalLong> count, List<String> notes) {
    this(rows, Optional.empty(), List.of(), Optional.of(table), List.of(), count, notes, () -> {});
  }

  /** Rows of a source that keeps no count of its own. */
  public static Reading uncounted(Dataset<Row> rows) {
    String note = "this source does not count its rows, so rows read are those that arrived";
    return new Reading(
        rows, Optional.empty(), List.of(), List.of(), OptionalLong::empty, List.of(note), () -> {});
  }

  /** The same columns, and nothing to be read. */
  Reading withoutRows() {
    return new Reading(
        rows.where(lit(false)),
        path,
        List.of(),
        List.of(),
        () -> OptionalLong.of(0),
        notes,
        release);
  }

  /**
   * What to say where such files are not to be read past; empty if there are none.
   *
   * @param place what reads them
   */
  public Optional<String> mistake(String place) {
    return unreadable.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "%s: cannot read as Parquet: %s; remove or replace the files, or set the right format"
                .formatted(place, UnreadableFile.all(unreadable)));
  }

  /** Bytes of all files. */
  public long bytes() {
    return files.stream().mapToLong(InputFile::length).sum();
  }

  @Override
  public void close() {
    release.run();
  }
}
