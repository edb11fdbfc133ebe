package io.millrace.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** The figures of all sizes, and the Markdown page that they make. */
final class GrowthReport {

  private final Options options;
  private final Map<GrowthPoint, List<Figures>> figures = new LinkedHashMap<>();

  GrowthReport(Options options) {
    this.options = options;
  }

  void add(GrowthPoint point, Figures one) {
    figures.computeIfAbsent(point, key -> new ArrayList<>()).add(one);
  }

  String markdown() {
    StringBuilder page = new StringBuilder("# How the cost grows\n\n");
    page.append(
        format("Medians of %d rounds in turn, heap %s.%n%n", options.rounds(), options.heap()));
    page.append(
        "| rows | files | folders | cores | whole s | job s | CPU s | peak MB | to plain, CPU | µs a row more, job | CPU |\n");
    page.append("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |\n");
    figures.keySet().forEach(point -> page.append(row(point)));
    return page.toString();
  }

  private String row(GrowthPoint point) {
    return format(
        "| %,d | %,d | %,d | %d | %.1f | %.1f | %.1f | %.0f | %.2f | %s | %s |%n",
        point.rows(),
        point.files(),
        point.folders(),
        point.cores(),
        median(point, Figures::wall),
        median(point, Figures::job),
        median(point, Figures::cpu),
        median(point, Figures::peakMb),
        median(point, Figures::cpu) / median(point.plain(), Figures::cpu),
        more(point, Figures::job),
        more(point, Figures::cpu));
  }

  /** What each row costs that the next smaller size has not: start-up is in neither. */
  private String more(GrowthPoint point, ToDoubleFunction<Figures> amount) {
    GrowthPoint quarter = point.quarter();
    if (!figures.containsKey(quarter)) {
      return "";
    }
    double seconds = median(point, amount) - median(quarter, amount);
    return format("%.2f", seconds * 1e6 / (point.rows() - quarter.rows()));
  }

  private double median(GrowthPoint point, ToDoubleFunction<Figures> amount) {
    return Comparison.median(figures.get(point).stream().mapToDouble(amount).sorted().toArray());
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
