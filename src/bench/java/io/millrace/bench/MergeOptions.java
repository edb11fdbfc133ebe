package io.millrace.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The command line.
 *
 * @param sizes of the input; with several, also how the cost grows is told
 * @param engines in the order in which they run
 * @param against another Millrace's jar, to be compared with this one's
 */
record MergeOptions(
    List<MergeSize> sizes,
    int rounds,
    List<MergeEngine> engines,
    String heap,
    int threads,
    int seed,
    Optional<Path> against) {

  private static final String USAGE =
      "Options: --sizes 5000000x1000000[,…] --rounds 3 --engines %s --heap 2g --threads N --seed 42 --against other.jar";

  static MergeOptions parse(String[] args) {
    List<MergeSize> sizes = List.of(new MergeSize(5_000_000, 1_000_000));
    int rounds = 3;
    List<MergeEngine> engines = null;
    String heap = "2g";
    int threads = Runtime.getRuntime().availableProcessors();
    int seed = 42;
    Optional<Path> against = Optional.empty();
    Iterator<String> words = List.of(args).iterator();
    while (words.hasNext()) {
      String option = words.next();
      if (!words.hasNext()) {
        throw new IllegalArgumentException(option + " needs a value. " + usage());
      }
      String value = words.next();
      switch (option) {
        case "--sizes" ->
            sizes = Arrays.stream(value.split(",", -1)).map(MergeSize::parse).toList();
        case "--rounds" -> rounds = Integer.parseInt(value);
        case "--engines" -> engines = engines(value);
        case "--heap" -> heap = value;
        case "--threads" -> threads = Integer.parseInt(value);
        case "--seed" -> seed = Integer.parseInt(value);
        case "--against" -> against = Optional.of(Path.of(value).toAbsolutePath());
        default -> throw new IllegalArgumentException(option + " is no option. " + usage());
      }
    }
    if (rounds < 1 || threads < 1 || seed < 0 || !heap.matches("\\d+[gG]")) {
      throw new IllegalArgumentException(
          "rounds and threads are at least 1, a seed is not negative, a heap is such as 2g. "
              + usage());
    }
    boolean other = against.isPresent();
    List<MergeEngine> wanted =
        engines == null ? List.of(MergeEngine.values()) : List.copyOf(engines);
    return new MergeOptions(
        sizes,
        rounds,
        wanted.stream().filter(engine -> other || !engine.isOther()).toList(),
        heap,
        threads,
        seed,
        against);
  }

  private static List<MergeEngine> engines(String value) {
    if (value.equals("all")) {
      return List.of(MergeEngine.values());
    }
    List<MergeEngine> engines = new ArrayList<>();
    for (String word : value.split(",", -1)) {
      engines.add(
          Arrays.stream(MergeEngine.values())
              .filter(engine -> engine.word().equals(word))
              .findFirst()
              .orElseThrow(() -> new IllegalArgumentException(word + " is no engine. " + usage())));
    }
    return engines;
  }

  private static String usage() {
    return String.format(
        Locale.ROOT,
        USAGE,
        String.join(",", Arrays.stream(MergeEngine.values()).map(MergeEngine::word).toList()));
  }
}
