package io.millrace.jobs;

import io.millrace.jobs.io.FileTree;
import io.millrace.jobs.io.ReadFiles;
import io.millrace.jobs.sample.SampleLake;
import io.millrace.jobs.sample.Summary;
import io.millrace.jobs.sample.Summary.Written;
import io.millrace.transforms.InvalidInputException;
import io.millrace.transforms.StepName;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;

/** Makes the sample lake for whoever asks, and for a job that reads what is not there yet. */
record Samples(PrintStream out, Configuration hadoop) {

  /** Writes all of it, replacing what is there. */
  void write(SampleLake lake) {
    print(attempt(lake, () -> lake.write(hadoop)));
  }

  /** Adds the folders that a lake lacks, perhaps all, if the job reads what is missing. */
  void addMissing(JobFile file) {
    missingInput(file)
        .ifPresent(
            input -> {
              SampleLake lake = file.sample().orElseThrow();
              out.println(
                  new Locations(hadoop).exists(lake.path())
                      ? "No %s yet: adding to the sample lake what it lacks.".formatted(input)
                      : "No folder %s yet: making the sample lake there.".formatted(lake.path()));
              print(attempt(lake, () -> lake.addMissing(hadoop)));
            });
  }

  /** For who may write nothing: refuses where {@link #addMissing} would add. */
  void requireInput(JobFile file) {
    missingInput(file)
        .ifPresent(
            input -> {
              String folder = file.sample().orElseThrow().path();
              throw new InvalidInputException(
                  "there is no %s yet; run adds it to the sample lake, and so does: sample %s"
                      .formatted(input, folder));
            });
  }

  /** Only an environment for one machine names a sample, and only a job that reads it gets it. */
  private Optional<String> missingInput(JobFile file) {
    if (file.sample().isEmpty()) {
      return Optional.empty();
    }
    SampleLake lake = file.sample().get();
    FileTree tree = new FileTree(hadoop);
    Locations locations = new Locations(hadoop);
    return Stream.concat(
            RecordTree.all(ReadFiles.class, file.source(), file.transforms(), file.outputs())
                .stream()
                .map(ReadFiles::path),
            file.actions().stream().flatMap(action -> action.input().stream()))
        .filter(path -> tree.isInside(path, lake.path() + "/raw") && !locations.holdsFiles(path))
        .findFirst()
        .filter(path -> !missing(lake).isEmpty());
  }

  private List<String> missing(SampleLake lake) {
    try {
      return lake.missing(hadoop);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot look at " + lake.path(), e);
    }
  }

  private interface Making {
    Summary make() throws IOException;
  }

  private static Summary attempt(SampleLake lake, Making making) {
    try {
      return making.make();
    } catch (IOException e) {
      throw new InvalidInputException(
          "cannot write the sample lake to " + lake.path() + ": " + e.getMessage(), e);
    }
  }

  private void print(Summary made) {
    Map<String, List<Written>> folders = new LinkedHashMap<>();
    made.files()
        .forEach(file -> folders.computeIfAbsent(file.folder(), it -> new ArrayList<>()).add(file));
    folders.forEach((name, files) -> out.println("  " + line(name, files)));
    made.dirt()
        .forEach(
            (kind, lines) -> {
              if (lines > 0) {
                out.println("    dirty: " + StepName.kebab(kind.name()) + " " + lines);
              }
            });
  }

  /** A file by its path, several by their folder. */
  private static String line(String folder, List<Written> files) {
    String first = files.get(0).path();
    long rows = files.stream().mapToLong(Written::rows).sum();
    long bytes = files.stream().mapToLong(Written::bytes).sum();
    String amounts = Amounts.of(rows, "row") + ", " + Amounts.bytes(bytes);
    return files.size() == 1
        ? first + "  " + amounts
        : "%s  %s, %s"
            .formatted(
                first.substring(0, first.indexOf("/" + folder + "/") + folder.length() + 1),
                Amounts.of(files.size(), "file"),
                amounts);
  }
}
