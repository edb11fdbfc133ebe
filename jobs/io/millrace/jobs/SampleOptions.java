package io.millrace.jobs;

import io.millrace.jobs.sample.SampleLake;
import io.millrace.transforms.InvalidInputException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** The options of the verb {@code sample}. */
final class SampleOptions {

  private final Arguments arguments;
  private final List<String> problems = new ArrayList<>();

  private SampleOptions(Arguments arguments) {
    this.arguments = arguments;
  }

  /**
   * The lake that is asked for.
   *
   * @throws InvalidCommandException with everything that is wrong
   */
  static SampleLake lake(Arguments arguments) {
    return new SampleOptions(arguments).lake();
  }

  private SampleLake lake() {
    long rows = number("rows", Long::parseLong, 100_000L, "a whole number");
    int users = number("users", Integer::parseInt, 50_000, "a whole number");
    long seed = number("seed", Long::parseLong, 42L, "a whole number");
    double dirty = number("dirty", Double::parseDouble, 0.0, "a share such as 0.01");
    if (arguments.operands().size() != 1) {
      problems.add("sample needs one folder, such as: sample lake --rows 8400000");
    }
    if (problems.isEmpty()) {
      try {
        return new SampleLake(arguments.operands().get(0), rows, users, seed, dirty);
      } catch (InvalidInputException e) {
        problems.add(e.getMessage());
      }
    }
    throw new InvalidCommandException(problems);
  }

  private <N> N number(String option, Function<String, N> parse, N absent, String kind) {
    String text = arguments.options().get(option);
    if (text == null) {
      return absent;
    }
    try {
      return parse.apply(text);
    } catch (NumberFormatException e) {
      problems.add("--%s is '%s' but must be %s".formatted(option, text, kind));
      return absent;
    }
  }
}
