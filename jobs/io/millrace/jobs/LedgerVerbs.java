package io.millrace.jobs;

import io.millrace.jobs.io.CommitMarker;
import io.millrace.jobs.io.FileTree;
import io.millrace.jobs.ledger.BatchRecord;
import io.millrace.jobs.ledger.FolderLock;
import io.millrace.jobs.ledger.ForeignLedgerException;
import io.millrace.jobs.ledger.Ledger;
import io.millrace.jobs.ledger.LedgerFile;
import io.millrace.transforms.ClosestName;
import io.millrace.transforms.InvalidInputException;
import java.io.PrintStream;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** What the command line can do with the ledger of a job. */
record LedgerVerbs(PrintStream out, Configuration hadoop, Arguments arguments) {

  static final List<String> ACTIONS = List.of("show", "reset", "rewind", "mark-read", "forget");

  void run(String action, Pipeline pipeline) {
    if (!pipeline.isIncremental()) {
      throw new InvalidCommandException(
          pipeline.name() + " has no ledger, because no source of it says incremental = true");
    }
    if (action.equals("show")) {
      Ledger ledger = open(pipeline);
      new LedgerText(out).print(ledger, pipeline.name(), arguments.option("format"));
      return;
    }
    Path folder = new Path(pipeline.ledgerFolder());
    String id = "ledger-" + UUID.randomUUID();
    try (FolderLock lock = FolderLock.take(folder, id, Duration.ZERO, configuration(pipeline))) {
      change(action, pipeline);
      lock.requireHeld();
    }
  }

  /** As a run would have it: a job may say where its file systems are. */
  private Configuration configuration(Pipeline pipeline) {
    Configuration all = new Configuration(hadoop);
    HadoopBefore.set(all, pipeline.spark());
    return all;
  }

  private Ledger open(Pipeline pipeline) {
    return Ledger.open(new Path(pipeline.ledgerFolder()), pipeline.name(), configuration(pipeline));
  }

  private void change(String action, Pipeline pipeline) {
    switch (action) {
      case "reset" -> reset(pipeline);
      case "rewind" -> rewind(open(pipeline), pipeline);
      case "mark-read" -> markRead(pipeline);
      case "forget" -> forget(open(pipeline));
      default ->
          throw new InvalidCommandException(
              "ledger knows no '%s'; there are %s%s"
                  .formatted(
                      action, String.join(", ", ACTIONS), ClosestName.suggestion(action, ACTIONS)));
    }
  }

  /** Also one that nobody can read; but not that of another job. */
  private void reset(Pipeline pipeline) {
    String known = "what it held could not be read";
    try {
      known = Amounts.of(open(pipeline).size(), "file") + " forgotten";
    } catch (ForeignLedgerException e) {
      throw e;
    } catch (InvalidInputException e) {
      out.println(e.getMessage());
    }
    Ledger.reset(new Path(pipeline.ledgerFolder()), pipeline.name(), configuration(pipeline));
    out.printf(
        "The ledger %s is empty, %s: the next run reads every file.%n",
        pipeline.ledgerFolder(), known);
  }

  /** What a run that died has begun must be ended before its files are spoken of. */
  private static void requireNoneOpen(Ledger ledger) {
    ledger
        .openBatch()
        .ifPresent(
            open -> {
              throw new InvalidInputException(
                  "batch %s was begun by a run that died; run the job once, which finishes or repeats it, or drop it with: ledger rewind --to %s"
                      .formatted(open.number(), open.number() - 1));
            });
  }

  private void rewind(Ledger ledger, Pipeline pipeline) {
    String to =
        arguments
            .option("to")
            .orElseThrow(
                () ->
                    new InvalidCommandException(
                        "ledger rewind needs --to and a batch, a run or a time; ledger show lists them"));
    ledger
        .openBatch()
        .filter(open -> open.attempts().stream().anyMatch(run -> isDecided(run, pipeline)))
        .ifPresent(
            open -> {
              throw new InvalidInputException(
                  "batch %s is written and only not marked as done; run the job once, then rewind"
                      .formatted(open.number()));
            });
    int number = number(to, ledger);
    long before = ledger.size();
    ledger.rewind(number);
    out.printf(
        "Back to batch %s: %s forgotten, which the next run reads again. The target keeps its rows.%n",
        number, Amounts.of(before - ledger.size(), "file"));
  }

  private boolean isDecided(String run, Pipeline pipeline) {
    return new CommitMarker(pipeline.ledgerFolder(), run, configuration(pipeline)).isSet();
  }

  private static int number(String to, Ledger ledger) {
    if (to.matches("\\d{1,9}") && Integer.parseInt(to) <= ledger.last()) {
      return Integer.parseInt(to);
    }
    try {
      Instant time =
          to.contains("T")
              ? Instant.parse(to)
              : LocalDate.parse(to).atStartOfDay().toInstant(ZoneOffset.UTC);
      return ledger.batches().stream()
          .filter(batch -> !Instant.parse(batch.at()).isAfter(time))
          .mapToInt(BatchRecord::number)
          .max()
          .orElse(0);
    } catch (DateTimeException e) {
      return Bookmark.number(to, ledger);
    }
  }

  private void markRead(Pipeline pipeline) {
    requireNoneOpen(open(pipeline));
    try (Sessions session = Sessions.open(pipeline.name(), pipeline.spark())) {
      Sessions.within(session.spark(), () -> markRead(pipeline, session));
    }
  }

  private Void markRead(Pipeline pipeline, Sessions session) {
    try (Intake intake = Intake.marking(pipeline, configuration(pipeline));
        Flow flow = new Flow(pipeline, session.spark(), false, Instant.now(), intake)) {
      long files = intake.markRead();
      out.printf("%s marked as read in %s.%n", Amounts.of(files, "file"), pipeline.ledgerFolder());
      flow.shared();
    }
    return null;
  }

  private void forget(Ledger ledger) {
    requireNoneOpen(ledger);
    List<LedgerFile> all =
        ledger.roots().entrySet().stream()
            .flatMap(
                source ->
                    chosen(ledger, source.getKey(), source.getValue()).stream()
                        .map(path -> ledger.file(source.getKey(), path)))
            .toList();
    if (all.isEmpty()) {
      throw new InvalidInputException(
          "the ledger %s remembers no such file; nothing was changed".formatted(ledger.path()));
    }
    ledger.forget(all);
    out.printf(
        "%s forgotten; if they are there, the next run reads them.%n",
        Amounts.of(all.size(), "file"));
  }

  private List<String> chosen(Ledger ledger, String source, String root) {
    if (arguments.option("missing").isPresent()) {
      Set<String> present =
          new FileTree(hadoop)
              .paths(root).stream()
                  .map(path -> NewFiles.relative(path, root))
                  .collect(Collectors.toSet());
      return ledger
          .files(source)
          .map(Map.Entry::getKey)
          .filter(path -> !present.contains(path))
          .toList();
    }
    String file =
        arguments
            .option("file")
            .orElseThrow(
                () -> new InvalidCommandException("ledger forget needs --file or --missing"));
    List<String> all = ledger.files(source).map(Map.Entry::getKey).toList();
    List<String> exact =
        all.stream()
            .filter(path -> path.equals(file) || path.equals(NewFiles.relative(file, root)))
            .toList();
    return exact.isEmpty()
        ? all.stream().filter(path -> file.endsWith("/" + path)).toList()
        : exact;
  }
}
