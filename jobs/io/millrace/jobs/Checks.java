package io.millrace.jobs;

import io.millrace.jobs.io.FileTree;
import io.millrace.jobs.io.InputFile;
import io.millrace.jobs.io.Reading;
import io.millrace.transforms.InvalidInputException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;

/** What must hold before a row is read: targets fit, and no path is used for two things. */
final class Checks {

  private final Pipeline pipeline;
  private final SparkSession spark;
  private final FileTree tree;

  Checks(Pipeline pipeline, SparkSession spark) {
    this.pipeline = pipeline;
    this.spark = spark;
    this.tree = new FileTree(spark.sparkContext().hadoopConfiguration());
  }

  /**
   * Checks all and writes nothing.
   *
   * @return per output what would be written
   * @throws InvalidInputException naming everything that is wrong
   */
  List<List<String>> all(Flow flow) {
    List<String> problems = new ArrayList<>();
    List<List<String>> written = new ArrayList<>();
    if (pipeline.rejects().policy() == OnReject.FAIL) {
      unreadable("source", flow.reading(), problems);
      flow.seconds().forEach(one -> unreadable(one.place(), one.reading(), problems));
    }
    for (int i = 0; i < flow.branches().size(); i++) {
      Flow.Branch branch = flow.branches().get(i);
      try {
        written.add(branch.output().sink().plan(spark, flow.columns(branch)));
      } catch (InvalidInputException e) {
        problems.add("outputs[" + i + "]." + e.getMessage());
      }
    }
    paths(flow, problems);
    problems.addAll(new PersonalRule(pipeline).problems(flow));
    if (!problems.isEmpty()) {
      throw new InvalidInputException(String.join("; ", problems));
    }
    return written;
  }

  private static void unreadable(String place, Reading reading, List<String> problems) {
    reading
        .mistake(place)
        .map(said -> said + ", or give the job a rejects path to set them aside and go on")
        .ifPresent(problems::add);
  }

  private void paths(Flow flow, List<String> problems) {
    List<String> names = new ArrayList<>();
    List<String> paths = new ArrayList<>();
    for (int i = 0; i < pipeline.outputs().size(); i++) {
      add(names, paths, "outputs[" + i + "].sink.path", pipeline.outputs().get(i).sink().folder());
    }
    add(names, paths, "rejects.path", pipeline.rejects().path());
    // A hidden folder is neither read as data nor replaced as such.
    add(names, paths, "reports", pipeline.reports().filter(path -> !isHidden(path)));
    add(names, paths, "ledger", pipeline.ledger().filter(path -> !isHidden(path)));
    for (int i = 0; i < paths.size(); i++) {
      input(flow, names.get(i), paths.get(i), problems);
      for (int j = 0; j < i; j++) {
        overlap(names.get(i), paths.get(i), names.get(j), paths.get(j), problems);
      }
    }
  }

  private static void add(
      List<String> names, List<String> paths, String name, Optional<String> path) {
    path.ifPresent(
        given -> {
          names.add(name);
          paths.add(given);
        });
  }

  private static boolean isHidden(String path) {
    return Arrays.stream(path.split("/", -1)).anyMatch(part -> part.startsWith("_"));
  }

  private void input(Flow flow, String name, String path, List<String> problems) {
    for (Reading reading : flow.readings()) {
      Optional<String> read = reading.path();
      if (read.isPresent() && tree.reads(read.get(), path)) {
        problems.add(
            "%s: %s lies inside the input %s, so the next run would read it; write elsewhere"
                .formatted(name, path, read.get()));
        return;
      }
      Optional<InputFile> within =
          reading.files().stream().filter(file -> tree.isInside(file.path(), path)).findFirst();
      if (within.isPresent()) {
        problems.add(
            "%s: the input file %s lies inside %s; write elsewhere"
                .formatted(name, within.get().path(), path));
        return;
      }
    }
  }

  private void overlap(
      String name, String path, String other, String otherPath, List<String> problems) {
    if (tree.isInside(path, otherPath) || tree.isInside(otherPath, path)) {
      problems.add(
          "%s and %s: %s and %s are one inside the other; give each a folder of its own"
              .formatted(other, name, otherPath, path));
    }
  }
}
