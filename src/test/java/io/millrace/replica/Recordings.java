package io.millrace.replica;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The recordings of this build, made when first asked for by any of its processes. */
public final class Recordings {

  /** Seeds go from 0 to here. */
  public static final int SEEDS = 200;

  private static final Path TARGET =
      Path.of(System.getProperty("millrace.basedir", "."), "target").toAbsolutePath();

  private Recordings() {}

  /** What happened to the table of a seed. */
  public static Recording of(long seed) {
    try {
      return Recording.read(seed, Folder.RECORDED.resolve("t_" + seed + ".txt"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class Folder {
    static final Path RECORDED = record();

    private static Path record() {
      try {
        Path folder = Files.createDirectories(TARGET.resolve("replica"));
        Path log = folder.resolve("recorder.log");
        try (FileChannel channel = FileChannel.open(folder.resolve("lock"), CREATE, WRITE);
            FileLock lock = channel.lock()) {
          if (!lock.isValid() || isOld(log)) {
            Process child = child(folder, log);
            if (!child.waitFor(5, TimeUnit.MINUTES)) {
              child.destroyForcibly();
            }
          }
        }
        assertThat(Files.readString(log)).as("what the recorder said").contains("recorded\n");
        return folder;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }

    /** Whether the log is from before this build, which writes the class path anew. */
    private static boolean isOld(Path log) throws IOException {
      return !Files.exists(log)
          || !Files.readString(log).contains("recorded\n")
          || Files.getLastModifiedTime(log)
                  .compareTo(Files.getLastModifiedTime(TARGET.resolve("recorder.classpath")))
              < 0;
    }

    private static Process child(Path folder, Path log) throws IOException {
      List<String> command =
          List.of(
              Path.of(System.getProperty("java.home"), "bin", "java").toString(),
              "-Xmx512m",
              "-XX:+UseSerialGC",
              "-XX:TieredStopAtLevel=1",
              "-Djava.io.tmpdir=" + folder,
              "-cp",
              Files.readString(TARGET.resolve("recorder.classpath")),
              Recorder.class.getName(),
              folder.toString(),
              String.valueOf(SEEDS));
      ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
      return builder.redirectOutput(log.toFile()).start();
    }
  }
}
