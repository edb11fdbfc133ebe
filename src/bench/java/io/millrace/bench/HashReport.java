package io.millrace.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** The figures of all engines, round by round, and the Markdown page that they make. */
final class HashReport {

  private static final List<ToDoubleFunction<Figures>> AMOUNTS =
      List.of(Figures::wall, Figures::job, Figures::cpu, Figures::peakMb);

  private final Options options;
  private final String speed;
  private final Map<HashEngine, List<Figures>> figures = new EnumMap<>(HashEngine.class);

  HashReport(Options options, String speed) {
    this.options = options;
    this.speed = speed;
  }

  void add(HashEngine engine, Figures one) {
    figures.computeIfAbsent(engine, none -> new ArrayList<>()).add(one);
  }

  String markdown() {
    StringBuilder page = new StringBuilder("# hashing profiles\n\n").append(speed).append("\n\n");
    page.append(
        format(
            "%,d profiles, two hashes each; %d rounds in turn, %d threads, heap %s. Ratios by round: median (least to most).%n%n",
            options.rows(),
            figures.get(HashEngine.DUCKDB).size(),
            options.threads(),
            options.heap()));
    page.append("| | whole process | job alone | CPU | peak memory |\n");
    page.append("| --- | --- | --- | --- | --- |\n");
    for (HashEngine one : HashEngine.values()) {
      for (HashEngine other : HashEngine.values()) {
        if (one.ordinal() < 4 && other.ordinal() >= 4) {
          page.append("| ").append(one.title()).append(" to ").append(other.title());
          AMOUNTS.forEach(amount -> page.append(" | ").append(ratio(one, other, amount)));
          page.append(" |\n");
        }
      }
    }
    page.append("\nMedians.\n\n| engine | whole s | job s | CPU s | peak MB | written MB |\n");
    page.append("| --- | --- | --- | --- | --- | --- |\n");
    figures.forEach(
        (engine, runs) ->
            page.append(
                format(
                    "| %s | %.1f | %.1f | %.1f | %.0f | %.0f |%n",
                    engine.title(),
                    median(runs, Figures::wall),
                    median(runs, Figures::job),
                    median(runs, Figures::cpu),
                    median(runs, Figures::peakMb),
                    median(runs, Figures::outputMb))));
    return page.toString();
  }

  private String ratio(HashEngine one, HashEngine other, ToDoubleFunction<Figures> amount) {
    List<Figures> over = figures.get(one);
    List<Figures> under = figures.get(other);
    double[] ratios = new double[Math.min(over.size(), under.size())];
    for (int i = 0; i < ratios.length; i++) {
      ratios[i] = amount.applyAsDouble(over.get(i)) / amount.applyAsDouble(under.get(i));
    }
    Arrays.sort(ratios);
    return format(
        "%.2f (%.2f to %.2f)", Comparison.median(ratios), ratios[0], ratios[ratios.length - 1]);
  }

  private static double median(List<Figures> runs, ToDoubleFunction<Figures> amount) {
    return Comparison.median(runs.stream().mapToDouble(amount).sorted().toArray());
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
