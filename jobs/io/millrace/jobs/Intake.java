package io.millrace.jobs;

import io.millrace.jobs.io.FilePick;
import io.millrace.jobs.io.FileTree;
import io.millrace.jobs.io.InputFile;
import io.millrace.jobs.io.ReadFiles;
import io.millrace.jobs.ledger.FolderLock;
import io.millrace.jobs.ledger.Ledger;
import io.millrace.jobs.ledger.LedgerFile;
import io.millrace.jobs.ledger.OpenBatch;
import io.millrace.transforms.InvalidInputException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** Which files of its incremental sources a run reads, by the job's ledger. */
final class Intake implements AutoCloseable {

  /** Of a job that is not incremental. */
  static final Intake ALL = new Intake(null, null, Bookmark.ENABLED, false, null);

  private final Ledger ledger;
  private final FolderLock lock;
  private final Bookmark bookmark;
  private final boolean marking;
  private final Configuration hadoop;
  private final Map<String, String> roots = new TreeMap<>();
  private final List<LedgerFile> chosen = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private Optional<OpenBatch> open = Optional.empty();
  private int batch;

  private Intake(
      Ledger ledger, FolderLock lock, Bookmark bookmark, boolean marking, Configuration hadoop) {
    this.ledger = ledger;
    this.lock = lock;
    this.bookmark = bookmark;
    this.marking = marking;
    this.hadoop = hadoop;
    if (ledger != null && !marking && bookmark.option() == Bookmark.Option.ENABLE) {
      open = ledger.openBatch();
    }
  }

  private static boolean isOff(Pipeline pipeline, Bookmark bookmark) {
    return !pipeline.isIncremental() || bookmark.option() == Bookmark.Option.DISABLE;
  }

  /** For a look: takes no lock and writes nothing. */
  static Intake looking(Pipeline pipeline, Configuration hadoop) {
    return unlocked(pipeline, false, hadoop);
  }

  /** For {@link #markRead}, by who holds the lock: limits do not count. */
  static Intake marking(Pipeline pipeline, Configuration hadoop) {
    return unlocked(pipeline, true, hadoop);
  }

  private static Intake unlocked(Pipeline pipeline, boolean marking, Configuration hadoop) {
    if (!pipeline.isIncremental()) {
      return ALL;
    }
    Ledger ledger = Ledger.open(new Path(pipeline.ledgerFolder()), pipeline.name(), hadoop);
    return new Intake(ledger, null, Bookmark.ENABLED, marking, hadoop);
  }

