package io.millrace.jobs.ledger;

import java.util.regex.Pattern;
import org.apache.hadoop.fs.Path;

/**
 * One spelling of S3's names. {@code s3}, {@code s3n} and {@code s3a} are what Hadoop calls file
 * systems, and lead to the same object wherever they lead to S3 at all, so paths are compared in
 * one of them; they are read, written and told as they were given.
 */
public final class StoreName {

  private static final Pattern S3 = Pattern.compile("s3[an]?://");
  private static final String ONE = "s3a://";
  private static final Pattern BUCKET = Pattern.compile("s3[an]?://[^/]+");

  private StoreName() {}

  /** The same place in the spelling that all of its spellings share. */
  public static String of(String location) {
    return S3.matcher(location).lookingAt() ? S3.matcher(location).replaceFirst(ONE) : location;
  }

  /** The same. */
  public static Path of(Path path) {
    String scheme = path.toUri().getScheme();
    return "s3".equals(scheme) || "s3n".equals(scheme) ? spelled(path, "s3a") : path;
  }

  /** A path that was written down, in the spelling of one that is asked for now. */
  public static Path like(Path now, Path written) {
    String scheme = now.toUri().getScheme();
    boolean both = isS3(scheme) && isS3(written.toUri().getScheme());
    return both ? spelled(written, scheme) : written;
  }

  /** Hadoop takes a bucket without a slash for the home folder of who asks. */
  public static String whole(String location) {
    return BUCKET.matcher(location).matches() ? location + "/" : location;
  }

  private static boolean isS3(String scheme) {
    return "s3".equals(scheme) || "s3n".equals(scheme) || "s3a".equals(scheme);
  }

  private static Path spelled(Path path, String scheme) {
    return new Path(scheme, path.toUri().getAuthority(), path.toUri().getPath());
  }
}
