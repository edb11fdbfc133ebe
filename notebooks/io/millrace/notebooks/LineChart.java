package io.millrace.notebooks;

import static io.millrace.jobs.page.Element.tag;

import io.millrace.jobs.page.Element;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * A line of days per series, one below the other, over the same days and to the same scale: who
 * cannot tell colours apart loses nothing. A day without a row is 0.
 *
 * @param title what is shown
 * @param what the name of the amounts
 * @param series amounts by day, by the name of their series
 */
public record LineChart(String title, String what, Map<String, Map<LocalDate, Double>> series)
    implements Picture {

  private static final double LEFT = 44;
  private static final double TOP = 22;
  private static final double PLOT = 62;
  private static final double PANEL = 88;
  private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMM", Locale.ENGLISH);

  /**
   * A chart of three columns: a date, a number that is 0 or more, and the name of its series.
   *
   * @throws IllegalArgumentException if the rows have other columns, or none or too many are there
   */
  public static LineChart of(String title, Dataset<Row> rows) {
    Map<String, Map<LocalDate, Double>> series = new LinkedHashMap<>();
    for (Amount one : Amount.in(rows, 3)) {
      if (one.of() == null) {
        throw new IllegalArgumentException("a row has no date; filter such rows first");
      }
      LocalDate day = LocalDate.parse(one.label());
      series.computeIfAbsent(one.series(), it -> new LinkedHashMap<>()).put(day, one.value());
    }
    return new LineChart(title, rows.columns()[1], series);
  }

  /** Markup, which the notebook shows. */
  @Override
  public String toString() {
    List<LocalDate> days = days();
    Axis axis =
        Axis.to(
            series.values().stream()
                .flatMap(line -> line.values().stream())
                .mapToDouble(Double::doubleValue)
                .max()
                .orElse(0));
    // Three marks are enough for a low panel.
    Axis coarse = axis.marks() > 3 ? new Axis(axis.end() / 2, 2) : axis;
    List<Element> shapes = new ArrayList<>();
    int panel = 0;
    for (var line : series.entrySet()) {
      double top = TOP + panel * PANEL;
      shapes.addAll(BarChart.scale(coarse, LEFT, top, PLOT));
      shapes.add(Svg.text(LEFT, top - 6, 13, "start", line.getKey()).with("font-weight", "bold"));
      shapes.add(path(line.getValue(), days, coarse.end(), top, panel));
      panel++;
    }
    double end = TOP + panel * PANEL;
    shapes.addAll(labels(days, end - PANEL + PLOT + 17));
    return Svg.figure(title, end, shapes, what + " per day, to one scale");
  }

  private List<LocalDate> days() {
    List<LocalDate> known =
        series.values().stream().flatMap(line -> line.keySet().stream()).sorted().toList();
    LocalDate last = known.get(known.size() - 1);
    return known.get(0).datesUntil(last.plusDays(1)).toList();
  }

  private static Element path(
      Map<LocalDate, Double> line, List<LocalDate> days, double end, double top, int panel) {
    StringBuilder path = new StringBuilder();
    for (int i = 0; i < days.size(); i++) {
      double y = top + PLOT - PLOT * line.getOrDefault(days.get(i), 0.0) / end;
      path.append(i == 0 ? 'M' : 'L').append(Svg.number(x(i, days.size())));
      path.append(' ').append(Svg.number(y));
    }
    return tag("path")
        .with("d", path)
        .with("fill", "none")
        .with("stroke", Svg.COLOURS.get(panel % Svg.COLOURS.size()))
        .with("stroke-width", "1.5")
        .with("stroke-linejoin", "round");
  }

  private static double x(int day, int days) {
    return LEFT + (Svg.WIDTH - LEFT - 2) * (days == 1 ? .5 : (double) day / (days - 1));
  }

  /** The first day, the last, and three between. */
  private static List<Element> labels(List<LocalDate> days, double y) {
    List<Element> labels = new ArrayList<>();
    int last = days.size() - 1;
    int parts = Math.min(4, last);
    for (int i = 0; i <= parts; i++) {
      int day = parts == 0 ? 0 : last * i / parts;
      String anchor = i == 0 ? "start" : i == parts ? "end" : "middle";
      labels.add(Svg.text(x(day, days.size()), y, 13, anchor, DAY.format(days.get(day))));
    }
    return labels;
  }
}
