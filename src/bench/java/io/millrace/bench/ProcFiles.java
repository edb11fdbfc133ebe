package io.millrace.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** What Linux tells of processes below /proc. */
final class ProcFiles {

  // USER_HZ, the unit of /proc/PID/stat: 100 on every architecture that Spark runs on.
  private static final double TICKS_PER_SECOND = 100;
  // Counted after the command's closing parenthesis; proc(5) numbers them 16 and 17.
  private static final int CUTIME = 13;
  private static final int CSTIME = 14;

  private ProcFiles() {}

  /** User and system time of all children that this process has waited for. */
  static double childCpuSeconds() throws IOException {
    String stat = Files.readString(Path.of("/proc/self/stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return (Long.parseLong(fields[CUTIME]) + Long.parseLong(fields[CSTIME])) / TICKS_PER_SECOND;
  }

  /** The peak resident set of a process so far; 0 if it has ended. */
  static long peakBytes(long pid) throws IOException {
    try {
      for (String line : Files.readAllLines(Path.of("/proc", Long.toString(pid), "status"))) {
        if (line.startsWith("VmHWM:")) {
          return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
        }
      }
      return 0;
    } catch (NoSuchFileException e) {
      return 0;
    } catch (IOException e) {
      // ESRCH: it ended between the opening and the reading.
      if (ProcessHandle.of(pid).isEmpty()) {
        return 0;
      }
      throw e;
    }
  }
}
