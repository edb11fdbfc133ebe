package io.millrace.jobs;

import io.millrace.jobs.io.FileTree;
import io.millrace.jobs.ledger.BatchRecord;
import io.millrace.jobs.ledger.FolderLock;
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
    try (FolderLock lock = FolderLock.take(folder, id, Duration.ZERO, hadoop)) {
      change(action, pipeline);
      lock.requireHeld();
    }
  }

  private Ledger open(Pipeline pipeline) {
    return Ledger.open(new Path(pipeline.ledgerFolder()), pipeline.name(), hadoop);
  }

  private void change(String action, Pipeline pipeline) {
    switch (action) {
      case "reset" -> {
        Ledger.reset(new Path(pipeline.ledgerFolder()), pipeline.name(), hadoop);
        out.println("The ledger is empty: the next run reads every file.");
      }
      case "rewind" -> rewind(open(pipeline));
      case "mark-read" -> markRead(pipeline);
      case "forget" -> forget(open(pipeline));
      default ->
          throw new InvalidCommandException(
              "ledger knows no '%s'; there are %s%s"
                  .formatted(
                      action, String.join(", ", ACTIONS), ClosestName.suggestion(action, ACTIONS)));
    }
  }

  private void rewind(Ledger ledger) {
    String to =
        arguments
            .option("to")
            .orElseThrow(
                () ->
                    new InvalidCommandException(
                        "ledger rewind needs --to and a batch, a run or a time; ledger show lists them"));
    int number = number(to, ledger);
    long before = ledger.size();
    ledger.rewind(number);
    out.printf(
        "Back to batch %s: %s forgotten, which the next run reads again. The target keeps its rows.%n",
        number, Amounts.of(before - ledger.size(), "file"));
  }

  private static int number(String to, Ledger ledger) {
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
      return to.equals("0") ? 0 : Bookmark.number(to, ledger);
    }
  }

  private void markRead(Pipeline pipeline) {
    try (Sessions session = Sessions.open(pipeline);
        Intake intake = Intake.marking(pipeline, hadoop);
        Flow flow = new Flow(pipeline, session.spark(), false, Instant.now(), intake)) {
      long files = intake.markRead();
      out.printf("%s marked as read in %s.%n", Amounts.of(files, "file"), pipeline.ledgerFolder());
      flow.shared();
    }
  }

  private void forget(Ledger ledger) {
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
                  .map(
                      path ->
                          path.length() > root.length() ? path.substring(root.length() + 1) : path)
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
    return ledger
        .files(source)
        .map(Map.Entry::getKey)
        .filter(
            path ->
                path.equals(file) || (root + "/" + path).equals(file) || file.endsWith("/" + path))
        .toList();
  }
}
