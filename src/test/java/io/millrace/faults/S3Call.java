package io.millrace.faults;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * A request as Amazon S3's API reference names it, for buckets in the path.
 *
 * @param operation such as {@code PutObject}
 * @param key of the object; of a bucket's own operations empty
 * @param source that is copied; empty if none is
 */
public record S3Call(String operation, String key, String source) {

  /**
   * Of the first line of a request and its headers.
   *
   * @param header finds one by its name; null if it is not there
   */
  static S3Call of(String line, UnaryOperator<String> header) {
    String[] words = line.split(" ", -1);
    String[] target = words[1].split("\\?", 2);
    Map<String, String> query = query(target.length < 2 ? "" : target[1]);
    String[] names = target[0].substring(1).split("/", 2);
    String key = names.length < 2 ? "" : decoded(names[1]);
    String source = header.apply("x-amz-copy-source");
    String operation =
        key.isEmpty() ? ofBucket(words[0], query) : ofObject(words[0], query, source != null);
    return new S3Call(operation, key, source == null ? "" : decoded(source));
  }

  private static Map<String, String> query(String text) {
    return Arrays.stream(text.split("&", -1))
        .map(pair -> pair.split("=", 2))
        .collect(
            Collectors.toMap(
                pair -> pair[0], pair -> pair.length < 2 ? "" : pair[1], (one, two) -> two));
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  private static String ofBucket(String method, Map<String, String> query) {
    return switch (method) {
      case "GET" ->
          query.containsKey("uploads")
              ? "ListMultipartUploads"
              : query.containsKey("list-type") ? "ListObjectsV2" : "ListObjects";
      case "POST" -> "DeleteObjects";
      case "HEAD" -> "HeadBucket";
      default -> method + " of a bucket";
    };
  }

  private static String ofObject(String method, Map<String, String> query, boolean copies) {
    boolean part = query.containsKey("partNumber");
    return switch (method) {
      case "GET" -> query.containsKey("uploadId") ? "ListParts" : "GetObject";
      case "HEAD" -> "HeadObject";
      case "PUT" ->
          part ? (copies ? "UploadPartCopy" : "UploadPart") : (copies ? "CopyObject" : "PutObject");
      case "POST" ->
          query.containsKey("uploads") ? "CreateMultipartUpload" : "CompleteMultipartUpload";
      case "DELETE" -> query.containsKey("uploadId") ? "AbortMultipartUpload" : "DeleteObject";
      default -> method + " of an object";
    };
  }

  /** Whether S3 may say 200 first and then, in what it says, that it failed. */
  boolean mayFailLate() {
    return operation.equals("CompleteMultipartUpload") || operation.equals("CopyObject");
  }

  /** Whether it copies a file of rows, and not one of a ledger or of a run. */
  public boolean copiesData() {
    return operation.contains("Copy")
        && source.endsWith(".parquet")
        && !source.contains("/_millrace/ledger/");
  }
}
