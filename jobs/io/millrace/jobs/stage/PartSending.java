package io.millrace.jobs.stage;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import org.apache.hadoop.fs.MultipartUploader;
import org.apache.hadoop.fs.PartHandle;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.UploadHandle;

/** One part of an upload, for Hadoop before and since 3.4.2, which asks whether it is the last. */
record PartSending(int number, long bytes, boolean last) {

  private static final Method PUT =
      Arrays.stream(MultipartUploader.class.getMethods())
          .filter(method -> method.getName().equals("putPart"))
          .findFirst()
          .orElseThrow();

  @SuppressWarnings("unchecked")
  CompletableFuture<PartHandle> send(
      MultipartUploader uploader, UploadHandle upload, Path path, InputStream in)
      throws IOException {
    Object[] arguments =
        PUT.getParameterCount() == 5
            ? new Object[] {upload, number, path, in, bytes}
            : new Object[] {upload, number, last, path, in, bytes};
    try {
      return (CompletableFuture<PartHandle>) PUT.invoke(uploader, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
    } catch (IllegalAccessException e) {
      throw new IOException(e);
    }
  }
}
