package io.millrace.jobs.ledger;

import io.millrace.jobs.ledger.EntryName.Kind;
import io.millrace.jobs.ledger.LedgerState.Read;
import io.millrace.transforms.InvalidInputException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * Which files a job has read, and what it is reading: written ahead, so that a run that dies is
 * finished or repeated by the next. Who writes holds the {@link FolderLock} of its folder.
 */
public final class Ledger {

  // So many small files are read at every start at most.
  private static final int MOST_ENTRIES = 40;

  private final LedgerFolder folder;
  private final String job;
  private final LedgerState state;

  private Ledger(LedgerFolder folder, String job) {
    this.folder = folder;
    this.job = job;
    this.state = LedgerState.of(folder, job);
  }

  /**
   * Reads a ledger; one that is not there is empty.
   *
   * @throws InvalidInputException if it is damaged, of another job, or of a newer version
   */
  public static Ledger open(Path folder, String job, Configuration hadoop) {
    return new Ledger(new LedgerFolder(folder, hadoop), job);
  }

  /** Where it lies. */
  public Path path() {
    return folder.path();
  }

  /** What is remembered of a file of a source. */
  public Optional<FileMark> mark(String source, String path) {
    return Optional.ofNullable(state.files(source).get(path)).map(Read::mark);
  }

  /** A file of a source that is remembered. */
  public LedgerFile file(String source, String path) {
    return new LedgerFile(source, path, mark(source, path).orElseThrow());
  }

  /** The paths of all files of a source that are remembered, each with its batch. */
  public Stream<Map.Entry<String, Integer>> files(String source) {
    return state.files(source).entrySet().stream()
        .map(file -> Map.entry(file.getKey(), file.getValue().batch()));
  }

  /** The sources that it remembers, each with the folder that its paths are below. */
  public Map<String, String> roots() {
    return Map.copyOf(state.roots());
  }

  /** Where the rows of the newest batch went; empty if nobody has said. */
  public List<String> targets() {
    return state.targets();
  }

  /** The number of its newest entry. */
  public int last() {
    return state.last();
  }

  /** How many files it remembers. */
  public long size() {
    return state.size();
  }

  /** What was done, oldest first. */
  public List<BatchRecord> batches() {
    return List.copyOf(state.batches());
  }

  /** What a run that died has begun. */
  public Optional<OpenBatch> openBatch() {
    return state.open();
  }

  /**
   * Makes sure that a source is where it was.
   *
   * @throws InvalidInputException if it is not
   */
  public void requireRoot(String source, String root) {
    String known = state.roots().getOrDefault(source, root);
    if (!StoreName.of(known).equals(StoreName.of(root))) {
      throw new InvalidInputException(
          "%s.path: the ledger %s remembers files of %s, but the job now reads %s; set the path back, give the job another ledger, or forget all with: ledger reset"
              .formatted(source, path(), known, root));
    }
  }

  /** Writes down what is to be read, before it is, and where its rows are to go. */
  public int plan(Map<String, String> roots, List<String> targets, List<LedgerFile> files) {
    int number = state.last() + 1;
    folder.write(
        EntryName.of(number, Kind.PLAN),
        new Heading(Heading.VERSION, job, now(), "", roots, targets, 0, files.size(), List.of()),
        files.stream().map(file -> FileLine.of(file, null)));
    state.plan(number, roots, targets, List.copyOf(files));
    return number;
  }

  /** Writes down that a run begins with a batch. */
  public void attempt(int number, String run) {
    folder.write(new EntryName(number, Kind.TRY, run), heading(run, List.of()), Stream.of());
    state.attempt(run);
  }

  /** Takes an attempt back, which has left nothing; without any the batch is planned anew. */
  public void drop(int number, String run) {
    folder.delete(List.of(new EntryName(number, Kind.TRY, run)));
  }

  /** Writes down that a batch is done. */
  public void done(int number, String run, long read, long written) {
    end(number, BatchRecord.BATCH, run, read, written);
  }

  /** Remembers files as if they had been read. */
  public void markRead(Map<String, String> roots, List<LedgerFile> files) {
    end(plan(roots, List.of(), files), "mark-read", "", -1, -1);
  }

  private void end(int number, String kind, String run, long read, long written) {
    long bytes = state.planned().stream().mapToLong(file -> file.mark().length()).sum();
    long files = state.planned().size();
    BatchRecord record = new BatchRecord(number, kind, now(), run, files, bytes, read, written);
    folder.write(EntryName.of(number, Kind.DONE), heading(run, List.of(record)), Stream.of());
    state.done(List.of(record));
    compact();
  }

  /** Forgets files, which are then read again. */
  public void forget(List<LedgerFile> files) {
    int number = state.last() + 1;
    List<BatchRecord> record = List.of(note(number, "forget", files.size()));
    folder.write(
        EntryName.of(number, Kind.FORGET),
        new Heading(Heading.VERSION, job, now(), "", Map.of(), List.of(), 0, files.size(), record),
        files.stream().map(file -> FileLine.of(file, null)));
    state.forget(number, files, record);
  }

  /** Forgets what was read after entry {@code to}, and what was begun. */
  public void rewind(int to) {
    int number = state.last() + 1;
    List<BatchRecord> record = List.of(note(number, "rewind", state.after(to)));
    Heading heading =
        new Heading(Heading.VERSION, job, now(), "", Map.of(), List.of(), to, 0, record);
    folder.write(EntryName.of(number, Kind.REWIND), heading, Stream.of());
    state.rewind(number, to, record);
  }

  /** Forgets everything, even where a ledger is damaged or of another job. */
  public static void reset(Path path, String job, Configuration hadoop) {
    LedgerFolder folder = new LedgerFolder(path, hadoop);
    List<EntryName> old = folder.names();
    int number = old.isEmpty() ? 1 : old.get(old.size() - 1).number() + 1;
    Heading heading =
        new Heading(
            Heading.VERSION,
            job,
            now(),
            "",
            Map.of(),
            List.of(),
            0,
            0,
            List.of(note(number, "reset", 0)));
    folder.write(EntryName.of(number, Kind.RESET), heading, Stream.of());
    folder.delete(old);
  }

  private static BatchRecord note(int number, String kind, long files) {
    return new BatchRecord(number, kind, now(), "", files, 0, -1, -1);
  }

  /** Puts many small files into one. */
  private void compact() {
    try {
      List<EntryName> names = folder.names();
      if (names.size() > MOST_ENTRIES) {
        compact(names);
      }
    } catch (InvalidInputException e) {
      return; // It only spares later runs work; what is written counts without it.
    }
  }

  private void compact(List<EntryName> names) {
    Heading heading =
        new Heading(
            Heading.VERSION,
            job,
            now(),
            "",
            state.roots(),
            state.targets(),
            0,
            state.size(),
            state.newestBatches());
    folder.write(EntryName.of(state.last(), Kind.SNAPSHOT), heading, state.lines());
    folder.delete(names);
  }

  private Heading heading(String run, List<BatchRecord> record) {
    return new Heading(Heading.VERSION, job, now(), run, Map.of(), List.of(), 0, 0, record);
  }

  private static String now() {
    return Instant.now().truncatedTo(ChronoUnit.MILLIS).toString();
  }
}
