package io.millrace.udf.keys;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/** A key in a file that nobody but its owner may read. */
final class KeyFile {

  private static final long MOST = 4096;

  private static final Set<PosixFilePermission> OWNERS =
      EnumSet.of(
          PosixFilePermission.OWNER_READ,
          PosixFilePermission.OWNER_WRITE,
          PosixFilePermission.OWNER_EXECUTE);

  private KeyFile() {}

  static String fetch(KeyReference reference, String path) {
    Path file = path(reference, path);
    if (!Files.exists(file)) {
      throw new KeyUnavailableException(
          reference,
          "is missing: this machine has no such file; put it on the driver's machine and on every executor's, or make a new one with: "
              + command(path));
    }
    if (!Files.isRegularFile(file)) {
      throw new KeyUnavailableException(reference, "is no regular file");
    }
    try {
      requireOwnersOnly(reference, file);
      if (Files.size(file) > MOST) {
        throw new KeyUnavailableException(
            reference, "is a file of more than %s bytes, which holds no key".formatted(MOST));
      }
      // Bytes that are no text stay different from every hexadecimal or base64 digit.
      return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    } catch (AccessDeniedException e) {
      throw new KeyUnavailableException(
          reference, "cannot be read by the user of this process; make that user its owner");
    } catch (IOException e) {
      throw new KeyUnavailableException(
          reference, "cannot be read: " + e.getClass().getSimpleName());
    }
  }

  /** For a shell. It overwrites no key: tokens of another would join with nothing. */
  private static String command(String path) {
    String word = path.matches("[A-Za-z0-9_./-]+") ? path : "'" + path.replace("'", "'\\''") + "'";
    return "(set -C; umask 077; openssl rand -hex 32 > " + word + ")";
  }

  private static Path path(KeyReference reference, String path) {
    try {
      return Path.of(path.startsWith("///") ? path.substring(2) : path);
    } catch (InvalidPathException e) {
      throw new KeyUnavailableException(reference, "is no path of a file");
    }
  }

  private static void requireOwnersOnly(KeyReference reference, Path file) throws IOException {
    if (!FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
      return;
    }
    Set<PosixFilePermission> mode = Files.getPosixFilePermissions(file);
    if (!OWNERS.containsAll(mode)) {
      throw new KeyUnavailableException(
          reference,
          "may be used by others than its owner (%s); run chmod 600 on it, and make a new key if others had a chance to read this one"
              .formatted(PosixFilePermissions.toString(mode)));
    }
  }
}
