package io.millrace.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** The run reports that Millrace saves. */
final class RunReports {

  private RunReports() {}

  /** The sum of all parts of the one run that is told of there, save the start of Spark. */
  static double jobSeconds(Path folder) throws IOException {
    try (DirectoryStream<Path> reports = Files.newDirectoryStream(folder, "*.json")) {
      JsonNode parts =
          new ObjectMapper().readTree(reports.iterator().next().toFile()).get("seconds");
      double sum = 0;
      for (JsonNode part : parts) {
        sum += part.asDouble();
      }
      return sum - parts.get("start").asDouble();
    }
  }
}
