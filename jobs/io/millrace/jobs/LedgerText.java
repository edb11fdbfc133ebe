package io.millrace.jobs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.millrace.jobs.ledger.BatchRecord;
import io.millrace.jobs.ledger.Ledger;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A ledger for a reader, as a table or as JSON. */
record LedgerText(PrintStream out) {

  private static final String ROW = "%7s  %-9s  %-24s  %-28s  %9s  %9s  %12s  %12s%n";

  void print(Ledger ledger, String job, Optional<String> format) {
    switch (format.orElse("table")) {
      case "table" -> table(ledger, job);
      case "json" -> json(ledger, job);
      default ->
          throw new InvalidCommandException(
              "--format is '%s', but must be table or json".formatted(format.orElseThrow()));
    }
  }

  private void table(Ledger ledger, String job) {
    out.printf("ledger of %s in %s: %s%n", job, ledger.path(), Amounts.of(ledger.size(), "file"));
    ledger.roots().forEach((source, root) -> out.printf("  %s  %s%n", source, root));
    out.printf(ROW, "batch", "kind", "done", "run", "files", "size", "read", "written");
    for (BatchRecord batch : ledger.batches()) {
      out.printf(
          ROW,
          batch.number(),
          batch.kind(),
          batch.at(),
          batch.run(),
          Amounts.count(batch.files()),
          Amounts.bytes(batch.bytes()),
          batch.read() < 0 ? "-" : Amounts.count(batch.read()),
          batch.written() < 0 ? "-" : Amounts.count(batch.written()));
    }
    ledger
        .openBatch()
        .ifPresent(
            open ->
                out.printf(
                    "batch %s, %s, was begun by run %s and is not done; the next run finishes or repeats it%n",
                    open.number(),
                    Amounts.of(open.files().size(), "file"),
                    String.join(", ", open.attempts())));
  }

  private void json(Ledger ledger, String job) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("job", job);
    all.put("path", ledger.path().toString());
    all.put("files", ledger.size());
    all.put("sources", ledger.roots());
    all.put("batches", ledger.batches());
    ledger
        .openBatch()
        .ifPresent(
            open ->
                all.put(
                    "open",
                    Map.of(
                        "number", open.number(),
                        "files", open.files().size(),
                        "attempts", open.attempts())));
    try {
      ObjectMapper mapper = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
      out.println(mapper.writeValueAsString(all));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
