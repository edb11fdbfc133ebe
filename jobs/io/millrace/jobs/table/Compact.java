package io.millrace.jobs.table;

import io.millrace.transforms.ByteSize;
import io.millrace.transforms.Default;
import io.millrace.transforms.Require;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Small files are made into large ones. Deletions that are kept beside files are worked into those
 * that are rewritten, and into those of which they take a good part (Iceberg's {@code
 * delete-ratio-threshold}); with {@code delete-file-threshold = 1} among the options into all.
 *
 * @param where an SQL condition over the table's columns; only files that may hold such rows are
 *     rewritten
 * @param sortBy columns that the rows of the files written are sorted by, each perhaps with {@code
 *     desc}; without it the table's own order, if it has one
 * @param targetFileSize of the files written; without it what the table says
 * @param minInputFiles fewer files than these are not worth writing anew, for Iceberg; 5 if absent
 * @param options others of Iceberg's {@code rewrite_data_files}, such as {@code
 *     delete-file-threshold}
 */
public record Compact(
    Optional<String> where,
    @Default("[]") List<String> sortBy,
    Optional<ByteSize> targetFileSize,
    Optional<Integer> minInputFiles,
    @Default("{}") Map<String, String> options) {

  public Compact {
    where.ifPresent(condition -> Require.notBlank(condition, "where"));
    sortBy = sortBy.isEmpty() ? List.of() : Require.names(sortBy, "sort-by");
    options = Map.copyOf(options);
    if (targetFileSize.filter(size -> size.bytes() < 1).isPresent()) {
      throw new IllegalArgumentException("target-file-size must be at least 1 byte");
    }
    if (minInputFiles.filter(files -> files < 1).isPresent()) {
      throw new IllegalArgumentException("min-input-files must be at least 1");
    }
  }
}
