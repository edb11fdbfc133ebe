package io.millrace.jobs.sample;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;

/**
 * What has been written of a sample lake.
 *
 * @param files in the order in which they were written
 * @param dirt the number of malformed lines in useractivity, for every kind
 */
public record Summary(List<Written> files, Map<Dirt, Long> dirt) {

  /**
   * A file.
   *
   * @param folder whose file it is, as a path below raw
   * @param rows without the header
   * @param bytes with the header
   */
  public record Written(String folder, String path, long rows, long bytes) {}

  public Summary {
    files = List.copyOf(files);
    dirt = Collections.unmodifiableMap(dirt);
  }

  static Summary of(List<Summary> parts) {
    List<Written> files = new ArrayList<>();
    Map<Dirt, Long> dirt = new EnumMap<>(Dirt.class);
    for (Summary part : parts) {
      files.addAll(part.files);
      part.dirt.forEach((kind, lines) -> dirt.merge(kind, lines, Long::sum));
    }
    return new Summary(files, dirt);
  }

  /** The file of this name. */
  public Written file(String name) {
    return files.stream()
        .filter(file -> file.path().endsWith("/" + name))
        .findFirst()
        .orElseThrow(() -> new NoSuchElementException("no " + name + " has been written"));
  }

  /** All malformed lines. */
  public long dirtyRows() {
    return dirt.values().stream().mapToLong(Long::longValue).sum();
  }
}
