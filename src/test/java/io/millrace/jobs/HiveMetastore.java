package io.millrace.jobs;

import io.millrace.support.HiveServer;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The metastore of Hive that a stock Spark carries among its jars, as a server of its own, over a
 * database in its memory. It has one namespace, {@code default}.
 */
record HiveMetastore(Process process, String uri) implements AutoCloseable {

  /** Starts one; its log is in {@code folder}. */
  static HiveMetastore start(Path folder) throws Exception {
    int port;
    try (ServerSocket any = new ServerSocket(0)) {
      port = any.getLocalPort();
    }
    Map<String, String> settings =
        new TreeMap<>(
            Map.of(
                "derby.stream.error.file", folder.resolve("derby.log").toString(),
                "javax.jdo.option.ConnectionURL", "jdbc:derby:memory:metastore;create=true",
                "datanucleus.schema.autoCreateAll", "true",
                // Spark 4.1 carries no library for it.
                "datanucleus.connectionPoolingType", "none",
                "hive.metastore.schema.verification", "false",
                "hive.metastore.warehouse.dir", folder.resolve("hive").toUri().toString(),
                // Needs a library that Spark does not carry.
                "hive.async.log.enabled", "false"));
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "@" + Lake.PROJECT.resolve("conf/environments/java-options")));
    settings.forEach((key, value) -> command.add("-D" + key + "=" + value));
    command.addAll(
        List.of(
            "-cp",
            SparkHome.FOLDER.resolve("jars")
                + "/*"
                + File.pathSeparator
                + Lake.PROJECT.resolve("target/test-classes"),
            HiveServer.class.getName(),
            "-p",
            String.valueOf(port)));
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("metastore.log").toFile())
            .start();
    await(process, port);
    return new HiveMetastore(process, "thrift://127.0.0.1:" + port);
  }

  private static void await(Process process, int port) throws Exception {
    Instant end = Instant.now().plus(Duration.ofMinutes(2));
    while (true) {
      try {
        new Socket(InetAddress.getLoopbackAddress(), port).close();
        return;
      } catch (IOException e) {
        if (!process.isAlive() || Instant.now().isAfter(end)) {
          throw new IllegalStateException("the metastore does not start, see metastore.log", e);
        }
        Thread.sleep(100);
      }
    }
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().join();
  }
}
