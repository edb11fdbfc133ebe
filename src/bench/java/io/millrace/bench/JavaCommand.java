package io.millrace.bench;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How every engine is started: the same heap, processors and options of Java.
 *
 * @param heap such as 2g
 */
record JavaCommand(Home home, String heap, int threads) {

  List<String> of(List<String> classPath, List<String> mainAndArguments) {
    return of(List.of(), classPath, mainAndArguments);
  }

  /** What the launcher does, save that it builds nothing. */
  List<String> millrace(Path jar, List<String> moreClassPath, List<String> arguments) {
    List<String> classPath = new ArrayList<>(List.of(jar.toString(), home.spark()));
    classPath.addAll(moreClassPath);
    List<String> all = new ArrayList<>(List.of("io.millrace.jobs.Millrace", "run"));
    all.addAll(arguments);
    all.addAll(List.of("--environment", environments().resolve("local.conf").toString()));
    return of(launcherOptions(archive(jar, moreClassPath)), classPath, all);
  }

  private List<String> of(
      List<String> options, List<String> classPath, List<String> mainAndArguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("@" + environments().resolve("java-options"));
    command.addAll(options);
    command.add("-Xmx" + heap);
    command.add("-XX:ActiveProcessorCount=" + threads);
    command.add("-Dmillrace.log=" + home.bench().resolve("millrace.log"));
    command.add("-Dlog4j2.configurationFile=" + environments().resolve("log4j2.properties"));
    command.add("-cp");
    command.add(String.join(File.pathSeparator, classPath));
    command.addAll(mainAndArguments);
    return command;
  }

  /** The archive of classes that such a run makes when it ends, or uses. */
  static Path archive(Path jar, List<String> moreClassPath) {
    return jar.resolveSibling(moreClassPath.isEmpty() ? "classes.jsa" : "classes-bench.jsa");
  }

  /** The launcher's own: its collector, compiler and the archive of classes, once a run made it. */
  private static List<String> launcherOptions(Path archive) {
    String share = Files.exists(archive) ? "-XX:SharedArchiveFile=" : "-XX:ArchiveClassesAtExit=";
    return List.of(
        "-Xlog:disable",
        "-XX:+UseParallelGC",
        "-XX:NewRatio=7",
        share + archive,
        "-XX:-DontCompileHugeMethods",
        "-XX:Tier4InvocationThreshold=50000",
        "-XX:Tier4MinInvocationThreshold=6000",
        "-XX:Tier4CompileThreshold=150000",
        "-XX:Tier4BackEdgeThreshold=400000");
  }

  private Path environments() {
    return home.root().resolve("conf/environments");
  }
}
