package io.millrace.jobs;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.jobs.config.Binder;
import io.millrace.jobs.config.JobFiles;
import io.millrace.jobs.io.Format;
import io.millrace.jobs.io.ReadFiles;
import io.millrace.jobs.io.Sink;
import io.millrace.jobs.io.WriteFiles;
import io.millrace.jobs.io.WriteMode;
import io.millrace.transforms.Transform;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** A folder with a test job's input and output, and what is in it at any time. */
record Lake(Path root) {

  static final Path PROJECT = Path.of(System.getProperty("millrace.basedir"));

  Path path(String name) {
    return root.resolve(name);
  }

  String text(String name) {
    return path(name).toString();
  }

  /** A text file; every line ends with a line feed. */
  Path write(String name, String... lines) {
    return write(name, (String.join("\n", lines) + "\n").getBytes(UTF_8));
  }

  Path write(String name, byte[] bytes) {
    try {
      Files.createDirectories(path(name).getParent());
      return Files.write(path(name), bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Every file below a folder with its bytes, hidden ones and empty folders included. */
  Map<String, String> everything(String folder) {
    return files(folder, path -> true);
  }

  /** The files that readers see. */
  Map<String, String> data(String folder) {
    return files(
        folder,
        path ->
            Files.isRegularFile(path)
                && Stream.iterate(path, at -> !at.equals(path(folder)), Path::getParent)
                    .map(at -> at.getFileName().toString())
                    .noneMatch(n -> n.startsWith(".") || (n.startsWith("_") && !n.contains("="))));
  }

  private Map<String, String> files(String folder, Predicate<Path> which) {
    Map<String, String> found = new TreeMap<>();
    if (Files.exists(path(folder))) {
      try (Stream<Path> all = Files.walk(path(folder))) {
        for (Path path : all.filter(which).toList()) {
          found.put(path(folder).relativize(path).toString(), digest(path));
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return found;
  }

  private static String digest(Path path) throws IOException {
    return Files.isDirectory(path)
        ? "folder"
        : Files.size(path) + " bytes, hash " + Arrays.hashCode(Files.readAllBytes(path));
  }

  /** Delimited text with a header, read by {@code schema}. */
  ReadFiles csv(String name, String schema) {
    return new ReadFiles(text(name), Format.CSV, schema, Map.of("header", "true"));
  }

  WriteFiles parquet(String name) {
    return new WriteFiles(text(name), List.of(), WriteMode.OVERWRITE);
  }

  static Pipeline job(ReadFiles source, Sink sink, Transform... steps) {
    return new Pipeline("test", source, List.of(steps), sink);
  }

  Rejects rejectsTo(String name, OnReject policy, String max) {
    return new Rejects(
        Optional.ofNullable(name).map(this::text),
        Optional.ofNullable(policy),
        Optional.ofNullable(max));
  }

  Dataset<Row> rows(SparkSession spark, String name) {
    return spark.read().parquet(text(name));
  }

  /** What Spark keeps; Delta keeps what it knows of its tables. */
  static Set<Integer> kept(SparkSession spark) {
    return JavaSparkContext.fromSparkContext(spark.sparkContext()).getPersistentRDDs().keySet();
  }

  /** A job file of this text. */
  Pipeline job(String text) {
    Path file = write("job-" + text.hashCode() + ".conf", text);
    return bound(file, Map.of()).pipeline();
  }

  /** A job file of {@code conf/jobs} with other values for its free variables. */
  static Pipeline shipped(String file, Map<String, String> settings) {
    return bound(PROJECT.resolve("conf/jobs").resolve(file), settings).pipeline();
  }

  static JobFile bound(Path file, Map<String, String> settings) {
    JobFiles files = new JobFiles(location -> Files.readString(Path.of(location)));
    return new Binder(Catalog.NAMES)
        .bind(files.load(Optional.empty(), file.toString(), settings), JobFile.class);
  }
}
