package io.millrace.jobs;

import io.millrace.transforms.ClosestName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A command line: {@code VERB OPERAND... --option value...}, or without a verb what Glue passes.
 *
 * @param verb {@code run} where there is none but a {@code --job-file}
 * @param operands what follows the verb
 * @param settings {@code --vars.x v}, {@code --set x=v} and {@code --set.x v}, by path
 * @param options all other options that Millrace knows
 * @param ignored options of the platform, which are not for us
 */
record Arguments(
    String verb,
    List<String> operands,
    Map<String, String> settings,
    Map<String, String> options,
    List<String> ignored) {

  static final List<String> VERBS =
      List.of("run", "plan", "ledger", "report", "steps", "sample", "help");
  private static final List<String> OPTIONS =
      List.of(
          "job-file",
          "environment",
          "tables",
          "detect-pii",
          "set",
          "job-bookmark-option",
          "job-bookmark-from",
          "job-bookmark-to",
          "to",
          "file",
          "missing",
          "format",
          "rows",
          "users",
          "seed",
          "dirty");

  /** Options that may stand without a value, and what they then mean. */
  private static final Map<String, String> ALONE = Map.of("missing", "true", "detect-pii", "10000");

  private static final Map<String, List<String>> FITTING =
      Map.of(
          "run",
          List.of(
              "job-file",
              "environment",
              "tables",
              "job-bookmark-option",
              "job-bookmark-from",
              "job-bookmark-to"),
          "plan",
          List.of("job-file", "environment", "tables", "detect-pii"),
          "ledger",
          List.of("job-file", "environment", "tables", "to", "file", "missing", "format"),
          "report",
          List.of("environment"),
          "sample",
          List.of("rows", "users", "seed", "dirty"));

  static Arguments parse(String... args) {
    return new Parser(args).parse();
  }

  Optional<String> option(String name) {
    return Optional.ofNullable(options.get(name));
  }

  /** How many rows to look at for personal data, if at any. */
  Optional<Integer> detectedRows() {
    return option("detect-pii")
        .map(
            rows -> {
              if (!rows.matches("[1-9][0-9]{0,8}")) {
                throw new InvalidCommandException(
                    "--detect-pii takes a number of rows, such as --detect-pii=10000, not '%s'"
                        .formatted(rows));
              }
              return Integer.valueOf(rows);
            });
  }

  /** The job file: the last operand, or {@code --job-file}. */
  String jobFile() {
    return operands.stream()
        .skip(verb.equals("ledger") ? 1 : 0)
        .findFirst()
        .or(() -> option("job-file"))
        .orElseThrow(
            () ->
                new InvalidCommandException(
                    verb + " needs a job file, such as conf/jobs/flatten-weblogs.conf"));
  }

  /** The folder of run reports. */
  String folder() {
    return operands.stream()
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidCommandException(
                    verb + " needs the folder that run reports lie in or below, such as lake"));
  }

  private static final class Parser {

    private final String[] args;
    private final List<String> operands = new ArrayList<>();
    private final Map<String, String> settings = new LinkedHashMap<>();
    private final Map<String, String> options = new LinkedHashMap<>();
    private final List<String> ignored = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();
    private int next;

    Parser(String... args) {
      this.args = args;
    }

    Arguments parse() {
      String verb = null;
      if (args.length > 0 && !args[0].startsWith("--")) {
        verb = args[next++];
        if (!VERBS.contains(verb)) {
          problems.add(
              "'%s' is no verb; there are %s%s"
                  .formatted(verb, String.join(", ", VERBS), ClosestName.suggestion(verb, VERBS)));
        }
      }
      boolean platform = verb == null;
      while (next < args.length) {
        String arg = args[next++];
        if (arg.startsWith("--")) {
          option(arg.substring(2), platform);
        } else {
          operands.add(arg);
        }
      }
      if (verb == null) {
        verb = platformVerb();
      }
      fit(verb);
      if (!problems.isEmpty()) {
        throw new InvalidCommandException(problems);
      }
      return new Arguments(verb, operands, settings, options, ignored);
    }

    /** A platform that starts us without a job must not take it for a success. */
    private String platformVerb() {
      ignored.addAll(operands);
      operands.clear();
      if (ignored.contains("help")) {
        return "help";
      }
      if (!options.containsKey("job-file")) {
        problems.add(
            "no verb and no --job-file; give one, such as --job-file s3://bucket/job.conf, or help");
      }
      return "run";
    }

    /** Nothing that was given is passed over. */
    private void fit(String verb) {
      boolean job = List.of("run", "plan", "ledger").contains(verb);
      List<String> fitting = FITTING.getOrDefault(verb, List.of());
      options.keySet().stream()
          .filter(name -> VERBS.contains(verb) && !fitting.contains(name))
          .forEach(name -> problems.add("--" + name + " is no option of " + verb));
      // What a store needs to be opened may be a setting.
      if (!job && !verb.equals("report") && !settings.isEmpty()) {
        problems.add("--set and --vars are no options of " + verb);
      }
      int most = (options.containsKey("job-file") ? 0 : 1) + (verb.equals("ledger") ? 1 : 0);
      if ((job || List.of("report", "steps").contains(verb)) && operands.size() > most) {
        problems.add(
            verb
                + " takes one name; too many are "
                + String.join(", ", operands.subList(most, operands.size())));
      }
    }

    private void option(String text, boolean platform) {
      int equals = text.indexOf('=');
      String name = equals < 0 ? text : text.substring(0, equals);
      // Glue takes an option once only, so a second --set needs a name of its own.
      boolean setting = name.startsWith("vars.") || name.matches("set[.].+");
      if (!setting && !OPTIONS.contains(name)) {
        unknown(name, equals < 0, platform);
        return;
      }
      String value =
          equals >= 0
              ? text.substring(equals + 1)
              : ALONE.containsKey(name) ? ALONE.get(name) : value(name);
      if (value == null) {
        return;
      }
      if (setting) {
        settings.put(name.startsWith("set.") ? name.substring("set.".length()) : name, value);
      } else if (name.equals("set")) {
        set(value);
      } else {
        options.put(name, value);
      }
    }

    /** A value may begin with one dash, as -5 does; two dashes begin the next option. */
    private String value(String name) {
      if (next >= args.length || args[next].startsWith("--")) {
        problems.add("--" + name + " needs a value");
        return null;
      }
      return args[next++];
    }

    private void set(String value) {
      int equals = value.indexOf('=');
      if (equals < 1) {
        problems.add(
            "--set needs path=value, such as --set source.path=lake/raw, not '" + value + "'");
      } else {
        settings.put(value.substring(0, equals), value.substring(equals + 1));
      }
    }

    private void unknown(String name, boolean mayHaveValue, boolean platform) {
      if (mayHaveValue && next < args.length && !args[next].startsWith("--")) {
        next++;
      }
      if (platform) {
        ignored.add(name);
        return;
      }
      problems.add(
          "--%s is no option; there are --vars.NAME, --%s%s"
              .formatted(
                  name, String.join(", --", OPTIONS), ClosestName.suggestion(name, OPTIONS)));
    }
  }
}
