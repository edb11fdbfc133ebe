package io.millrace.jobs.io;

import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.UnsupportedFileSystemException;
import org.apache.hadoop.util.VersionInfo;

/** Why a store does not do what it is asked, in words that say what to change. */
public final class StoreFailure {

  private static final String TO_READ = "s3:GetObject on it";
  private static final String TO_WRITE =
      "s3:GetObject, s3:PutObject, s3:DeleteObject and s3:AbortMultipartUpload below it";

  private StoreFailure() {}

  /** Of reading at a path. */
  public static IOException of(Path path, Throwable failure) {
    List<Throwable> chain = chain(failure);
    return new IOException(known(path.toUri(), chain, TO_READ).orElse(said(chain)), failure);
  }

  /** A sentence without the path, of reading there. */
  static String toRead(String path, Throwable failure) {
    return known(new Path(path).toUri(), chain(failure), TO_READ).orElse(failure.getMessage());
  }

  /** A sentence without the path, of writing there. */
  static String toWrite(String path, Throwable failure) {
    return known(new Path(path).toUri(), chain(failure), TO_WRITE).orElse(failure.getMessage());
  }

  private static List<Throwable> chain(Throwable failure) {
    List<Throwable> all = new ArrayList<>();
    for (Throwable at = failure; at != null && !all.contains(at); at = at.getCause()) {
      all.add(at);
    }
    return all;
  }

  private static String said(List<Throwable> chain) {
    Throwable innermost = chain.get(chain.size() - 1);
    String said = String.valueOf(innermost.getMessage()).lines().findFirst().orElse("");
    return said.isEmpty() ? innermost.getClass().getSimpleName() : said;
  }

  private static Optional<String> known(URI path, List<Throwable> chain, String rights) {
    String said = said(chain);
    if (chain.stream().anyMatch(StoreFailure::isMissingClass)) {
      return Optional.of(
          "this class path has no file system for %s:// (%s); %s"
              .formatted(path.getScheme(), said, jars(path.getScheme())));
    }
    if (names(chain, "NoAuthWithAWSException") || names(chain, "NoAwsCredentialsException")) {
      return Optional.of(
          "there are no AWS credentials; run with a role, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY where Spark is started");
    }
    boolean s3 = String.valueOf(path.getScheme()).matches("s3[an]?");
    if (s3 && chain.stream().anyMatch(AccessDeniedException.class::isInstance)) {
      return Optional.of(
          "access is refused (%s); the role or user needs %s, and s3:ListBucket on bucket %s"
              .formatted(said, rights, path.getAuthority()));
    }
    if (names(chain, "UnknownStoreException")) {
      return Optional.of(
          "there is no bucket " + path.getAuthority() + "; check its name, and the account");
    }
    if (s3 && chain.stream().anyMatch(StoreFailure::isOfNetwork)) {
      return Optional.of(
          "its store cannot be reached (%s); check the network, spark.hadoop.fs.s3a.endpoint and spark.hadoop.fs.s3a.endpoint.region"
              .formatted(said));
    }
    return Optional.empty();
  }

  private static boolean names(List<Throwable> chain, String type) {
    return chain.stream()
        .anyMatch(
            one ->
                one.getClass().getSimpleName().equals(type)
                    || String.valueOf(one.getMessage()).contains(type));
  }

  private static boolean isOfNetwork(Throwable failure) {
    return failure instanceof SocketException
        || failure instanceof UnknownHostException
        || failure instanceof SocketTimeoutException;
  }

  private static boolean isMissingClass(Throwable failure) {
    return failure instanceof UnsupportedFileSystemException
        || failure instanceof ClassNotFoundException
        || failure instanceof LinkageError;
  }

  private static String jars(String scheme) {
    return switch (scheme) {
      case "s3a" ->
          "add its jars: --packages org.apache.hadoop:hadoop-aws:%s, or MILLRACE_CLASSPATH for the launcher"
              .formatted(VersionInfo.getVersion());
      case "s3" -> "write s3a:// outside of Glue and EMR";
      default -> "add its jars by --packages, or MILLRACE_CLASSPATH for the launcher";
    };
  }
}
