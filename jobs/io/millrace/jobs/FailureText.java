package io.millrace.jobs;

import io.millrace.transforms.InvalidInputException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.UnsupportedFileSystemException;

/** The one sentence of a failure that a user can act on. */
final class FailureText {

  private static final String ANCIENT =
      "a Parquet file has dates before 1582-10-15 or timestamps before 1900, and its writer may have counted them by another calendar; set datetimeRebaseMode and int96RebaseMode in the source's options, to CORRECTED to take them as they stand, to LEGACY if Hive or Spark 2 wrote them";

  private static final Pattern OURS =
      Pattern.compile("\\b(Invalid(Input|Networks)|KeyUnavailable)Exception: ");

  private FailureText() {}

  /** Our own sentence if there is one in the chain of causes, else the innermost message. */
  static String of(Throwable failure) {
    Deque<Throwable> chain = new ArrayDeque<>();
    for (Throwable at = failure; at != null && !chain.contains(at); at = at.getCause()) {
      chain.push(at);
    }
    Throwable innermost = chain.peek();
    // The outermost of ours: it was made from the inner ones and adds the place.
    for (var causes = chain.descendingIterator(); causes.hasNext(); ) {
      Throwable cause = causes.next();
      if (cause instanceof InvalidInputException) {
        return cause.getMessage();
      }
    }
    if (isFileSystemMissing(innermost)) {
      return "this class path has no file system for such a path ("
          + innermost.getMessage()
          + "); add its jars, such as hadoop-aws for s3a, by --packages or MILLRACE_CLASSPATH";
    }
    String message = innermost.getMessage() == null ? "" : innermost.getMessage().strip();
    if (message.contains("READ_ANCIENT_DATETIME")) {
      return ANCIENT;
    }
    // A task's failure reaches the driver as text: the class name, our sentence, the stack.
    Matcher ours = OURS.matcher(message);
    if (ours.find()) {
      message = message.substring(ours.end());
    }
    String firstLine = message.lines().findFirst().orElse("");
    return firstLine.isEmpty() || isPlatform(innermost)
        ? innermost.getClass().getSimpleName() + (firstLine.isEmpty() ? "" : ": " + firstLine)
        : firstLine;
  }

  private static boolean isFileSystemMissing(Throwable failure) {
    String message = String.valueOf(failure.getMessage());
    return failure instanceof UnsupportedFileSystemException
        || (failure instanceof ClassNotFoundException && message.endsWith("FileSystem not found"));
  }

  private static boolean isPlatform(Throwable failure) {
    String name = failure.getClass().getName();
    return !name.startsWith("org.apache.spark") && !name.startsWith("io.millrace");
  }
}
