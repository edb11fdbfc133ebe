package io.millrace.jobs;

import io.millrace.jobs.io.ChangedFiles;
import io.millrace.jobs.io.InputFile;
import io.millrace.jobs.io.MissingFiles;
import io.millrace.jobs.io.ReadFiles;
import io.millrace.jobs.ledger.FileMark;
import io.millrace.jobs.ledger.Ledger;
import io.millrace.jobs.ledger.LedgerFile;
import io.millrace.jobs.ledger.OpenBatch;
import io.millrace.jobs.ledger.StoreName;
import io.millrace.transforms.InvalidInputException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The files of one source that a ledger does not remember. */
final class NewFiles {

  private static final int NAMED = 3;

  private final ReadFiles source;
  private final String place;
  private final String root;
  private final Ledger ledger;

  /** Of the source at {@code place}, whose files lie below {@code root}. */
  NewFiles(ReadFiles source, String place, String root, Ledger ledger) {
    this.source = source;
    this.place = place;
    this.root = root;
    this.ledger = ledger;
  }

  /** The file as a ledger has it. */
  LedgerFile entry(InputFile file) {
    return new LedgerFile(
        place, relative(file), new FileMark(file.length(), file.modified(), file.etag()));
  }

  private String relative(InputFile file) {
    return relative(file.path(), root);
  }

  /** A path as a ledger has it. */
  static String relative(String full, String folder) {
    String path = StoreName.of(full);
    String root = StoreName.of(folder);
    return path.startsWith(root) && path.length() > root.length()
        ? path.substring(root.endsWith("/") ? root.length() : root.length() + 1)
        : path;
  }

  /** Those that the ledger does not remember as they are. */
  List<InputFile> unread(List<InputFile> fitting) {
    return fitting.stream()
        .filter(
            file -> {
              LedgerFile entry = entry(file);
              return ledger.mark(place, entry.path()).filter(entry.mark()::isSame).isEmpty();
            })
        .toList();
  }

  /** Those that were read by the batches of a range. */
  List<InputFile> of(Bookmark range, List<InputFile> fitting) {
    Map<String, Integer> batches = new HashMap<>();
    ledger.files(place).forEach(file -> batches.put(file.getKey(), file.getValue()));
    return fitting.stream()
        .filter(file -> range.includes(batches.getOrDefault(relative(file), 0), ledger))
        .toList();
  }

  /** Those of {@code fitting} to be read, the oldest first; adds to {@code notes}. */
  List<InputFile> of(List<InputFile> all, List<InputFile> fitting, List<String> notes) {
    requirePresent(all);
    List<InputFile> fresh = new ArrayList<>();
    List<InputFile> changed = new ArrayList<>();
    for (InputFile file : fitting) {
      LedgerFile entry = entry(file);
      Optional<FileMark> known = ledger.mark(place, entry.path());
      if (known.isEmpty()) {
        fresh.add(file);
      } else if (!known.get().isSame(entry.mark())) {
        changed.add(file);
      }
    }
    if (source.changedFiles() == ChangedFiles.REREAD) {
      fresh.addAll(changed);
    }
    note(changed, notes);
    return slice(fresh, notes);
  }

  /** Exactly the files that the run which died was about to read. */
  List<InputFile> again(OpenBatch begun, List<InputFile> fitting) {
    Map<String, LedgerFile> wanted = new LinkedHashMap<>();
    begun.files().stream()
        .filter(file -> file.source().equals(place))
        .forEach(file -> wanted.put(file.path(), file));
    List<InputFile> same = new ArrayList<>();
    for (InputFile file : fitting) {
      LedgerFile entry = entry(file);
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
                  place, begun.number(), wanted.keySet().iterator().next(), begun.number() - 1));
    }
    return same;
  }

  private void note(List<InputFile> changed, List<String> notes) {
    if (changed.isEmpty()) {
      return;
    }
    String which = some(changed.stream().map(InputFile::path).toList());
    switch (source.changedFiles()) {
      case REREAD -> notes.add("changed since they were read, so read again: " + which);
      case IGNORE -> notes.add("changed since they were read, and not read again: " + which);
      case FAIL ->
          throw new InvalidInputException(
              "%s.path: files have changed since they were read: %s; say changed-files = reread or ignore, or write changes as new files"
                  .formatted(place, which));
    }
  }

  /** A limit is met by whole files, and by one at least. */
  private List<InputFile> slice(List<InputFile> fresh, List<String> notes) {
    fresh.sort(Comparator.comparingLong(InputFile::modified).thenComparing(InputFile::path));
    int most = source.maxFiles().orElse(Integer.MAX_VALUE);
    long bytes = source.maxBytes().map(size -> size.bytes()).orElse(Long.MAX_VALUE);
    List<InputFile> chosen = new ArrayList<>();
    for (InputFile file : fresh) {
      bytes -= file.length();
      if (chosen.size() >= most || (bytes < 0 && !chosen.isEmpty())) {
        break;
      }
      chosen.add(file);
    }
    if (chosen.size() < fresh.size()) {
      notes.add(
          "max-files or max-bytes is met; for later runs wait "
              + Amounts.of(fresh.size() - chosen.size(), "file"));
    }
    chosen.sort(Comparator.comparing(InputFile::path));
    return chosen;
  }

  private void requirePresent(List<InputFile> all) {
    if (source.missingFiles() == MissingFiles.IGNORE) {
      return;
    }
    long known =
        all.stream().filter(file -> ledger.mark(place, relative(file)).isPresent()).count();
    if (known == ledger.files(place).count()) {
      return;
    }
    Set<String> present = new HashSet<>();
    all.forEach(file -> present.add(relative(file)));
    List<String> gone =
        ledger
            .files(place)
            .map(file -> file.getKey())
            .filter(path -> !present.contains(path))
            .sorted()
            .toList();
    throw new InvalidInputException(
        "%s.path: files that were read are gone from %s: %s. AWS DMS deletes the files of a table whose source was truncated, dropped or loaded anew; then empty or reload the target. If somebody tidies up, say missing-files = ignore; to forget them: ledger forget --missing"
            .formatted(place, root, some(gone)));
  }

  private static String some(List<String> names) {
    String first = String.join(", ", names.subList(0, Math.min(NAMED, names.size())));
    return names.size() <= NAMED ? first : first + " and " + (names.size() - NAMED) + " more";
  }
}
