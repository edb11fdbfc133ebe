package io.millrace.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** The figures of all engines and sizes, round by round, and the Markdown page that they make. */
final class MergeReport {

  private static final List<ToDoubleFunction<Figures>> AMOUNTS =
      List.of(Figures::wall, Figures::job, Figures::cpu, Figures::peakMb);

  private record Cell(MergeEngine engine, MergeSize size) {}

  private final MergeOptions options;
  private final Map<Cell, List<Figures>> figures = new HashMap<>();

  MergeReport(MergeOptions options) {
    this.options = options;
  }

  void add(MergeEngine engine, MergeSize size, Figures one) {
    figures.computeIfAbsent(new Cell(engine, size), cell -> new ArrayList<>()).add(one);
  }

  String markdown() {
    StringBuilder page = new StringBuilder("# merging changes\n\n");
    page.append(
        format(
            "%d rounds in turn, %d threads, heap %s, seed %d. Ratios by round: median (least to most).%n",
            options.rounds(), options.threads(), options.heap(), options.seed()));
    for (MergeSize size : options.sizes()) {
      page.append("\n## ").append(size).append("\n\n");
      ratios(page, size);
      amounts(page, size);
    }
    if (options.sizes().size() > 1) {
      growth(page);
    }
    return page.toString();
  }

  private void ratios(StringBuilder page, MergeSize size) {
    page.append("| | whole process | job alone | CPU | peak memory |\n");
    page.append("| --- | --- | --- | --- | --- |\n");
    for (MergeEngine engine : options.engines()) {
      MergeEngine measure = engine.measure();
      if (engine != measure && options.engines().contains(measure)) {
        row(
            page,
            measure.title() + " to " + engine.title(),
            new Cell(measure, size),
            new Cell(engine, size));
      }
    }
  }

  /** What ten times the table or the changes cost. */
  private void growth(StringBuilder page) {
    MergeSize first = options.sizes().get(0);
    page.append("\n## Growth, to ").append(first).append("\n\n");
    page.append("| | whole process | job alone | CPU | peak memory |\n");
    page.append("| --- | --- | --- | --- | --- |\n");
    for (MergeSize size : options.sizes().subList(1, options.sizes().size())) {
      for (MergeEngine engine : options.engines()) {
        row(page, engine.title() + ", " + size, new Cell(engine, size), new Cell(engine, first));
      }
    }
  }

  private void row(StringBuilder page, String title, Cell one, Cell other) {
    page.append("| ").append(title);
    for (ToDoubleFunction<Figures> amount : AMOUNTS) {
      page.append(" | ").append(ratio(one, other, amount));
    }
    page.append(" |\n");
  }

  private String ratio(Cell one, Cell other, ToDoubleFunction<Figures> amount) {
    List<Figures> over = figures.getOrDefault(one, List.of());
    List<Figures> under = figures.getOrDefault(other, List.of());
    double[] ratios = new double[Math.min(over.size(), under.size())];
    if (ratios.length == 0) {
      return "";
    }
    for (int i = 0; i < ratios.length; i++) {
      ratios[i] = amount.applyAsDouble(over.get(i)) / amount.applyAsDouble(under.get(i));
    }
    Arrays.sort(ratios);
    return format(
        "%.2f (%.2f to %.2f)", Comparison.median(ratios), ratios[0], ratios[ratios.length - 1]);
  }

  private void amounts(StringBuilder page, MergeSize size) {
    page.append("\nMedians.\n\n");
    page.append("| engine | whole s | job s | CPU s | peak MB | written MB | files |\n");
    page.append("| --- | --- | --- | --- | --- | --- | --- |\n");
    for (MergeEngine engine : options.engines()) {
      List<Figures> runs = figures.getOrDefault(new Cell(engine, size), List.of());
      if (!runs.isEmpty()) {
        page.append(
            format(
                "| %s | %.1f | %.1f | %.1f | %.0f | %.0f | %.0f |%n",
                engine.title(),
                median(runs, Figures::wall),
                median(runs, Figures::job),
                median(runs, Figures::cpu),
                median(runs, Figures::peakMb),
                median(runs, Figures::outputMb),
                median(runs, Figures::files)));
      }
    }
  }

  private static double median(List<Figures> runs, ToDoubleFunction<Figures> amount) {
    return Comparison.median(runs.stream().mapToDouble(amount).sorted().toArray());
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
