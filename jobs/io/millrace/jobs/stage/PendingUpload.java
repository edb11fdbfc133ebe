package io.millrace.jobs.stage;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.jobs.ledger.StoreName;
import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.BBPartHandle;
import org.apache.hadoop.fs.BBUploadHandle;
import org.apache.hadoop.fs.CommonPathCapabilities;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.MultipartUploader;
import org.apache.hadoop.fs.PartHandle;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.UploadHandle;

/**
 * A file of an object store that is there and that no reader sees until it is completed: a
 * multipart upload, so that nothing need be renamed, which an object store does by copying.
 *
 * @param path where the file will be
 * @param upload what the store calls the upload, in Base64
 * @param parts what it calls its parts, in Base64; empty while they are being sent
 */
public record PendingUpload(String path, String upload, List<String> parts)
    implements Serializable {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SUFFIX = ".upload";
  // Amazon S3 takes parts of 5 MB to 5 GB, and 10,000 of them.
  private static final long PART = 64L << 20;

  public PendingUpload {
    parts = List.copyOf(parts);
  }

  /** Whether files come to {@code target} so; other file systems rename at no cost. */
  static boolean isFor(Path target, Configuration hadoop) throws IOException {
    FileSystem files = target.getFileSystem(hadoop);
    return isStore(files)
        && files.hasPathCapability(target, CommonPathCapabilities.FS_MULTIPART_UPLOADER);
  }

  /** Whether a file system is an object store, which answers slowly and many at once. */
  public static boolean isStore(FileSystem files) {
    return String.valueOf(files.getUri().getScheme()).startsWith("s3");
  }

  /**
   * Sends a local file. A note in {@code notes} says that there is an upload, for whoever has to
   * tidy up after a process that died.
   */
  static PendingUpload send(File local, Path to, Path notes, Configuration hadoop)
      throws IOException {
    try (MultipartUploader uploader = uploader(to, hadoop)) {
      UploadHandle handle = done(uploader.startUpload(to));
      PendingUpload begun = new PendingUpload(to.toString(), text(handle.toByteArray()), List.of());
      Path note = begun.note(notes);
      try (FileChannel file = FileChannel.open(local.toPath())) {
        begun.write(note, hadoop);
        List<String> parts = new ArrayList<>();
        long at = 0;
        do {
          long size = Math.min(PART, file.size() - at);
          PartSending part = new PartSending(parts.size() + 1, size, at + size == file.size());
          InputStream bytes = new FilePart(file, at, size);
          parts.add(text(done(part.send(uploader, handle, to, bytes)).toByteArray()));
          at += size;
        } while (at < file.size());
        if (!note.getFileSystem(hadoop).exists(note)) {
          throw new IOException("the run has ended, and does not want " + to);
        }
        return new PendingUpload(begun.path, begun.upload, parts);
      } catch (IOException | RuntimeException e) {
        try {
          begun.abort(hadoop);
        } catch (IOException another) {
          e.addSuppressed(another);
        }
        throw e;
      }
    }
  }

  private Path note(Path folder) {
    return new Path(folder, new Path(null, null, new Path(path).getName() + SUFFIX));
  }

  private void write(Path note, Configuration hadoop) throws IOException {
    try (var out = note.getFileSystem(hadoop).create(note, true)) {
      out.write(JSON.writeValueAsBytes(this));
    }
  }

  /** The name of the file that a note is about. */
  public static String file(Path note) {
    String name = note.getName();
    return name.endsWith(SUFFIX) ? name.substring(0, name.length() - SUFFIX.length()) : name;
  }

  /** Throws the upload away that a note is about; does nothing if the file is no note. */
  public static void abort(Path note, Configuration hadoop) throws IOException {
    if (note.getName().endsWith(SUFFIX)) {
      try (InputStream in = note.getFileSystem(hadoop).open(note)) {
        PendingUpload noted = JSON.readValue(in, PendingUpload.class);
        String to = StoreName.like(note, new Path(noted.path)).toString();
        new PendingUpload(to, noted.upload, noted.parts).abort(hadoop);
      }
    }
  }

  /** Shows the file to readers, in place of one that is there. */
  public void complete(Configuration hadoop) throws IOException {
    Map<Integer, PartHandle> all = new HashMap<>();
    for (int i = 0; i < parts.size(); i++) {
      all.put(i + 1, BBPartHandle.from(bytes(parts.get(i))));
    }
    Path to = new Path(path);
    try (MultipartUploader uploader = uploader(to, hadoop)) {
      done(uploader.complete(BBUploadHandle.from(bytes(upload)), to, all));
    } catch (FileNotFoundException e) {
      // An answer that was lost: asked again, the store no longer knows the upload.
      if (!to.getFileSystem(hadoop).exists(to)) {
        throw e;
      }
    }
  }

  /** Throws it away; one that is completed, or is gone, is left alone. */
  public void abort(Configuration hadoop) throws IOException {
    Path to = new Path(path);
    try (MultipartUploader uploader = uploader(to, hadoop)) {
      done(uploader.abort(BBUploadHandle.from(bytes(upload)), to));
    } catch (FileNotFoundException e) {
      return;
    }
  }

  private static MultipartUploader uploader(Path to, Configuration hadoop) throws IOException {
    return to.getFileSystem(hadoop).createMultipartUploader(to.getParent()).build();
  }

  private static <T> T done(CompletableFuture<T> future) throws IOException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while sending a file", e);
    }
  }

  private static String text(byte[] handle) {
    return Base64.getEncoder().encodeToString(handle);
  }

  private static ByteBuffer bytes(String handle) {
    return ByteBuffer.wrap(Base64.getDecoder().decode(handle));
  }
}
