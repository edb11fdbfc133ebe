package io.millrace.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A stock Spark of the family under test, as {@code .ci/submit} assembles it, and the packaged jar.
 *
 * @param work where its processes are started and leave what they say
 */
record SparkHome(Path work) {

  private static final int MINUTES = 15;

  static final Path FOLDER =
      Lake.PROJECT.resolve("target/spark-home-" + System.getProperty("millrace.spark"));

  /** How a process ended, and what it said. */
  record Ended(int exit, String out, String err) {

    /** What is no log of Spark's, and no word about its log. */
    List<String> said() {
      return err.lines()
          .filter(
              line ->
                  !line.matches(
                      "\\d\\d/\\d\\d/\\d\\d .*|Using Spark's .*|Setting (default|Spark) log level.*|To adjust .*|WARNING: Using incubator .*"))
          .toList();
    }
  }

  /** The jar that {@code mvn package} made; the one for users, not the sources. */
  static Path jar() throws IOException {
    try (Stream<Path> files = Files.list(Lake.PROJECT.resolve("target"))) {
      List<Path> jars =
          files
              .filter(
                  file ->
                      file.getFileName().toString().matches("millrace-[0-9.]+(-SNAPSHOT)?\\.jar"))
              .toList();
      assertThat(jars).as("jars in target; run mvn -DskipTests package").hasSize(1);
      return jars.get(0);
    }
  }

  /** Starts a script of Spark's {@code bin}, which becomes the Java process itself. */
  Process start(String name, String script, String... args) throws IOException {
    Path program = FOLDER.resolve("bin").resolve(script);
    assertThat(program).as("run .ci/submit").isExecutable();
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(List.of(args));
    ProcessBuilder builder = new ProcessBuilder(command).directory(work.toFile());
    builder.redirectOutput(work.resolve(name + ".out").toFile());
    builder.redirectError(work.resolve(name + ".err").toFile());
    builder
        .environment()
        .putAll(
            Map.of(
                "JAVA_HOME",
                System.getProperty("java.home"),
                "SPARK_HOME",
                FOLDER.toString(),
                "SPARK_LOCAL_IP",
                "127.0.0.1",
                "SPARK_DAEMON_MEMORY",
                "256m"));
    return builder.start();
  }

  /** Runs {@code spark-submit} to its end. */
  Ended submit(String name, String... args) throws IOException, InterruptedException {
    Process process = start(name, "spark-submit", args);
    boolean ended = process.waitFor(MINUTES, TimeUnit.MINUTES);
    process.destroyForcibly();
    assertThat(ended).as("%s ends within %s minutes, see %s", name, MINUTES, work).isTrue();
    return new Ended(process.exitValue(), text(name + ".out"), text(name + ".err"));
  }

  String text(String file) throws IOException {
    return Files.readString(work.resolve(file));
  }
}
