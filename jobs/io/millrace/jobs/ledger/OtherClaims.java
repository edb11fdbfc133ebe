package io.millrace.jobs.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** The claims that lie beside one of this process. */
final class OtherClaims {

  // Hardly anybody alive takes so long to write a claim; who does finds it gone, and tries again.
  private static final Duration WRITING = Duration.ofSeconds(20);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path claim;
  private final FileSystem files;
  private final Set<Path> ours;
  private final Map<Path, Long> seen = new HashMap<>();

  /** Beside {@code claim}; {@code ours} are all that this process holds. */
  OtherClaims(Path claim, FileSystem files, Set<Path> ours) {
    this.claim = claim;
    this.files = files;
    this.ours = ours;
  }

  /**
   * The oldest of those that count; those that do not are removed.
   *
   * @throws FileNotFoundException if the claim of this process is gone
   */
  Optional<Path> live() throws IOException {
    long now = files.getFileStatus(claim).getModificationTime();
    Map<String, Path> found = new TreeMap<>();
    for (FileStatus each : files.listStatus(claim.getParent())) {
      Path path = each.getPath();
      if (path.getName().equals(claim.getName()) || !path.getName().endsWith(".json")) {
        continue;
      }
      long age = now - each.getModificationTime();
      boolean half = age > WRITING.toMillis() && isHalf(each);
      Optional<Claim> holder = read(path);
      if (age > FolderLock.LEASE.toMillis()
          || half
          || holder.filter(other -> isDead(path, other)).isPresent()) {
        files.delete(path, false);
      } else {
        // One that cannot be read is just being written, so it is the youngest.
        found.put(holder.map(Claim::taken).orElse("~") + path, path);
      }
    }
    return found.values().stream().findFirst();
  }

  /** Removes those whose process is gone, as far as this machine can tell. */
  static void removeDead(Path folder, FileSystem files, Set<Path> ours) throws IOException {
    OtherClaims all = new OtherClaims(new Path(folder, "none"), files, ours);
    try {
      for (FileStatus each : files.listStatus(folder)) {
        Path path = each.getPath();
        if (all.read(path).filter(holder -> all.isDead(path, holder)).isPresent()) {
          files.delete(path, false);
        }
      }
    } catch (FileNotFoundException e) {
      return; // Nobody has claimed anything yet.
    }
  }

  /** Whether whoever wrote it has not come to its end, and is not just writing it anew. */
  private boolean isHalf(FileStatus listed) throws IOException {
    Path path = listed.getPath();
    try (InputStream in = files.open(path)) {
      JSON.readValue(in, Claim.class);
      return false;
    } catch (JsonProcessingException | ChecksumException e) {
      return files.exists(path)
          && files.getFileStatus(path).getModificationTime() == listed.getModificationTime();
    } catch (FileNotFoundException e) {
      return false;
    }
  }

  private boolean isDead(Path path, Claim holder) {
    return holder.isDead() || (holder.isOfThisProcess() && !ours.contains(StoreName.of(path)));
  }

  /** For how long the other has had its claim, roughly: two machines may not agree on the time. */
  Duration age(Path other) throws IOException {
    try {
      Claim now = read(claim).orElseThrow(FileNotFoundException::new);
      Claim then = read(other).orElseThrow(FileNotFoundException::new);
      return Duration.between(Instant.parse(then.taken()), Instant.parse(now.taken()));
    } catch (FileNotFoundException e) {
      return Duration.ZERO;
    }
  }

  /** Empty if it is gone, or being written. */
  Optional<Claim> read(Path path) {
    try (InputStream in = files.open(path)) {
      return Optional.of(JSON.readValue(in, Claim.class));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Whether nobody can tell, and it was not renewed since it was first asked about. */
  boolean mayBeDead(Path other) throws IOException {
    if (read(other).filter(Claim::isHere).isPresent()) {
      return false;
    }
    try {
      long renewed = files.getFileStatus(other).getModificationTime();
      return seen.computeIfAbsent(other, any -> renewed) == renewed;
    } catch (FileNotFoundException e) {
      return false;
    }
  }
}
