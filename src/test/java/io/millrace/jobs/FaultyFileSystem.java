package io.millrace.jobs;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/** This machine's files as {@code faulty:/path}, on a disk that is full or dies when told to. */
public final class FaultyFileSystem extends RawLocalFileSystem {

  private static final AtomicLong CHANGES_LEFT = new AtomicLong(Long.MAX_VALUE);
  private static final AtomicLong BYTES_LEFT = new AtomicLong(Long.MAX_VALUE);
  private static volatile String lastName;

  static Configuration register(Configuration hadoop) {
    hadoop.set("fs.faulty.impl", FaultyFileSystem.class.getName());
    return hadoop;
  }

  /** After so many bytes every write fails. */
  static void fillAfter(long bytes) {
    BYTES_LEFT.set(bytes);
  }

  /** After so many changes every further one fails, as if the process were gone. */
  static void dieAfter(long changes) {
    CHANGES_LEFT.set(changes);
  }

  /** The first file whose name begins so is not made, and nothing is changed from then on. */
  static void dieAt(String name) {
    lastName = name;
  }

  /** Whether a change has failed since. */
  static boolean isDead() {
    return CHANGES_LEFT.get() < 0;
  }

  static void heal() {
    fillAfter(Long.MAX_VALUE);
    dieAfter(Long.MAX_VALUE);
    dieAt(null);
  }

  @Override
  public URI getUri() {
    return URI.create("faulty:///");
  }

  @Override
  public String getScheme() {
    return "faulty";
  }

  @Override
  public FileStatus getFileStatus(Path path) throws IOException {
    return plain(super.getFileStatus(path));
  }

  @Override
  public FileStatus[] listStatus(Path path) throws IOException {
    FileStatus[] found = super.listStatus(path);
    for (int i = 0; i < found.length; i++) {
      found[i] = plain(found[i]);
    }
    return found;
  }

  /** Without permissions, which the superclass looks up by a path that must begin with file. */
  private static FileStatus plain(FileStatus file) {
    return new FileStatus(
        file.getLen(),
        file.isDirectory(),
        1,
        file.getBlockSize(),
        file.getModificationTime(),
        file.getPath());
  }

  @Override
  public void setPermission(Path path, FsPermission permission) {
    // Hadoop would start a process for it.
  }

  private static void make(Path path) throws IOException {
    if (lastName != null && path.getName().startsWith(lastName)) {
      dieAfter(0);
    }
    change();
  }

  private static void change() throws IOException {
    if (CHANGES_LEFT.decrementAndGet() < 0) {
      throw new IOException("the disk is gone");
    }
  }

  @Override
  public boolean rename(Path from, Path to) throws IOException {
    change();
    return super.rename(from, to);
  }

  @Override
  public boolean delete(Path path, boolean recursive) throws IOException {
    change();
    return super.delete(path, recursive);
  }

  @Override
  public boolean mkdirs(Path path) throws IOException {
    change();
    return super.mkdirs(path);
  }

  @Override
  public FSDataOutputStream create(
      Path path, boolean overwrite, int buffer, short replication, long block, Progressable bar)
      throws IOException {
    make(path);
    return limited(super.create(path, overwrite, buffer, replication, block, bar));
  }

  @Override
  public FSDataOutputStream create(
      Path path,
      FsPermission permission,
      boolean overwrite,
      int buffer,
      short replication,
      long block,
      Progressable bar)
      throws IOException {
    make(path);
    return limited(super.create(path, permission, overwrite, buffer, replication, block, bar));
  }

  private static FSDataOutputStream limited(OutputStream file) throws IOException {
    return new FSDataOutputStream(
        new FilterOutputStream(file) {
          @Override
          public void write(int b) throws IOException {
            take(1);
            out.write(b);
          }

          @Override
          public void write(byte[] bytes, int from, int length) throws IOException {
            take(length);
            out.write(bytes, from, length);
          }
        },
        null);
  }

  private static void take(int bytes) throws IOException {
    if (BYTES_LEFT.addAndGet(-bytes) < 0) {
      throw new IOException("No space left on device");
    }
  }
}
