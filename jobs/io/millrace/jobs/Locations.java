package io.millrace.jobs;

import io.millrace.jobs.io.StoreFailure;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Small files by location: a path of this machine first, where it exists and no scheme is given,
 * else any Hadoop file system.
 */
record Locations(Configuration hadoop) {

  String text(String location) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(bytes(location));
    return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
  }

  private byte[] bytes(String location) throws IOException {
    if (!location.contains("://") && !location.startsWith("file:")) {
      java.nio.file.Path local = java.nio.file.Path.of(location);
      if (Files.isDirectory(local)) {
        throw new IOException("is a folder, not a file");
      }
      if (Files.exists(local)) {
        return Files.readAllBytes(local);
      }
    }
    Path path = new Path(location);
    try {
      FileSystem files = path.getFileSystem(hadoop);
      if (!files.getFileStatus(path).isDirectory()) {
        try (InputStream in = files.open(path)) {
          return in.readAllBytes();
        }
      }
    } catch (FileNotFoundException e) {
      throw (IOException) new NoSuchFileException(location).initCause(e);
    } catch (IOException | RuntimeException | LinkageError e) {
      throw StoreFailure.of(path, e);
    }
    throw new IOException("is a folder, not a file");
  }

  /** The folders that a glob names, in order; hidden ones and control tables of DMS are none. */
  List<String> folders(String glob) {
    try {
      Path path = new Path(glob);
      FileStatus[] found = path.getFileSystem(hadoop).globStatus(path);
      return Arrays.stream(found == null ? new FileStatus[0] : found)
          .filter(FileStatus::isDirectory)
          .map(folder -> folder.getPath().toString())
          .filter(folder -> !folder.matches(".*/([_.]|awsdms_)[^/]*"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot look at " + glob, e);
    }
  }

  /** Whether there is a file at or below a path or glob. */
  boolean holdsFiles(String location) {
    try {
      Path path = new Path(location);
      FileSystem files = path.getFileSystem(hadoop);
      FileStatus[] found = files.globStatus(path);
      for (FileStatus status : found == null ? new FileStatus[0] : found) {
        if (files.listFiles(status.getPath(), true).hasNext()) {
          return true;
        }
      }
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot look at " + location, e);
    }
  }

  /** Whether there is anything at a path or glob. */
  boolean exists(String location) {
    try {
      Path path = new Path(location);
      FileStatus[] found = path.getFileSystem(hadoop).globStatus(path);
      return found != null && found.length > 0;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot look at " + location, e);
    }
  }
}
