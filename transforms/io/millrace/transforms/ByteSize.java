package io.millrace.transforms;

import java.util.List;
import java.util.Map;

/** An amount of data, such as the target size of a file. */
public record ByteSize(long bytes) {

  /** Largest first; of two units near each other the binary one comes first. */
  private static final List<Map.Entry<String, Long>> UNITS =
      List.of(
          Map.entry("PiB", 1L << 50),
          Map.entry("PB", 1_000_000_000_000_000L),
          Map.entry("TiB", 1L << 40),
          Map.entry("TB", 1_000_000_000_000L),
          Map.entry("GiB", 1L << 30),
          Map.entry("GB", 1_000_000_000L),
          Map.entry("MiB", 1L << 20),
          Map.entry("MB", 1_000_000L),
          Map.entry("KiB", 1L << 10),
          Map.entry("kB", 1_000L));

  /** Refuses less than nothing. */
  public ByteSize {
    if (bytes < 0) {
      throw new IllegalArgumentException("a size must not be negative, was " + bytes + " bytes");
    }
  }

  /** The exact size in its largest unit, as a job file may write it: {@code 128 MiB}. */
  @Override
  public String toString() {
    return UNITS.stream()
        .filter(unit -> bytes > 0 && bytes % unit.getValue() == 0)
        .findFirst()
        .map(unit -> bytes / unit.getValue() + " " + unit.getKey())
        .orElse(bytes + " B");
  }
}
