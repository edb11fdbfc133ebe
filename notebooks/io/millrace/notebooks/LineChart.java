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

  private static final double TOP = 22;
  private static final double PLOT = 62;
  private static final double PANEL = 88;
  private static final double ONE_DAY = 12;

  // As many as have room in a low panel.
  private static final int MOST_MARKS = 3;
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
      var line = series.computeIfAbsent(one.series(), it -> new LinkedHashMap<>());
      if (line.put(day, one.value()) != null) {
        throw new IllegalArgumentException(
            "%s has more than one row of %s; aggregate them first".formatted(day, one.series()));
      }
    }
    return new LineChart(title, rows.columns()[1], series);
  }

  /** Markup, which the notebook shows. */
  @Override
  public String toString() {
    double greatest =
        series.values().stream()
            .flatMap(line -> line.values().stream())
            .mapToDouble(Double::doubleValue)
            .max()
            .orElse(0);
    Scales scales = new Scales(days(), Axis.to(greatest, MOST_MARKS));
    double left = scales.axis().room();
    List<Element> shapes = new ArrayList<>();
    int panel = 0;
    for (var line : series.entrySet()) {
      double top = TOP + panel * PANEL;
      shapes.addAll(scales.axis().shapes(top, PLOT));
      String name = Svg.cut(line.getKey(), Svg.WIDTH - left);
      shapes.add(Svg.text(left, top - 6, 13, "start", name).with("font-weight", "bold"));
      shapes.add(path(line.getValue(), scales, top, panel));
      shapes.addAll(said(line.getKey(), line.getValue(), scales, top));
      panel++;
    }
    double end = TOP + panel * PANEL;
    shapes.addAll(labels(scales, end - PANEL + PLOT + 17));
    Element note = tag("div", tag("small", what + " per day, to one scale"));
    return Svg.figure(title, end, shapes, note, numbers());
  }

  private Element numbers() {
    List<List<String>> rows = new ArrayList<>();
    series.forEach(
        (name, line) ->
            line.forEach(
                (day, value) -> rows.add(List.of(name, day.toString(), Amount.words(value)))));
    return Numbers.of(List.of("", "day", what), rows);
  }

  private List<LocalDate> days() {
    List<LocalDate> known =
        series.values().stream().flatMap(line -> line.keySet().stream()).sorted().toList();
    LocalDate last = known.get(known.size() - 1);
    return known.get(0).datesUntil(last.plusDays(1)).toList();
  }

  /** What all panels share. */
  private record Scales(List<LocalDate> days, Axis axis) {

    double x(int day) {
      double share = days.size() == 1 ? .5 : (double) day / (days.size() - 1);
      return axis.room() + (Svg.WIDTH - axis.room() - 2) * share;
    }
  }

  private static Element path(Map<LocalDate, Double> line, Scales scales, double top, int panel) {
    StringBuilder path = new StringBuilder();
    for (int i = 0; i < scales.days().size(); i++) {
      double value = line.getOrDefault(scales.days().get(i), 0.0);
      path.append(i == 0 ? 'M' : 'L').append(Svg.number(scales.x(i))).append(' ');
      path.append(Svg.number(top + PLOT - PLOT * value / scales.axis().end()));
    }
    if (scales.days().size() == 1) {
      // A line from a point to nowhere cannot be seen.
      path.append('h').append(Svg.number(ONE_DAY));
    }
    return tag("path")
        .with("d", path)
        .with("fill", "none")
        .with("stroke", Svg.COLOURS.get(panel % Svg.COLOURS.size()))
        .with("stroke-width", "1.5")
        .with("stroke-linejoin", "round");
  }

  /** Nothing to see: where a day with a row is pointed at, its value is told. */
  private static List<Element> said(
      String name, Map<LocalDate, Double> line, Scales scales, double top) {
    double left = scales.axis().room();
    double width = (Svg.WIDTH - left) / scales.days().size();
    List<Element> areas = new ArrayList<>();
    for (int i = 0; i < scales.days().size(); i++) {
      LocalDate day = scales.days().get(i);
      if (line.containsKey(day)) {
        String said = "%s, %s: %s".formatted(name, day, Amount.words(line.get(day)));
        areas.add(Svg.area(left + i * width, top, width, PLOT, "transparent", said));
      }
    }
    return areas;
  }

  /** The first day, the last, and three between. */
  private static List<Element> labels(Scales scales, double y) {
    List<Element> labels = new ArrayList<>();
    int last = scales.days().size() - 1;
    int parts = Math.min(4, last);
    for (int i = 0; i <= parts; i++) {
      int day = parts == 0 ? 0 : last * i / parts;
      String anchor = i == 0 ? "start" : i == parts ? "end" : "middle";
      labels.add(Svg.text(scales.x(day), y, 13, anchor, DAY.format(scales.days().get(day))));
    }
    return labels;
  }
}
