package io.millrace.jobs.config;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A job configuration that cannot be used: all that is wrong with it, as a numbered list. */
public final class InvalidConfigException extends RuntimeException {

  private final transient List<Problem> problems;

  /** Problems in the order in which they are to be shown. */
  public InvalidConfigException(List<Problem> problems) {
    super(message(problems));
    this.problems = List.copyOf(problems);
  }

  /** What is wrong, in the order of the message. */
  public List<Problem> problems() {
    return problems;
  }

  private static String message(List<Problem> problems) {
    String title = problems.size() == 1 ? "1 problem" : problems.size() + " problems";
    return IntStream.range(0, problems.size())
        .mapToObj(i -> "\n  " + (i + 1) + ". " + problems.get(i))
        .collect(Collectors.joining("", title + " in the job configuration:", ""));
  }

  /**
   * One thing that is wrong.
   *
   * @param path the key, or empty if the file as a whole is meant
   * @param message what is wrong and what to do
   * @param file the file, {@code --set} or {@code --vars} setting, or environment variable
   * @param line the line in the file, or 0
   */
  public record Problem(String path, String message, String file, int line) {

    @Override
    public String toString() {
      String what = path.isEmpty() ? message : path + ": " + message;
      return what + "  (" + file + (line > 0 ? ": " + line : "") + ")";
    }
  }
}
