package io.millrace.bench;

import io.millrace.jobs.sample.SampleLake;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;

/** Weblogs in as many files as a point has, made once. */
record GrowthInput(Home home) {

  Path of(GrowthPoint point) throws IOException {
    Path folder = home.bench().resolve("growth/in-%s-%s".formatted(point.rows(), point.files()));
    if (!Files.exists(folder)) {
      Path unfinished = home.bench().resolve("growth/unfinished");
      Output.delete(unfinished);
      new SampleLake(unfinished.toString(), point.rows(), 50_000, 42, 0)
          .write(new Configuration(), Set.of("useractivity"));
      Path parts = Files.createDirectories(unfinished.resolve("parts"));
      split(unfinished.resolve("raw/useractivity/useractivity.csv"), parts, point);
      Files.move(parts, folder);
      Output.delete(unfinished);
    }
    return folder;
  }

  private static void split(Path whole, Path parts, GrowthPoint point) throws IOException {
    try (BufferedReader lines = Files.newBufferedReader(whole)) {
      String header = lines.readLine();
      for (int file = 0; file < point.files(); file++) {
        long rows = point.rows() * (file + 1) / point.files() - point.rows() * file / point.files();
        try (BufferedWriter out =
            Files.newBufferedWriter(
                parts.resolve(String.format(Locale.ROOT, "part-%05d.csv", file)))) {
          out.write(header);
          out.newLine();
          for (long row = 0; row < rows; row++) {
            out.write(lines.readLine());
            out.newLine();
          }
        }
      }
    }
  }
}
