package io.millrace.jobs;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A command line that cannot be used: all that is wrong with it, as a numbered list. */
public final class InvalidCommandException extends RuntimeException {

  InvalidCommandException(List<String> problems) {
    super(message(problems));
  }

  InvalidCommandException(String problem) {
    this(List.of(problem));
  }

  private static String message(List<String> problems) {
    String title = problems.size() == 1 ? "1 problem" : problems.size() + " problems";
    return IntStream.range(0, problems.size())
        .mapToObj(i -> "\n  " + (i + 1) + ". " + problems.get(i))
        .collect(Collectors.joining("", title + " in the command line:", ""));
  }
}
