package io.millrace.jobs.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValueFactory;
import io.millrace.transforms.ByteSize;
import io.millrace.transforms.Default;
import io.millrace.transforms.StepName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Any record, written as HOCON and bound again, is the same record. */
class RoundTripTest {

  sealed interface Step {}

  enum Mode {
    APPEND,
    OVERWRITE_PARTITIONS,
    _2
  }

  record Name(String value) {}

  record Bare() implements Step {}

  record Rule(String column, double share, @Default("7") int atLeast) {}

  record Rich(
      String text,
      int small,
      long large,
      @Default("0.5") Double share,
      boolean isOn,
      @Default("append") Mode mode,
      Name default_,
      Duration timeout,
      ByteSize size,
      Optional<String> maybe,
      Optional<List<Integer>> maybeList,
      List<Mode> modes,
      List<List<String>> table,
      Map<String, String> options,
      Map<String, Long> limits,
      Map<String, Rule> rules,
      List<Rule> ruleList,
      List<Step> steps,
      @Default("bare") Step inner)
      implements Step {}

  private static final TypeNames NAMES =
      TypeNames.of(Map.of(Step.class, List.of(Bare.class, Rich.class)));

  private static final List<String> WORDS =
      List.of(
          "",
          " ",
          "a",
          "null",
          "true",
          "5",
          "-1.50",
          "a b",
          "a.b",
          "\"",
          "\\",
          "\n",
          "#",
          "//x",
          "${x}",
          "{",
          "]",
          "=",
          "s3a://b/x?y=*.gz",
          "İıß",
          "\uD83D\uDE00",
          "\t",
          "include",
          "$",
          "'",
          "`",
          "007",
          "1e5",
          "type",
          "vars");

  static Stream<Long> seeds() {
    return IntStream.range(0, 200).mapToObj(seed -> (long) seed);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void bindsWhatWasWritten(long seed) {
    Random random = new Random(seed);
    Rich record = rich(random, 2);
    ConfigRenderOptions style =
        ConfigRenderOptions.defaults()
            .setJson(random.nextBoolean())
            .setFormatted(random.nextBoolean())
            .setComments(random.nextBoolean())
            .setOriginComments(false);

    String hocon = ConfigValueFactory.fromMap(tree(record)).render(style);

    assertThat(bind(ConfigFactory.parseString(hocon))).as(hocon).isEqualTo(record);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void theReadableTextOfAConfigurationIsThatConfiguration(long seed) {
    Rich record = rich(new Random(seed), 2);
    Config config = ConfigValueFactory.fromMap(tree(record)).toConfig();

    String readable = JobFiles.masked(config);

    assertThat(bind(ConfigFactory.parseString(readable))).as(readable).isEqualTo(record);
  }

  private static Rich bind(Config config) {
    return new Binder(NAMES).bind(config, Rich.class);
  }

  private static Rich rich(Random random, int depth) {
    return new Rich(
        word(random),
        random.nextInt(),
        random.nextLong(),
        random.nextBoolean() ? 0.5 : random.nextGaussian() * 1e6,
        random.nextBoolean(),
        mode(random),
        new Name(word(random)),
        Duration.ofMillis(random.nextInt(1_000_000)),
        new ByteSize((long) random.nextInt(5000) << random.nextInt(40)),
        maybe(random, () -> word(random)),
        maybe(random, () -> list(random, random::nextInt)),
        list(random, () -> mode(random)),
        list(random, () -> list(random, () -> word(random))),
        map(random, () -> word(random)),
        map(random, random::nextLong),
        map(random, () -> rule(random)),
        list(random, () -> rule(random)),
        list(random, () -> step(random, depth)),
        step(random, depth));
  }

  private static Step step(Random random, int depth) {
    return depth == 0 || random.nextInt(3) > 0 ? new Bare() : rich(random, depth - 1);
  }

  private static Rule rule(Random random) {
    return new Rule(word(random), random.nextDouble(), random.nextInt(10));
  }

  private static Mode mode(Random random) {
    return Mode.values()[random.nextInt(Mode.values().length)];
  }

  private static String word(Random random) {
    return WORDS.get(random.nextInt(WORDS.size())) + WORDS.get(random.nextInt(WORDS.size()));
  }

  private static <T> Optional<T> maybe(Random random, Supplier<T> value) {
    return random.nextBoolean() ? Optional.of(value.get()) : Optional.empty();
  }

  private static <T> List<T> list(Random random, Supplier<T> value) {
    return Stream.generate(value).limit(random.nextInt(4)).toList();
  }

  private static <T> Map<String, T> map(Random random, Supplier<T> value) {
    Map<String, T> map = new LinkedHashMap<>();
    list(random, () -> word(random)).forEach(key -> map.put(key, value.get()));
    return map;
  }

  /** The record as plain maps and lists; what equals its default is left out. */
  private static Map<String, Object> tree(Rich rich) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("text", rich.text);
    tree.put("small", rich.small);
    tree.put("large", rich.large);
    putUnless(rich.share == 0.5, tree, "share", rich.share);
    tree.put("is-on", rich.isOn);
    putUnless(rich.mode == Mode.APPEND, tree, "mode", name(rich.mode));
    tree.put("default", rich.default_.value);
    tree.put("timeout", rich.timeout.toMillis() + " ms");
    tree.put("size", rich.size.toString());
    rich.maybe.ifPresent(maybe -> tree.put("maybe", maybe));
    rich.maybeList.ifPresent(maybe -> tree.put("maybe-list", maybe));
    tree.put("modes", rich.modes.stream().map(RoundTripTest::name).toList());
    tree.put("table", rich.table);
    tree.put("options", rich.options);
    tree.put("limits", rich.limits);
    Map<String, Object> rules = new LinkedHashMap<>();
    rich.rules.forEach((key, rule) -> rules.put(key, tree(rule)));
    tree.put("rules", rules);
    tree.put("rule-list", rich.ruleList.stream().map(RoundTripTest::tree).toList());
    List<Object> steps = new ArrayList<>();
    rich.steps.forEach(step -> steps.add(tree(step)));
    tree.put("steps", steps);
    putUnless(rich.inner.equals(new Bare()), tree, "inner", tree(rich.inner));
    return tree;
  }

  private static Object tree(Step step) {
    if (step instanceof Rich rich) {
      Map<String, Object> tree = tree(rich);
      tree.put("type", StepName.of(Rich.class));
      return tree;
    }
    return "bare";
  }

  private static Map<String, Object> tree(Rule rule) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("column", rule.column);
    tree.put("share", rule.share);
    putUnless(rule.atLeast == 7, tree, "at-least", rule.atLeast);
    return tree;
  }

  private static String name(Mode mode) {
    return switch (mode) {
      case APPEND -> "append";
      case OVERWRITE_PARTITIONS -> "overwrite-partitions";
      case _2 -> "2";
    };
  }

  private static void putUnless(
      boolean isDefault, Map<String, Object> tree, String key, Object value) {
    if (!isDefault) {
      tree.put(key, value);
    }
  }
}
