package io.millrace.jobs.stage;

import java.io.Serializable;

/**
 * A finished file that is not published yet.
 *
 * @param path where it lies now, if it is no upload
 * @param partition its folder below the target, such as {@code year=2018/month=1}; empty for none
 * @param name its file name, unique for the run
 * @param upload what shows it; null if it is moved
 */
public record StagedFile(
    String path, String partition, String name, long rows, long bytes, PendingUpload upload)
    implements Serializable {

  /** The same in another folder below the target, where an upload has been from its beginning. */
  public StagedFile in(String folder) {
    return new StagedFile(path, folder, name, rows, bytes, upload);
  }
}
