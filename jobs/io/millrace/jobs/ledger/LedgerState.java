package io.millrace.jobs.ledger;

import io.millrace.jobs.ledger.EntryName.Kind;
import io.millrace.transforms.InvalidInputException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** All that the entries of a ledger come to. */
final class LedgerState {

  private static final int MOST_BATCHES = 10_000;

  /** A file that was read, and by which batch. */
  record Read(FileMark mark, int batch) {}

  private final String job;
  private final Map<String, String> roots = new TreeMap<>();
  private final Map<String, Map<String, Read>> files = new TreeMap<>();
  private final List<BatchRecord> batches = new ArrayList<>();
  private final List<String> attempts = new ArrayList<>();
  private List<LedgerFile> planned = List.of();
  private Map<String, String> plannedRoots = Map.of();
  private List<String> targets = List.of();
  private List<String> plannedTargets = List.of();
  private int plannedNumber;
  private int last;

  private LedgerState(String job) {
    this.job = job;
  }

  /** Reads what counts: from the last snapshot or reset on. */
  static LedgerState of(LedgerFolder folder, String job) {
    for (int left = 5; ; left--) {
      try {
        return read(folder, job);
      } catch (LedgerFolder.GoneException e) {
        // A run has just put small files into one.
        if (left == 0) {
          throw e;
        }
      }
    }
  }

  private static LedgerState read(LedgerFolder folder, String job) {
    LedgerState state = new LedgerState(job);
    List<EntryName> names = folder.names();
    int from = 0;
    for (int i = 0; i < names.size(); i++) {
      Kind kind = names.get(i).kind();
      from = kind == Kind.SNAPSHOT || kind == Kind.RESET ? i : from;
    }
    for (EntryName name : names.subList(from, names.size())) {
      state.requireNext(folder, name);
      state.add(folder, name);
    }
    return state;
  }

  /** Entries have consecutive numbers, and a batch that was tried comes to an end. */
  private void requireNext(LedgerFolder folder, EntryName name) {
    boolean base = name.kind() == Kind.SNAPSHOT || name.kind() == Kind.RESET;
    if (!base && name.number() > last + 1) {
      throw new LedgerFolder.GoneException(folder.path() + ": entry " + (last + 1), null);
    }
    if (name.kind() == Kind.PLAN && !attempts.isEmpty()) {
      throw new LedgerFolder.GoneException(
          folder.path() + ": the end of batch " + plannedNumber, null);
    }
  }

  private void add(LedgerFolder folder, EntryName name) {
    List<FileLine> lines = new ArrayList<>();
    Heading heading =
        folder.read(
            name,
            line -> {
              if (name.kind() == Kind.SNAPSHOT) {
                remember(line.file(), line.batch() == null ? 0 : line.batch());
              } else {
                lines.add(line);
              }
            });
    requireOurs(folder, heading);
    List<LedgerFile> all = lines.stream().map(FileLine::file).toList();
    switch (name.kind()) {
      case PLAN -> plan(name.number(), heading.roots(), heading.targets(), all);
      case TRY -> attempts.add(name.run());
      case DONE -> done(heading.batches());
      case FORGET -> forget(name.number(), all, heading.batches());
      case REWIND -> rewind(name.number(), heading.to(), heading.batches());
      case RESET, SNAPSHOT -> {
        last = name.number();
        roots.putAll(heading.roots());
        targets = heading.targets();
        batches.addAll(heading.batches());
      }
    }
  }

  private void requireOurs(LedgerFolder folder, Heading heading) {
    if (!heading.job().equals(job)) {
      throw new ForeignLedgerException(
          "ledger: %s is the ledger of job '%s', not of '%s'; give this job a ledger of its own, or call it by its old name"
              .formatted(folder.path(), heading.job(), job));
    }
  }

  void plan(int number, Map<String, String> at, List<String> to, List<LedgerFile> list) {
    drop();
    last = number;
    plannedNumber = number;
    plannedRoots = at;
    plannedTargets = to;
    planned = list;
  }

  void attempt(String run) {
    attempts.add(run);
  }

  void done(List<BatchRecord> record) {
    long files = record.stream().mapToLong(BatchRecord::files).sum();
    if (files != planned.size()) {
      throw new InvalidInputException(
          "ledger: an entry says that %s files were read, but the list of them is missing or has %s; put the files of the ledger back from a copy, or begin anew with: ledger reset"
              .formatted(files, planned.size()));
    }
    planned.forEach(file -> remember(file, plannedNumber));
    roots.putAll(plannedRoots);
    targets = plannedTargets.isEmpty() ? targets : plannedTargets;
    batches.addAll(record);
    drop();
  }

  void forget(int number, List<LedgerFile> list, List<BatchRecord> record) {
    last = number;
    list.forEach(file -> files(file.source()).remove(file.path()));
    batches.addAll(record);
  }

  void rewind(int number, int to, List<BatchRecord> record) {
    last = number;
    files.values().forEach(all -> all.values().removeIf(read -> read.batch() > to));
    batches.addAll(record);
    drop();
  }

  private void drop() {
    planned = List.of();
    plannedRoots = Map.of();
    plannedTargets = List.of();
    attempts.clear();
  }

  private void remember(LedgerFile file, int batch) {
    files(file.source()).put(file.path(), new Read(file.mark(), batch));
  }

  Map<String, Read> files(String source) {
    return files.computeIfAbsent(source, any -> new HashMap<>());
  }

  Map<String, String> roots() {
    return roots;
  }

  /** Where the rows of the last batch went. */
  List<String> targets() {
    return targets;
  }

  List<BatchRecord> batches() {
    return batches;
  }

  /** The number of the newest entry. */
  int last() {
    return last;
  }

  /** What is to be read next. */
  List<LedgerFile> planned() {
    return planned;
  }

  /** How many files were read after entry {@code to}. */
  long after(int to) {
    return files.values().stream()
        .flatMap(all -> all.values().stream())
        .filter(read -> read.batch() > to)
        .count();
  }

  /** What was begun and not done; a plan that no run has taken up counts for nothing. */
  Optional<OpenBatch> open() {
    return attempts.isEmpty()
        ? Optional.empty()
        : Optional.of(new OpenBatch(plannedNumber, planned, plannedTargets, attempts));
  }

  /** All of it, for a snapshot. */
  Stream<FileLine> lines() {
    return files.entrySet().stream()
        .flatMap(
            source ->
                source.getValue().entrySet().stream()
                    .sorted(Map.Entry.comparingByKey())
                    .map(
                        file ->
                            FileLine.of(
                                new LedgerFile(
                                    source.getKey(), file.getKey(), file.getValue().mark()),
                                file.getValue().batch())));
  }

  long size() {
    return files.values().stream().mapToLong(Map::size).sum();
  }

  List<BatchRecord> newestBatches() {
    int size = batches.size();
    return List.copyOf(batches.subList(Math.max(0, size - MOST_BATCHES), size));
  }
}
