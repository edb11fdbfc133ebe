package io.millrace.replica;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** Names for the files of a table, and where one ends and the next begins. */
final class DmsNames {

  private static final long MILLISECOND = 1_000;
  private static final int DELAY = 60_000_000;

  private final Recording recording;
  private final DmsSettings settings;
  private final Random random;
  private int loads;
  private long last;

  DmsNames(Recording recording, DmsSettings settings) {
    this.recording = recording;
    this.settings = settings;
    this.random = new Random(settings.seed() + 2);
  }

  /** The next file of the full load. */
  String load() {
    String number = String.format(Locale.ROOT, "%08X", ++loads);
    return "public/%s/LOAD%s.%s".formatted(recording.table(), number, extension());
  }

  /** A file made after all others, for changes that have just been committed. */
  String changes(List<DmsRow> rows) {
    long committed = rows.get(rows.size() - 1).micros();
    last = Math.max(last + MILLISECOND, committed + random.nextInt(DELAY));
    return name(settings.dates() == null ? "" : Timeline.text(committed, settings.dates()) + "/");
  }

  /** The name under which a file comes again, later than all names before. */
  String later(String name) {
    last += MILLISECOND * (1 + random.nextInt(DELAY));
    String folder = name.substring(0, name.lastIndexOf('/') + 1);
    return name(folder.substring("public/%s/".formatted(recording.table()).length()));
  }

  private String name(String dates) {
    String time = Timeline.text(last, "yyyyMMdd-HHmmssSSS");
    return "public/%s/%s%s.%s".formatted(recording.table(), dates, time, extension());
  }

  private String extension() {
    if (settings.csv() == null) {
      return "parquet";
    }
    return settings.csv().gzip() ? "csv.gz" : "csv";
  }

  /** Cuts changes anywhere, and where the folder of dates changes. */
  List<List<DmsRow>> cut(List<DmsRow> rows) {
    List<List<DmsRow>> parts = new ArrayList<>();
    int length = 1 + random.nextInt(Math.max(1, rows.size() / 3));
    for (DmsRow row : rows) {
      List<DmsRow> part = parts.isEmpty() ? null : parts.get(parts.size() - 1);
      if (part == null || random.nextInt(length) == 0 || !folder(row).equals(folder(part.get(0)))) {
        part = new ArrayList<>();
        parts.add(part);
      }
      part.add(row);
    }
    return parts;
  }

  private String folder(DmsRow row) {
    return settings.dates() == null ? "" : Timeline.text(row.micros(), settings.dates());
  }
}
