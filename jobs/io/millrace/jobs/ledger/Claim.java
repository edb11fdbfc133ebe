package io.millrace.jobs.ledger;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Who holds a lock.
 *
 * @param run id of the run
 * @param host its machine, for people
 * @param machine its machine since it was started, for comparison: equal only where process numbers
 *     mean the same processes
 * @param pid its process
 * @param began when the process began
 * @param taken when the lock was taken
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonAutoDetect(isGetterVisibility = JsonAutoDetect.Visibility.NONE)
record Claim(String run, String host, String machine, long pid, String began, String taken) {

  /** Of this process. */
  static Claim of(String run) {
    ProcessHandle me = ProcessHandle.current();
    String now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    return new Claim(run, hostName(), thisMachine(), me.pid(), began(me), now);
  }

  private static String began(ProcessHandle process) {
    return process.info().startInstant().map(Instant::toString).orElse("");
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "unknown host";
    }
  }

  /** Containers of one machine have process numbers of their own. */
  private static String thisMachine() {
    try {
      String boot = Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
      return boot + " " + Files.readSymbolicLink(Path.of("/proc/self/ns/pid"));
    } catch (IOException | UnsupportedOperationException e) {
      return hostName();
    }
  }

  /** Whether its process certainly is no more. */
  boolean isDead() {
    if (!machine.equals(thisMachine())) {
      return false;
    }
    Optional<ProcessHandle> process = ProcessHandle.of(pid);
    return process.isEmpty() || !process.get().isAlive() || !began(process.get()).equals(began);
  }

  boolean isOfThisProcess() {
    return machine.equals(thisMachine()) && pid == ProcessHandle.current().pid();
  }

  /** For messages. */
  String words() {
    return "run %s (process %s on %s) since %s".formatted(run, pid, host, taken);
  }
}
