package io.millrace.jobs;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.jobs.page.IndexPage;
import io.millrace.jobs.page.ReportPage;
import io.millrace.jobs.page.TablesPage;
import io.millrace.transforms.InvalidInputException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Makes an index of the run reports of a folder, and the pages that they lack. */
final class ReportVerb {

  private static final String INDEX = "index.html";
  private static final int SHOWN = 20;

  /** More than any report has; what is larger is data, and not to be taken into memory. */
  private static final long LARGEST = 64_000_000;

  private final PrintStream out;
  private final Configuration hadoop;
  private final ObjectMapper json =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  private final IndexPage index = new IndexPage();
  private final List<String> problems = new ArrayList<>();
  private int made;

  ReportVerb(PrintStream out, Configuration hadoop) {
    this.out = out;
    this.hadoop = hadoop;
  }

  /**
   * Does so.
   *
   * @throws InvalidInputException if there is no report, or the folder takes no index
   */
  void run(String folder) {
    Path root = new Path(folder);
    Path page = new Path(root, INDEX);
    try {
      FileSystem files = root.getFileSystem(hadoop);
      requireOurs(page, files);
      for (FoundReport found : FoundReport.below(root, files, problems)) {
        read(found, files);
      }
      if (index.runs() == 0) {
        throw new InvalidInputException(
            "there is no run report in %s or below; runs leave theirs in _millrace/runs below their first output, or where reports says%s"
                .formatted(folder, problems.isEmpty() ? "" : ". " + String.join("; ", problems)));
      }
      problems.forEach(index::add);
      ReportFiles.write(page, index.html(folder), hadoop);
    } catch (IOException e) {
      throw new InvalidInputException(
          "cannot make an index of %s: %s".formatted(folder, e.getMessage()), e);
    }
    out.printf(
        "%s of %s: %s%n", Amounts.of(index.runs(), "run"), Amounts.of(index.jobs(), "job"), page);
    if (made > 0) {
      out.printf("  %s made%n", Amounts.of(made, "page"));
    }
    problems.stream().limit(SHOWN).forEach(problem -> out.println("  note: " + problem));
    if (problems.size() > SHOWN) {
      out.printf("  and %s more, see the index%n", Amounts.count(problems.size() - SHOWN));
    }
  }

  /** A folder of reports may be a folder of somebody's pages too. */
  private void requireOurs(Path page, FileSystem files) throws IOException {
    if (files.exists(page)) {
      try (InputStream in = files.open(page)) {
        String head = new String(in.readNBytes(4096), StandardCharsets.UTF_8);
        if (!head.contains(IndexPage.MADE)) {
          throw new InvalidInputException(
              page + " is not one that Millrace made; move it away, or give another folder");
        }
      }
    }
  }

  private void read(FoundReport found, FileSystem files) {
    if (found.bytes() > LARGEST) {
      problems.add(
          "%s has %s, too much for a run report"
              .formatted(found.name(), Amounts.bytes(found.bytes())));
      return;
    }
    byte[] bytes;
    try (InputStream in = files.open(found.file())) {
      bytes = in.readAllBytes();
    } catch (IOException e) {
      problems.add("%s cannot be read: %s".formatted(found.name(), e.getMessage()));
      return;
    }
    parsed(found.name(), bytes).ifPresent(tree -> take(found, tree));
  }

  /** Not in Jackson's words: they quote what could not be read, whatever that is. */
  private Optional<JsonNode> parsed(String name, byte[] bytes) {
    try {
      JsonNode tree = json.readTree(bytes);
      if (tree.isMissingNode()) {
        problems.add(name + " is empty");
        return Optional.empty();
      }
      return Optional.of(tree);
    } catch (IOException e) {
      JsonLocation at = e instanceof JsonProcessingException bad ? bad.getLocation() : null;
      String place = at == null ? "" : " (line %s)".formatted(at.getLineNr());
      problems.add("%s is no JSON%s; was it cut off?".formatted(name, place));
      return Optional.empty();
    }
  }

  private void take(FoundReport found, JsonNode tree) {
    if (found.isOfTables() && TablesPage.isOne(tree)) {
      index.addTables(tree, found.name());
    } else if (!index.add(tree, found.pageName())) {
      problems.add(found.name() + " is JSON, but no run report: it lacks job, run or outcome");
    } else if (found.lacksPage()) {
      page(found, tree);
    }
  }

  private void page(FoundReport found, JsonNode report) {
    try {
      ReportFiles.write(found.page(), ReportPage.of(report, found.fileName()), hadoop);
      made++;
    } catch (IOException | RuntimeException e) {
      problems.add(
          "the page of %s could not be written: %s".formatted(found.name(), FailureText.of(e)));
    }
  }
}
