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
import java.util.UUID;

/**
 * Who holds a lock.
 *
 * @param run id of the run
 * @param host its machine, for people
 * @param machine its machine since it was started, for comparison: equal only where process numbers
 *     mean the same processes
 * @param pid its process
 * @param began when the process began, in ticks of its machine
 * @param taken when the lock was taken
 * @param process unique
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonAutoDetect(isGetterVisibility = JsonAutoDetect.Visibility.NONE)
record Claim(
    String run, String host, String machine, long pid, String began, String taken, String process) {

  private static final String THIS = UUID.randomUUID().toString();

  /** Of this process. */
  static Claim of(String run) {
    long me = ProcessHandle.current().pid();
    String now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    return new Claim(run, hostName(), thisMachine(), me, began(me).orElse(""), now, THIS);
  }

  /** In ticks since the machine was started: what the clock says may change meanwhile. */
  private static Optional<String> began(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
      // Field 22 of proc(5); the second is a name in brackets, which may hold anything.
      return Optional.of(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[19]);
    } catch (IOException | UnsupportedOperationException e) {
      return Optional.empty();
    }
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "unknown host";
    }
  }

  /** Containers of one machine have process numbers of their own; empty if nobody can tell. */
  private static String thisMachine() {
    try {
      String boot = Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
      return boot + " " + Files.readSymbolicLink(Path.of("/proc/self/ns/pid"));
    } catch (IOException | UnsupportedOperationException e) {
      return "";
    }
  }

  /** Whether its process certainly is no more; where processes are hidden nobody can tell. */
  boolean isDead() {
    return isHere() && !began(pid).equals(Optional.of(began));
  }

  /** Whether it can be told here that its process lives. */
  boolean isHere() {
    return !machine.isEmpty() && machine.equals(thisMachine()) && began(1).isPresent();
  }

  boolean isOfThisProcess() {
    return THIS.equals(process);
  }

  /** For messages. */
  String words() {
    return "run %s (process %s on %s) since %s".formatted(run, pid, host, taken);
  }
}
