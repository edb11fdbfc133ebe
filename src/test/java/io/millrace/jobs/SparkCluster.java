package io.millrace.jobs;

import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Spark's own cluster on this machine: a master and two workers, each a process. */
final class SparkCluster implements AutoCloseable {

  static final List<String> WORKERS = List.of("worker-1", "worker-2");

  private final SparkHome home;
  private final int port = freePort();
  private final int page = freePort();
  private final Map<String, Process> processes = new HashMap<>();

  private SparkCluster(SparkHome home) throws IOException {
    this.home = home;
  }

  static SparkCluster start(SparkHome home) throws IOException, InterruptedException {
    SparkCluster cluster = new SparkCluster(home);
    cluster.daemon(
        "master", "master.Master", "--port", "" + cluster.port, "--webui-port", "" + cluster.page);
    for (String worker : WORKERS) {
      cluster.daemon(
          worker,
          "worker.Worker",
          "--webui-port",
          "0",
          "--cores",
          "2",
          "--memory",
          "2g",
          "--work-dir",
          home.work().resolve(worker).toString(),
          cluster.master());
    }
    Instant end = Instant.now().plus(Duration.ofMinutes(5));
    while (!cluster.page().contains("\"aliveworkers\" : 2")) {
      if (Instant.now().isAfter(end)) {
        cluster.close();
        throw new IllegalStateException("no two workers, see " + home.work());
      }
      Thread.sleep(200);
    }
    return cluster;
  }

  private void daemon(String name, String main, String... args) throws IOException {
    List<String> all =
        new ArrayList<>(List.of("org.apache.spark.deploy." + main, "--host", "127.0.0.1"));
    all.addAll(List.of(args));
    processes.put(name, home.start(name, "spark-class", all.toArray(String[]::new)));
  }

  String master() {
    return "spark://127.0.0.1:" + port;
  }

  /** With an executor of one core on each worker. */
  String[] options() {
    return new String[] {
      "--master", master(), "--conf", "spark.executor.cores=1", "--conf", "spark.cores.max=2"
    };
  }

  /** Kills a worker and all that it runs, as when its machine is gone. */
  void kill(String worker) {
    kill(processes.get(worker));
  }

  private static void kill(Process process) {
    List<ProcessHandle> children = process.descendants().toList();
    // First, or it would start another executor.
    process.destroyForcibly();
    children.forEach(ProcessHandle::destroyForcibly);
  }

  /** What the master says of itself. */
  private String page() {
    try (InputStream in = URI.create("http://127.0.0.1:" + page + "/json/").toURL().openStream()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "";
    }
  }

  /** The copies of a jar that a worker fetched. */
  List<Path> fetched(String worker, Path jar) throws IOException {
    try (Stream<Path> files = Files.walk(home.work().resolve(worker))) {
      return files.filter(file -> file.getFileName().equals(jar.getFileName())).toList();
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket any = new ServerSocket(0)) {
      return any.getLocalPort();
    }
  }

  @Override
  public void close() {
    processes.values().forEach(SparkCluster::kill);
  }
}
