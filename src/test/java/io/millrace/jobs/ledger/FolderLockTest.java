package io.millrace.jobs.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.LocalFileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A lock that is held, given back, lost, and left behind by who is no more. */
class FolderLockTest {

  private static final ProcessHandle PARENT = ProcessHandle.current().parent().orElseThrow();
  private static final Instant NOW = Instant.now();

  @TempDir private Path folder;

  private FolderLock take(String run) {
    return FolderLock.take(
        new org.apache.hadoop.fs.Path(folder.toString()), run, Duration.ZERO, new Configuration());
  }

  private List<String> claims() throws IOException {
    try (var files = Files.list(folder.resolve("lock"))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> !name.startsWith("."))
          .sorted()
          .toList();
    }
  }

  /** A claim that was renewed at some time. */
  private void claimed(Claim claim, Instant renewed) throws IOException {
    Path file = folder.resolve("lock").resolve(claim.run() + ".json");
    Files.createDirectories(file.getParent());
    Files.write(file, new ObjectMapper().writeValueAsBytes(claim));
    Files.setLastModifiedTime(file, FileTime.from(renewed));
  }

  private static Claim of(ProcessHandle process, String machine, String began) {
    String minutesAgo = NOW.minus(Duration.ofMinutes(9)).toString();
    return new Claim("other", "node-7", machine, process.pid(), began, minutesAgo, "another");
  }

  private static String machine() {
    return Claim.of("me").machine();
  }

  private static String began(ProcessHandle process) throws IOException {
    String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
    return stat.replaceAll(".*[)] ", "").split(" ", -1)[19];
  }

  @Test
  void oneThatLivesIsNotTakenAndTheMessageSaysWhoHoldsIt() throws Exception {
    claimed(of(PARENT, machine(), began(PARENT)), Instant.now());
    assertThatThrownBy(() -> take("mine"))
        .hasMessage(
            "%s is held by run other (process %s on node-7) since %s; run again when that has ended. If it was killed, its lock ends by itself within 2 minutes"
                .formatted(folder, PARENT.pid(), NOW.minus(Duration.ofMinutes(9))));
    assertThat(claims()).containsExactly("other.json");
  }

  @Test
  void oneOfADeadProcessIsTakenOverAtOnce() throws Exception {
    Process gone = new ProcessBuilder("true").start();
    String began = gone.info().startInstant().orElse(NOW).toString();
    gone.waitFor();
    claimed(of(gone.toHandle(), machine(), began), Instant.now());
    try (FolderLock lock = take("mine")) {
      assertThat(claims()).containsExactly("mine.json");
      lock.requireHeld();
    }
  }

  @Test
  void onlyThoseOfDeadProcessesAreCleared() throws Exception {
    org.apache.hadoop.fs.Path place = new org.apache.hadoop.fs.Path(folder.toString());
    FolderLock.clear(place, new Configuration());
    String now = began(PARENT);
    for (List<String> one :
        List.of(
            List.of("dead", machine(), "1"),
            List.of("alive", machine(), now),
            List.of("far", "another machine", "1"))) {
      claimed(
          new Claim(
              one.get(0), "node-7", one.get(1), PARENT.pid(), one.get(2), NOW.toString(), "other"),
          NOW);
    }
    FolderLock.clear(place, new Configuration());
    assertThat(claims()).containsExactly("alive.json", "far.json");
  }

  @Test
  void theNumberOfADeadProcessMayBelongToAnotherByNow() throws Exception {
    claimed(of(PARENT, machine(), "2018-01-17T09:00:00Z"), Instant.now());
    take("mine").close();
    assertThat(claims()).isEmpty();
  }

  /** A run that is tried again at once on another machine waits for the lock of its dead self. */
  @Test
  void oneOfAnotherMachineIsWaitedForUntilItIsRenewedOrExpires() throws Exception {
    Claim elsewhere = of(PARENT, "another machine", "2018-01-17T09:00:00Z");
    claimed(elsewhere, Instant.now().minus(FolderLock.LEASE).plus(Duration.ofSeconds(3)));
    long begun = System.nanoTime();
    take("mine").close();
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(Duration.ofSeconds(2));
    assertThat(claims()).isEmpty();
    claimed(elsewhere, Instant.now().minus(Duration.ofSeconds(30)));
    Thread holder =
        new Thread(
            () -> {
              try {
                Thread.sleep(1500);
                claimed(elsewhere, Instant.now());
              } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    holder.start();
    assertThatThrownBy(() -> take("mine")).hasMessageContaining("is held by run other");
    holder.join();
  }

  @Test
  void aClaimThatWasNotWrittenToItsEndCountsForSecondsOnly() throws Exception {
    Path half = Files.createDirectories(folder.resolve("lock")).resolve("half.json");
    for (String text : List.of("{\"run\":", "")) {
      Files.writeString(half, text);
      Files.setLastModifiedTime(half, FileTime.from(Instant.now().minusSeconds(18)));
      take("mine").close();
      assertThat(claims()).isEmpty();
    }
  }

  /** This machine's files, of which somebody removes the claim {@code mine} a few times. */
  public static final class Removing extends LocalFileSystem {
    private static final AtomicInteger LEFT = new AtomicInteger();

    @Override
    public FileStatus getFileStatus(org.apache.hadoop.fs.Path path) throws IOException {
      if (path.getName().equals("mine.json") && LEFT.getAndDecrement() > 0) {
        delete(path, false);
      }
      return super.getFileStatus(path);
    }
  }

  /** Somebody may have taken this claim for one that nobody wrote to its end. */
  @Test
  void aClaimThatIsRemovedMeanwhileIsWrittenAgain() throws Exception {
    Configuration hadoop = new Configuration();
    hadoop.set("fs.file.impl", Removing.class.getName());
    hadoop.setBoolean("fs.file.impl.disable.cache", true);
    Removing.LEFT.set(3);
    var place = new org.apache.hadoop.fs.Path(folder.toString());
    try (FolderLock lock = FolderLock.take(place, "mine", Duration.ZERO, hadoop)) {
      assertThat(Removing.LEFT.get()).as("removals left").isNegative();
      assertThat(claims()).containsExactly("mine.json");
      lock.requireHeld();
    }
  }

  @Test
  void whoStoodStillUntilAnotherTookItIsTold() throws Exception {
    try (FolderLock mine = take("mine")) {
      mine.requireHeld();
      claimed(of(PARENT, machine(), began(PARENT)), Instant.now());
      assertThatThrownBy(mine::requireHeld)
          .hasMessageContaining("was lost, because this process stood still");
      Files.delete(folder.resolve("lock/other.json"));
      mine.requireHeld();
      Files.delete(folder.resolve("lock/mine.json"));
      assertThatThrownBy(mine::requireHeld).hasMessageContaining("2 minutes; run again");
    }
  }

  @Test
  void manyAtOnceHoldItOneAfterTheOther() throws Exception {
    List<String> said = Collections.synchronizedList(new ArrayList<>());
    AtomicInteger holders = new AtomicInteger();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      String name = "thread-" + i;
      threads.add(
          new Thread(
              () -> {
                for (int turn = 0; turn < 5; turn++) {
                  said.add(held(name + "-" + turn, holders));
                }
              }));
    }
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(said).hasSize(15).containsOnly("1 at once");
    assertThat(claims()).isEmpty();
  }

  private String held(String run, AtomicInteger holders) {
    org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(folder.toString());
    try (FolderLock lock = FolderLock.take(path, run, Duration.ofMinutes(5), new Configuration())) {
      int now = holders.incrementAndGet();
      try {
        lock.requireHeld();
        Thread.sleep(10);
      } finally {
        holders.decrementAndGet();
      }
      return now + " at once";
    } catch (RuntimeException | InterruptedException e) {
      return e.toString();
    }
  }
}
