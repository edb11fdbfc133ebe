package io.millrace.notebooks;

import io.millrace.jobs.page.Element;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * A bar per row, in the order of the rows. Pointing at a bar tells its value.
 *
 * @param title what is shown
 * @param of the name of the labels below
 * @param what the name of the amounts
 */
public record BarChart(String title, String of, String what, List<Bar> bars) implements Picture {

  private static final double LEFT = 44;
  private static final double TOP = 22;
  private static final double PLOT = 150;
  private static final int MOST_LABELS = 12;

  /** One of them. */
  public record Bar(String label, double value) {}

  /**
   * A chart of two columns: a label, and a number that is 0 or more.
   *
   * @throws IllegalArgumentException if the rows have other columns, or none or too many are there
   */
  public static BarChart of(String title, Dataset<Row> rows) {
    List<Bar> bars =
        Amount.in(rows, 2).stream().map(one -> new Bar(one.label(), one.value())).toList();
    return new BarChart(title, rows.columns()[0], rows.columns()[1], bars);
  }

  /** Markup, which the notebook shows. */
  @Override
  public String toString() {
    Axis axis = Axis.to(bars.stream().mapToDouble(Bar::value).max().orElse(0));
    List<Element> shapes = new ArrayList<>(scale(axis, LEFT, TOP, PLOT));
    double step = (Svg.WIDTH - LEFT) / bars.size();
    int every = every(bars);
    for (int i = 0; i < bars.size(); i++) {
      Bar bar = bars.get(i);
      double height = PLOT * bar.value() / axis.end();
      double x = LEFT + i * step;
      String said = bar.label() + ": " + Amount.words(bar.value());
      shapes.add(
          Svg.area(
              x + step * .1, TOP + PLOT - height, step * .8, height, Svg.COLOURS.get(0), said));
      if (i % every == 0) {
        shapes.add(Svg.text(x + step / 2, TOP + PLOT + 16, 13, "middle", bar.label()));
      }
    }
    shapes.add(Svg.text(0, 12, 13, "start", what));
    shapes.add(Svg.text(Svg.WIDTH, TOP + PLOT + 34, 13, "end", of));
    return Svg.figure(title, TOP + PLOT + 42, shapes);
  }

  /** So few labels that they do not touch. */
  private static int every(List<Bar> bars) {
    int longest = bars.stream().mapToInt(bar -> bar.label().length()).max().orElse(1);
    int room = Math.max(1, Math.min(MOST_LABELS, (int) ((Svg.WIDTH - LEFT) / (longest * 8 + 6))));
    return (bars.size() + room - 1) / room;
  }

  /** Marks on the left, and a line for each. */
  static List<Element> scale(Axis axis, double left, double top, double height) {
    List<Element> shapes = new ArrayList<>();
    for (double value : axis.values()) {
      double y = top + height - height * value / axis.end();
      shapes.add(Svg.line(left, y, Svg.WIDTH, y, value == 0 ? .8 : .2));
      shapes.add(Svg.text(left - 6, y + 4, 13, "end", Amount.brief(value)));
    }
    return shapes;
  }
}
