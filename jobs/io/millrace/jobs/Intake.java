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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** Which files of its incremental sources a run reads, by the job's ledger. */
final class Intake implements AutoCloseable {

  /** Of a job that is not incremental. */
  static final Intake ALL = new Intake(null, null, Bookmark.ENABLED, false, null, null);

  private final Ledger ledger;
  private final FolderLock lock;
  private final Bookmark bookmark;
  private final boolean marking;
  private final Configuration hadoop;
  private final KnownTargets targets;
  private final Map<String, String> roots = new TreeMap<>();
  private final List<LedgerFile> chosen = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private Optional<OpenBatch> open = Optional.empty();
  private int batch;

  private Intake(
      Ledger ledger,
      FolderLock lock,
      Bookmark bookmark,
      boolean marking,
      Configuration hadoop,
      KnownTargets targets) {
    this.ledger = ledger;
    this.lock = lock;
    this.bookmark = bookmark;
    this.marking = marking;
    this.hadoop = hadoop;
    this.targets = targets;
    if (ledger != null && !marking && bookmark.option() == Bookmark.Option.ENABLE) {
      open = ledger.openBatch();
      open.ifPresent(targets::require);
      targets.note().ifPresent(notes::add);
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
    KnownTargets targets = KnownTargets.of(ledger, pipeline, hadoop);
    return new Intake(ledger, null, Bookmark.ENABLED, marking, hadoop, targets);
  }

  /** For a run, which then is the only one that uses the ledger. */
  static Intake running(Pipeline pipeline, Bookmark bookmark, String run, Configuration hadoop) {
    if (isOff(pipeline, bookmark)) {
      return ALL;
    }
    Path folder = new Path(pipeline.ledgerFolder());
    FolderLock lock = FolderLock.take(folder, run, Duration.ZERO, hadoop);
    try {
      Ledger ledger = Ledger.open(folder, pipeline.name(), hadoop);
      if (bookmark.option() == Bookmark.Option.PAUSE && ledger.openBatch().isPresent()) {
        throw new InvalidInputException(
            "a run that died has begun batch %s; run the job once with job-bookmark-enable, which finishes or repeats it, before a pause"
                .formatted(ledger.openBatch().get().number()));
      }
      KnownTargets targets = KnownTargets.of(ledger, pipeline, hadoop);
      return new Intake(ledger, lock, bookmark, false, hadoop, targets);
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
      List<InputFile> picked = picked(files, all, fitting);
      boolean first = place.startsWith("source") && !marking && open.isEmpty();
      if (picked.isEmpty() && first && ledger.size() > 0) {
        new KnownSources(ledger, roots).require(place);
        throw new NothingNew(
            "nothing new: all %s below %s were read before"
                .formatted(Amounts.of(ledger.files(place).count(), "file"), root));
      }
      roots.put(place, root);
      picked.forEach(file -> chosen.add(files.entry(file)));
      return picked;
    };
  }

  private List<InputFile> picked(NewFiles files, List<InputFile> all, List<InputFile> fitting) {
    if (marking) {
      return files.unread(fitting);
    }
    if (bookmark.isRange()) {
      return files.of(bookmark, fitting);
    }
    if (open.isPresent()) {
      return files.again(open.get(), fitting);
    }
    return files.of(all, fitting, notes);
  }

  /** Writes down what is to be read, before it is. */
  void begin(String run) {
    if (isRemembering()) {
      requireHeld();
      requireWhole();
      batch =
          open.map(OpenBatch::number)
              .orElseGet(() -> ledger.plan(roots, targets.outputs(), chosen));
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

  /** What is marked as read must have been: by the sources that the job has now. */
  private void requireWhole() {
    new KnownSources(ledger, roots).requireAll();
    Set<LedgerFile> now = Set.copyOf(chosen);
    if (!open.map(begun -> Set.copyOf(begun.files()).equals(now)).orElse(true)) {
      throw new InvalidInputException(
          "batch %s was begun with other files, of sources that the job no longer has; put them back, or drop the batch with: ledger rewind --to %s"
              .formatted(open.get().number(), open.get().number() - 1));
    }
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
      requireHeld();
      ledger.done(batch, run, read, written);
    }
  }

  /** Whether it is written down what this run reads. */
  boolean isRemembering() {
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
