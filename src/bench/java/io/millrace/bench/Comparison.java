package io.millrace.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** The figures of all engines, round by round, and the Markdown page that they make. */
final class Comparison {

  private final Workload job;
  private final Options options;
  private final String machine;
  private final Map<Engine, List<Figures>> figures = new EnumMap<>(Engine.class);

  Comparison(Workload job, Options options, String machine) {
    this.job = job;
    this.options = options;
    this.machine = machine;
    for (Engine engine : Engine.values()) {
      figures.put(engine, new ArrayList<>());
    }
  }

  void add(Engine engine, Figures figures) {
    this.figures.get(engine).add(figures);
  }

  String markdown() {
    StringBuilder page = new StringBuilder("# " + job.name() + "\n\n");
    page.append(
        format(
            "%,d rows, %d rounds in turn, %d threads, heap %s; %s.%n%n",
            options.rows(),
            figures.get(Engine.MILLRACE).size(),
            options.threads(),
            options.heap(),
            machine));
    ratios(page);
    amounts(page);
    rounds(page);
    return page.toString();
  }

  private void ratios(StringBuilder page) {
    page.append("Millrace to each of the others, by round: median (least to most).\n\n");
    page.append("| Millrace to | whole process | job alone | CPU | peak memory |\n");
    page.append("| --- | --- | --- | --- | --- |\n");
    for (Engine other : List.of(Engine.DUCKDB, Engine.NAIVE_SPARK)) {
      page.append("| ").append(other.title());
      for (ToDoubleFunction<Figures> amount :
          List.<ToDoubleFunction<Figures>>of(
              Figures::wall, Figures::job, Figures::cpu, Figures::peakMb)) {
        page.append(" | ").append(ratio(other, amount));
      }
      page.append(" |\n");
    }
  }

  private String ratio(Engine other, ToDoubleFunction<Figures> amount) {
    double[] ratios = new double[figures.get(other).size()];
    for (int i = 0; i < ratios.length; i++) {
      ratios[i] =
          amount.applyAsDouble(figures.get(Engine.MILLRACE).get(i))
              / amount.applyAsDouble(figures.get(other).get(i));
    }
    Arrays.sort(ratios);
    return format("%.2f (%.2f to %.2f)", median(ratios), ratios[0], ratios[ratios.length - 1]);
  }

  private void amounts(StringBuilder page) {
    page.append("\nMedians.\n\n");
    page.append("| engine | whole s | job s | CPU s | peak MB | output MB | files |\n");
    page.append("| --- | --- | --- | --- | --- | --- | --- |\n");
    for (Engine engine : Engine.values()) {
      page.append(
          format(
              "| %s | %.1f | %.1f | %.1f | %.0f | %.0f | %.0f |%n",
              engine.title(),
              median(engine, Figures::wall),
              median(engine, Figures::job),
              median(engine, Figures::cpu),
              median(engine, Figures::peakMb),
              median(engine, Figures::outputMb),
              median(engine, Figures::files)));
    }
  }

  private void rounds(StringBuilder page) {
    page.append("\nWhole process by round, seconds.\n\n");
    figures.forEach(
        (engine, runs) ->
            page.append("- ")
                .append(engine.title())
                .append(": ")
                .append(
                    String.join(
                        ", ", runs.stream().map(run -> format("%.1f", run.wall())).toList()))
                .append('\n'));
  }

  private double median(Engine engine, ToDoubleFunction<Figures> amount) {
    return median(figures.get(engine).stream().mapToDouble(amount).sorted().toArray());
  }

  static double median(double[] sorted) {
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
