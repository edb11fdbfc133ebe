package io.millrace.replica;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * How a replication task writes a table. {@code timestampColumn} and the folder pattern {@code
 * dates} are null if there is none; one of {@code csv} and {@code parquet} is null. Changes begin
 * with transaction {@code firstChange}; the rows of load file i are those after transaction {@code
 * loadedAfter[i]}, which may be later. Partial updates come in order, all others in any if {@code
 * late}.
 */
public record DmsSettings(
    long seed,
    boolean opInFullLoad,
    String timestampColumn,
    boolean wholeSeconds,
    boolean changeSequence,
    boolean emptySequence,
    boolean beforeImages,
    boolean keyOnlyDeletes,
    boolean partialUpdates,
    String dates,
    long gapMicros,
    int firstChange,
    List<Integer> loadedAfter,
    boolean late,
    boolean againSameName,
    boolean againLaterName,
    Csv csv,
    Parquet parquet) {

  /** Settings of CSV files; {@code notSupplied} is null if nothing marks absent values. */
  public record Csv(
      boolean header,
      String delimiter,
      String nullMarker,
      String notSupplied,
      boolean gzip,
      boolean quotesAll) {}

  /** Settings of Parquet files. */
  public record Parquet(
      boolean utcTimestamps, boolean version2, boolean dictionary, boolean gzip) {}

  private static final List<String> DATES =
      List.of("yyyy/MM/dd", "yyyy-MM-dd", "yyyy_MM_dd", "yyyyMMdd", "dd/MM/yyyy", "yyyy/MM/dd/HH");

  /** Microseconds, seconds or hours between transactions. */
  private static final List<Long> GAPS = List.of(900L, 3_000_000L, 30_000_000_000L);

  /** The random settings of a seed. */
  public static DmsSettings of(long seed) {
    return random(Recordings.of(seed), seed);
  }

  static DmsSettings random(Recording recording, long seed) {
    Random random = new Random(seed * 31 + 7);
    RandomValues values = new RandomValues(random);
    Csv csv = random.nextInt(5) < 3 ? csv(values) : null;
    boolean partial = csv != null && csv.notSupplied() != null && random.nextInt(3) == 0;
    boolean sequence = random.nextBoolean();
    int first = 1 + random.nextInt(Math.max(1, recording.transactions().size() / 3));
    return new DmsSettings(
        seed,
        random.nextBoolean(),
        random.nextInt(4) == 0 ? null : values.oneOf(List.of("dms_timestamp", "COMMIT_TS")),
        random.nextBoolean(),
        sequence,
        random.nextBoolean(),
        random.nextInt(3) == 0,
        random.nextBoolean(),
        partial,
        random.nextBoolean() ? values.oneOf(DATES) : null,
        values.oneOf(GAPS),
        first,
        loads(random, first, recording.transactions().size()),
        !partial && random.nextBoolean(),
        random.nextBoolean(),
        sequence && !partial && random.nextBoolean(),
        csv,
        csv == null ? parquet(random) : null);
  }

  private static Csv csv(RandomValues values) {
    boolean marked = values.oneIn(2);
    return new Csv(
        values.oneIn(2),
        values.oneOf(List.of(",", ",", ";", "|", "\t")),
        values.oneOf(List.of("NULL", "NULL", "", "\\N", "~null~")),
        marked ? values.oneOf(List.of("~not supplied~", "NOSUP")) : null,
        values.oneIn(3),
        values.oneIn(6));
  }

  private static Parquet parquet(Random random) {
    return new Parquet(
        random.nextBoolean(), random.nextBoolean(), random.nextBoolean(), random.nextBoolean());
  }

  /** One to four load files, half of the time all of the moment when the changes begin. */
  private static List<Integer> loads(Random random, int first, int transactions) {
    boolean exact = random.nextBoolean();
    List<Integer> loads = new ArrayList<>();
    for (int i = 1 + random.nextInt(4); i > 0; i--) {
      loads.add(exact ? first - 1 : first - 1 + random.nextInt((transactions - first) / 2 + 1));
    }
    return List.copyOf(loads);
  }

  /** The moment after which the load changes nothing: the last transaction that it saw. */
  int lastLoaded() {
    return loadedAfter.stream().mapToInt(Integer::intValue).max().orElseThrow();
  }
}
