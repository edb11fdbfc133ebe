package io.millrace.jobs.ledger;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.transforms.InvalidInputException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A folder held by one run at a time, on any file system that lists what was written: a claim is a
 * file of its own in {@code FOLDER/lock}, and whoever sees another claim beside its own takes its
 * own back. So two may both give way and try again, but never both hold. A holder renews its claim;
 * one that is not renewed, or whose process is gone, counts no more.
 */
public final class FolderLock implements AutoCloseable {

  /** After so long without renewal a claim counts no more. */
  static final Duration LEASE = Duration.ofMinutes(2);

  private static final Duration RENEWAL = Duration.ofSeconds(10);
  // Whoever has a claim for longer holds the lock, and does not just try for it too.
  static final Duration TRYING = Duration.ofSeconds(3);
  private static final ObjectMapper JSON = new ObjectMapper();
  // A claim of this process that is not here could not be removed when it was given back.
  private static final Set<Path> OURS = ConcurrentHashMap.newKeySet();

  private final Path claim;
  private final FileSystem files;
  private final byte[] content;
  private final OtherClaims others;
  private final ScheduledExecutorService renewal =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "millrace-lock");
            thread.setDaemon(true);
            return thread;
          });

  private FolderLock(Path claim, FileSystem files, byte[] content) {
    this.claim = claim;
    this.files = files;
    this.content = content;
    this.others = new OtherClaims(claim, files, OURS);
  }

  /**
   * Takes the lock of {@code folder}.
   *
   * @param wait how long, if it is held
   * @throws InvalidInputException saying who holds it
   */
  public static FolderLock take(Path folder, String run, Duration wait, Configuration hadoop) {
    Path claim = new Path(folder, "lock/" + run + ".json");
    try {
      FileSystem files = claim.getFileSystem(hadoop);
      claim = files.makeQualified(claim);
      FolderLock lock = new FolderLock(claim, files, JSON.writeValueAsBytes(Claim.of(run)));
      lock.take(folder, wait);
      return lock;
    } catch (IOException e) {
      drop(claim, hadoop);
      throw new InvalidInputException("cannot lock " + folder + ": " + e.getMessage(), e);
    }
  }

  /** Written or not, it holds nothing; one that stays ends when it is not renewed. */
  private static void drop(Path claim, Configuration hadoop) {
    OURS.remove(StoreName.of(claim));
    try {
      claim.getFileSystem(hadoop).delete(claim, false);
    } catch (IOException e) {
      return;
    }
  }

  /**
   * Removes claims whose process is gone, without taking the lock: they count no more, and whoever
   * takes it next would remove them.
   */
  public static void clear(Path folder, Configuration hadoop) throws IOException {
    Path claims = new Path(folder, "lock");
    OtherClaims.removeDead(claims, claims.getFileSystem(hadoop), OURS);
  }

  private void take(Path folder, Duration wait) throws IOException {
    long begun = System.nanoTime();
    Optional<Path> before = Optional.empty();
    while (true) {
      OURS.add(StoreName.of(claim));
      write();
      Optional<Path> other = live();
      begun = other.equals(before) ? begun : System.nanoTime();
      before = other;
      if (other.isEmpty() && files.exists(claim)) {
        var unused =
            renewal.scheduleWithFixedDelay(
                this::renew, RENEWAL.toMillis(), RENEWAL.toMillis(), TimeUnit.MILLISECONDS);
        return;
      }
      Duration most = other.isEmpty() ? LEASE : patience(other.get(), wait);
      Optional<Claim> holder = other.flatMap(others::read);
      files.delete(claim, false);
      if (Duration.ofNanos(System.nanoTime() - begun).compareTo(most) >= 0) {
        renewal.shutdownNow();
        OURS.remove(StoreName.of(claim));
        throw new InvalidInputException(
            "%s is held by %s; run again when that has ended. If it was killed, its lock ends by itself within %s minutes"
                .formatted(
                    folder, holder.map(Claim::words).orElse("another run"), LEASE.toMinutes()));
      }
      pause();
    }
  }

  /** Long enough for who just tries too to give way, and for who may be dead to prove it. */
  private Duration patience(Path other, Duration wait) throws IOException {
    if (others.mayBeDead(other)) {
      return wait.plus(LEASE).plus(RENEWAL);
    }
    return others.age(other).compareTo(TRYING) > 0 ? wait : wait.plus(TRYING.multipliedBy(3));
  }

  /** As {@link OtherClaims#live}; whoever took this one for a dead one's may have removed it. */
  private Optional<Path> live() throws IOException {
    try {
      return others.live();
    } catch (FileNotFoundException e) {
      return Optional.empty();
    }
  }

  private static void pause() {
    try {
      Thread.sleep(ThreadLocalRandom.current().nextInt(20, 600));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InvalidInputException("interrupted while waiting for a lock", e);
    }
  }

  private void write() throws IOException {
    try (var out = files.create(claim, true)) {
      out.write(content);
    }
  }

  private void renew() {
    try {
      if (files.exists(claim)) {
        write();
      }
    } catch (IOException | RuntimeException e) {
      return; // The next renewal may succeed; until the lease ends nothing is lost.
    }
  }

  /**
   * Makes sure that nobody has taken the lock meanwhile, as happens to a process that slept.
   *
   * @throws InvalidInputException if somebody has
   */
  public void requireHeld() {
    try {
      if (files.exists(claim)) {
        write();
        if (isAlone()) {
          return;
        }
      }
    } catch (IOException e) {
      throw new InvalidInputException("cannot look at the lock " + claim + ": " + e, e);
    }
    throw new InvalidInputException(
        "the lock %s was lost, because this process stood still for more than %s minutes; run again"
            .formatted(claim.getParent(), LEASE.toMinutes()));
  }

  /** Whoever just tries for the lock gives way within a moment. */
  private boolean isAlone() throws IOException {
    long begun = System.nanoTime();
    while (live().isPresent()) {
      if (System.nanoTime() - begun > TRYING.toNanos()) {
        return false;
      }
      pause();
    }
    return files.exists(claim);
  }

  private void remove() throws IOException {
    OURS.remove(StoreName.of(claim));
    files.delete(claim, false);
  }

  /** Gives it back; a claim that cannot be removed ends when it is no longer renewed. */
  @Override
  public void close() {
    renewal.shutdownNow();
    OURS.remove(StoreName.of(claim));
    try {
      renewal.awaitTermination(5, TimeUnit.SECONDS);
      remove();
    } catch (IOException e) {
      return;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
