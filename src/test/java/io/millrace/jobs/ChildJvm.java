package io.millrace.jobs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;

/** Another Java with this one's class path, for what must not happen to this one. */
record ChildJvm(Process process, Path out) {

  static ChildJvm start(Path folder, Class<?> main, List<String> jvm, String... args)
      throws IOException {
    return start(folder, main, jvm, Map.of(), args);
  }

  /** The same with more in its environment. */
  static ChildJvm start(
      Path folder, Class<?> main, List<String> jvm, Map<String, String> environment, String... args)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("@" + Lake.PROJECT.resolve("conf/environments/java-options"));
    // The first compiler alone starts sooner, and has room for 48 MB of code unless told otherwise.
    command.addAll(
        List.of(
            "-Xmx512m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:ReservedCodeCacheSize=240m"));
    command.addAll(jvm);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(args));
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.redirectError(folder.resolve("child.log").toFile());
    builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    builder.environment().putAll(environment);
    Path out = Files.createTempFile(folder, "child", ".out");
    return new ChildJvm(builder.redirectOutput(out.toFile()).start(), out);
  }

  /** Waits until it has said this line, or has ended. */
  void await(String line) throws IOException, InterruptedException {
    while (process.isAlive() && !Files.readAllLines(out).contains(line)) {
      Thread.sleep(5);
    }
  }

  /** All that it said, when it has ended. */
  String said() throws IOException, InterruptedException {
    process.waitFor();
    return Files.readString(out);
  }

  /** What a child calls to get a session of its own. */
  static SparkSession session(String master) {
    return SparkSession.builder()
        .master(master)
        .config("spark.ui.enabled", "false")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.sql.shuffle.partitions", "1")
        .getOrCreate();
  }
}
