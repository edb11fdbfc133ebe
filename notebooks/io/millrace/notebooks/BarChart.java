package io.millrace.notebooks;

import static io.millrace.jobs.page.Element.tag;

import io.millrace.jobs.page.Element;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * A bar per row, in the order of the rows. Pointing at a bar tells its value. Where the labels have
 * no room side by side, some numbers or dates are left out; of names none is, so their bars lie one
 * below the other.
 *
 * @param title what is shown
 * @param of the name of the labels
 * @param what the name of the amounts
 */
public record BarChart(String title, String of, String what, List<Bar> bars) implements Picture {

  private static final double TOP = 22;
  private static final double PLOT = 150;
  private static final int MOST_MARKS = 5;
  private static final int MOST_LABELS = 12;
  private static final double GAP = 6;
  private static final double ROW = 34;
  private static final int LONGEST_NAME = 34;

  /** One of them. */
  public record Bar(String label, double value) {

    /** Whoever sees its neighbours knows what it is without its label. */
    private static final Pattern NUMBER_OR_DATE =
        Pattern.compile("[-+]?\\d[\\d.,:/T +-]{0,25}Z?|" + Amount.NONE);

    String said() {
      return label + ": " + Amount.words(value);
    }

    double width() {
      return label.length() * Svg.LETTER;
    }
  }

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
    Axis axis = Axis.to(greatest(), MOST_MARKS);
    boolean fits = bars.size() * distance() <= Svg.WIDTH - axis.room();
    boolean telling =
        bars.stream().allMatch(bar -> Bar.NUMBER_OR_DATE.matcher(bar.label()).matches());
    return fits || telling ? columns(axis, fits) : horizontalBars();
  }

  private double greatest() {
    return bars.stream().mapToDouble(Bar::value).max().orElse(0);
  }

  /** From the middle of a label to that of the next, if they do not touch. */
  private double distance() {
    return bars.stream().mapToDouble(Bar::width).max().orElse(0) + GAP;
  }

  private String columns(Axis axis, boolean all) {
    List<Element> shapes = new ArrayList<>(axis.shapes(TOP, PLOT));
    double plot = Svg.WIDTH - axis.room();
    double step = plot / bars.size();
    double apart = all ? 0 : Math.max(distance(), plot / MOST_LABELS);
    double last = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < bars.size(); i++) {
      Bar bar = bars.get(i);
      double height = PLOT * bar.value() / axis.end();
      double x = axis.room() + i * step;
      double y = TOP + PLOT - height;
      shapes.add(Svg.area(x + step * .1, y, step * .8, height, Svg.COLOURS.get(0), bar.said()));
      double half = bar.width() / 2;
      double middle = Math.max(half, Math.min(x + step / 2, Svg.WIDTH - half));
      if (middle - last >= apart) {
        shapes.add(Svg.text(middle, TOP + PLOT + 16, 13, "middle", bar.label()));
        last = middle;
      }
    }
    shapes.add(Svg.text(0, 12, 13, "start", Svg.cut(what, Svg.WIDTH)));
    shapes.add(Svg.text(Svg.WIDTH, TOP + PLOT + 34, 13, "end", Svg.cut(of, Svg.WIDTH)));
    List<List<String>> numbers =
        bars.stream().map(bar -> List.of(bar.label(), Amount.words(bar.value()))).toList();
    return Svg.figure(title, TOP + PLOT + 42, shapes, Numbers.of(List.of(of, what), numbers));
  }

  /** Each with its label and its value above it. */
  private String horizontalBars() {
    double half = (Svg.WIDTH - GAP) / 2;
    List<Element> shapes = new ArrayList<>();
    shapes.add(Svg.text(0, 12, 13, "start", Svg.cut(of, half)));
    shapes.add(Svg.text(Svg.WIDTH, 12, 13, "end", Svg.cut(what, half)));
    double greatest = greatest();
    for (int i = 0; i < bars.size(); i++) {
      Bar bar = bars.get(i);
      double y = TOP + i * ROW;
      String value = Amount.words(bar.value());
      double room = Svg.WIDTH - value.length() * Svg.LETTER - GAP;
      String name = Svg.cut(bar.label(), Math.min(room, LONGEST_NAME * Svg.LETTER));
      double width = greatest > 0 ? Svg.WIDTH * bar.value() / greatest : 0;
      shapes.add(
          tag(
              "g",
              tag("title", bar.said()),
              Svg.text(0, y + 12, 13, "start", name),
              Svg.text(Svg.WIDTH, y + 12, 13, "end", value),
              Svg.area(0, y + 17, width, 9, Svg.COLOURS.get(0))));
    }
    return Svg.figure(title, TOP + bars.size() * ROW, shapes);
  }
}
