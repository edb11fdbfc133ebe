package io.millrace.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** The durations in Millrace's own run report. */
final class JobSeconds {

  private JobSeconds() {}

  /** The parts after the start; their sum is the job. */
  static Map<String, Double> of(Path output) throws IOException {
    try (DirectoryStream<Path> reports =
        Files.newDirectoryStream(output.resolve("_millrace/runs"), "*.json")) {
      JsonNode seconds =
          new ObjectMapper().readTree(reports.iterator().next().toFile()).get("seconds");
      Map<String, Double> parts = new TreeMap<>();
      seconds
          .fields()
          .forEachRemaining(part -> parts.put(part.getKey(), part.getValue().asDouble()));
      parts.remove("start");
      return parts;
    }
  }
}