  /** For a run, which then is the only one that uses the ledger. */
  static Intake running(Pipeline pipeline, Bookmark bookmark, String run, Configuration hadoop) {
    if (isOff(pipeline, bookmark)) {
      return ALL;
    }
    Path folder = new Path(pipeline.ledgerFolder());
    FolderLock lock = FolderLock.take(folder, run, Duration.ZERO, hadoop);
    try {
      return new Intake(
          Ledger.open(folder, pipeline.name(), hadoop), lock, bookmark, false, hadoop);
    } catch (RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  /** Whether a ledger says what is read. */
  boolean isOn() {
    return ledger != null;
  }

  /** What a run that died has begun. */
  Optional<OpenBatch> open() {
    return open;
  }

  /** Marks what a run that died has begun as done: it had decided that before. */
  void settled(OpenBatch decided, String by) {
    ledger.done(decided.number(), by, -1, -1);
    open = Optional.empty();
  }

  /** The choice for the source at this place of the job. */
  FilePick at(ReadFiles source, String place) {
    if (ledger == null || !source.incremental()) {
      return FilePick.ALL;
    }
    String root = new FileTree(hadoop).root(source.path());
    ledger.requireRoot(place, root);
    NewFiles files = new NewFiles(source, place, root, ledger);
    return (all, fitting) -> {
      List<InputFile> picked = picked(files, place, all, fitting);
      if (picked.isEmpty() && place.startsWith("source") && ledger.size() > 0 && !marking) {
        throw new NothingNew(
            "nothing new: all %s below %s were read before"
                .formatted(Amounts.of(ledger.files(place).count(), "file"), root));
      }
      roots.put(place, root);
      picked.forEach(file -> chosen.add(files.entry(file)));
      return picked;
    };
  }

  private List<InputFile> picked(
      NewFiles files, String place, List<InputFile> all, List<InputFile> fitting) {
    if (marking) {
      return fitting.stream().filter(files::isUnread).toList();
    }
    if (bookmark.isRange()) {
      Map<String, Integer> batches = new HashMap<>();
      ledger.files(place).forEach(file -> batches.put(file.getKey(), file.getValue()));
      return fitting.stream()
          .filter(
              file -> bookmark.includes(batches.getOrDefault(files.entry(file).path(), 0), ledger))
          .toList();
    }
    if (open.isPresent()) {
      return again(files, place, fitting);
    }
    return files.of(all, fitting, notes);
  }

  /** Exactly the files that the run which died was about to read. */
  private List<InputFile> again(NewFiles files, String place, List<InputFile> fitting) {
    Map<String, LedgerFile> wanted = new LinkedHashMap<>();
    open.orElseThrow().files().stream()
        .filter(file -> file.source().equals(place))
        .forEach(file -> wanted.put(file.path(), file));
    List<InputFile> same = new ArrayList<>();
    for (InputFile file : fitting) {
      LedgerFile entry = files.entry(file);
      LedgerFile planned = wanted.get(entry.path());
      if (planned != null && planned.mark().isSame(entry.mark())) {
        wanted.remove(entry.path());
        same.add(file);
      }
    }
    if (!wanted.isEmpty()) {
      throw new InvalidInputException(
          "%s.path: batch %s was begun with files that are gone or have changed since, such as %s; put them back, or drop the batch with: ledger rewind --to %s"
              .formatted(
                  place,
                  open.get().number(),
                  wanted.keySet().iterator().next(),
                  open.get().number() - 1));
    }
    return same;
  }

  /** Writes down what is to be read, before it is. */
  void begin(String run) {
    if (isRemembering()) {
      batch = open.map(OpenBatch::number).orElseGet(() -> ledger.plan(roots, chosen));
      ledger.attempt(batch, run);
    }
  }

  /** Remembers all that is there as if it had been read; says how many files that were. */
  long markRead() {
    if (!chosen.isEmpty()) {
      ledger.markRead(roots, chosen);
    }
    return chosen.size();
  }

  /** Runs that died with the same files. */
  List<String> attempts() {
    return open.map(OpenBatch::attempts).orElse(List.of());
  }

  /** Takes {@link #begin} back: the run failed and has left nothing. */
  void drop(String run) {
    if (isRemembering() && batch > 0) {
      ledger.drop(batch, run);
    }
  }

  /** Writes down that it was read. */
  void done(String run, long read, long written) {
    if (isRemembering()) {
      ledger.done(batch, run, read, written);
    }
  }

  private boolean isRemembering() {
    return ledger != null && bookmark.option() == Bookmark.Option.ENABLE;
  }

  /** Makes sure that nobody else has begun to use the ledger. */
  void requireHeld() {
    if (lock != null) {
      lock.requireHeld();
    }
  }

  /** What there is to say of it; empty for a job that is not incremental. */
  Optional<Map<String, Object>> told() {
    if (ledger == null) {
      return Optional.empty();
    }
    Map<String, Object> told = new LinkedHashMap<>();
    told.put("path", ledger.path().toString());
    told.put("batch", batch);
    told.put("files", chosen.size());
    told.put("notes", notes);
    open.ifPresent(
        begun ->
            told.put(
                "repeats",
                "batch %s, which run %s had begun"
                    .formatted(begun.number(), String.join(", ", begun.attempts()))));
    return Optional.of(told);
  }

  List<String> notes() {
    return notes;
  }

  @Override
  public void close() {
    if (lock != null) {
      lock.close();
    }
  }
}
