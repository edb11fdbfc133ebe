package io.millrace.bench;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Where things lie in a checkout. */
record Home(Path root) {

  Path target() {
    return root.resolve("target");
  }

  Path bench() {
    return target().resolve("bench");
  }

  Path lake(long rows) {
    return bench().resolve("lake/" + rows);
  }

  Path raw(long rows) {
    return lake(rows).resolve("raw");
  }

  Path activity(long rows) {
    return raw(rows).resolve("useractivity");
  }

  String millraceJar() {
    return target().resolve("launcher/millrace.jar").toString();
  }

  /** The launcher's own options: its collector, and its archive of classes, once a run made it. */
  List<String> launcherOptions() {
    Path archive = target().resolve("launcher/classes.jsa");
    String share = Files.exists(archive) ? "-XX:SharedArchiveFile=" : "-XX:ArchiveClassesAtExit=";
    return List.of("-Xlog:disable", "-XX:+UseParallelGC", share + archive);
  }

  String spark() {
    return target().resolve("launcher/lib") + "/*";
  }

  String benchClasses() {
    return location(FlattenWeblogs.class);
  }

  String duckdb() {
    return location(org.duckdb.DuckDBDriver.class);
  }

  private static String location(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
