package io.millrace.jobs;

import io.millrace.jobs.page.ReportPage;
import io.millrace.transforms.InvalidInputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** A folder of run reports: {@code RUN.json}, and {@code RUN.html} beside it. */
record ReportFiles(String folder, Configuration hadoop) {

  /**
   * Writes a report, over what is there.
   *
   * @return where it lies
   * @throws InvalidInputException if the folder takes no file
   */
  String save(String run, String json) {
    Path file = new Path(folder, run + ".json");
    try {
      write(file, json, hadoop);
      return file.toString();
    } catch (IOException e) {
      throw new InvalidInputException(
          "cannot write the run report " + file + ": " + e.getMessage(), e);
    }
  }

  /**
   * Writes its page. The report is what counts: no run fails for want of a page.
   *
   * @return why it could not be written, if so
   */
  Optional<String> savePage(String run, String json) {
    Path file = new Path(folder, run + ".html");
    try {
      write(file, ReportPage.of(json, run + ".json"), hadoop);
      return Optional.empty();
    } catch (IOException | RuntimeException e) {
      return Optional.of(file + ": " + FailureText.of(e));
    }
  }

  /** The page beside a report. */
  static String page(String report) {
    return report.replaceAll("json$", "html");
  }

  /** Whole, over what is there. */
  static void write(Path file, String text, Configuration hadoop) throws IOException {
    try (var out = file.getFileSystem(hadoop).create(file, true)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }
}
