package io.millrace.notebooks;

import io.millrace.jobs.page.Element;
import java.util.ArrayList;
import java.util.List;

/**
 * An axis of amounts that begins at 0 and has round marks.
 *
 * @param step from mark to mark: 1, 2 or 5 times a power of ten
 * @param marks how many there are above 0
 */
record Axis(double step, int marks) {

  private static final double GAP = 6;

  /** What an M is wider than other letters. */
  private static final double UNIT = 5;

  /** Up to the first mark that is no less than {@code greatest}. */
  static Axis to(double greatest, int mostMarks) {
    double step = Math.pow(10, Math.floor(Math.log10(greatest > 0 ? greatest / mostMarks : 1)));
    for (double factor : new double[] {1, 2, 5, 10}) {
      // What a double is off must not make a mark.
      int marks = (int) Math.ceil(greatest / (step * factor) - 1e-9);
      if (marks <= mostMarks) {
        return new Axis(step * factor, Math.max(marks, 1));
      }
    }
    throw new IllegalStateException("no axis to " + greatest);
  }

  double end() {
    return step * marks;
  }

  /** From 0 to the end. */
  List<Double> values() {
    List<Double> values = new ArrayList<>();
    for (int i = 0; i <= marks; i++) {
      values.add(step * i);
    }
    return values;
  }

  List<String> labels() {
    return values().stream().map(Amount::brief).toList();
  }

  /** Units that the labels need on the left of the axis. */
  double room() {
    int longest = labels().stream().mapToInt(String::length).max().orElse(0);
    return longest * Svg.LETTER + UNIT + GAP;
  }

  /** Marks on the left, and a line for each, in a plot that ends at the right of the picture. */
  List<Element> shapes(double top, double height) {
    List<Element> shapes = new ArrayList<>();
    for (double value : values()) {
      double y = top + height - height * value / end();
      shapes.add(Svg.line(room(), y, Svg.WIDTH, y, value == 0 ? .8 : .2));
      shapes.add(Svg.text(room() - GAP, y + 4, 13, "end", Amount.brief(value)));
    }
    return shapes;
  }
}
