package io.millrace.jobs.page;

import static io.millrace.jobs.page.Element.tag;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.DoubleFunction;
import java.util.function.Function;

/**
 * A figure of the runs of one job: a bar per run, the latest on the right. A failed run is a cross;
 * what is not known leaves a gap.
 *
 * @param kind colour of the bars
 * @param value of a run
 * @param words of a value
 */
record TrendChart(
    String caption,
    String kind,
    Function<IndexPage.Run, OptionalDouble> value,
    DoubleFunction<String> words) {

  /** The others are in the table only. */
  static final int MOST_RUNS = 60;

  private static final double WIDTH = 240;
  private static final double HEIGHT = 56;

  /** Of runs that are given newest first; none if no value is known. */
  Optional<Element> of(List<IndexPage.Run> newestFirst) {
    List<IndexPage.Run> runs = new ArrayList<>(newestFirst);
    runs = runs.subList(0, Math.min(runs.size(), MOST_RUNS));
    OptionalDouble greatest =
        runs.stream()
            .map(value)
            .filter(OptionalDouble::isPresent)
            .mapToDouble(OptionalDouble::getAsDouble)
            .max();
    if (greatest.isEmpty()) {
      return Optional.empty();
    }
    double most = greatest.getAsDouble();
    List<Element> shapes = new ArrayList<>();
    double step = Math.min(24, WIDTH / Math.max(runs.size(), 1));
    for (int i = 0; i < runs.size(); i++) {
      shapes.add(run(runs.get(i), WIDTH - (i + 1) * step, step, most));
    }
    shapes.add(tag("path").as("axis").with("d", "M0 " + (HEIGHT + .5) + "H" + number(WIDTH)));
    Element svg =
        tag("svg", shapes)
            .with("viewBox", "0 0 240 66")
            .with("role", "img")
            .with("aria-label", caption);
    OptionalDouble last = value.apply(runs.get(0));
    boolean nothing = runs.get(0).outcome() == Report.Outcome.NOTHING_NEW;
    String unknown = nothing ? "nothing new" : "not known";
    String latest = last.isPresent() ? words.apply(last.getAsDouble()) : unknown;
    String said = " latest " + latest + ", most " + words.apply(most);
    return Optional.of(
        tag("figure", tag("figcaption", tag("strong", caption), said), svg).as("chart"));
  }

  private Element run(IndexPage.Run run, double x, double step, double most) {
    OptionalDouble known = value.apply(run);
    List<Element> shapes = new ArrayList<>();
    String said =
        run.when()
            + ", "
            + run.outcome().words()
            + (known.isPresent() ? ", " + words.apply(known.getAsDouble()) : "");
    shapes.add(tag("title", said));
    // Bare, so that a short bar is as easy to point at as a tall one.
    shapes.add(rect("hit", x, 0, step, 66).with("fill", "transparent"));
    boolean failed = run.outcome() == Report.Outcome.FAILED;
    if (known.isPresent() && most > 0) {
      double height = HEIGHT * known.getAsDouble() / most;
      double shown = known.getAsDouble() > 0 ? Math.max(height, 1) : 0;
      shapes.add(rect(failed ? "failed" : kind, x + step * .12, HEIGHT - shown, step * .76, shown));
    }
    if (failed) {
      double middle = x + step / 2;
      double arm = Math.min(2.5, step * .38);
      String cross =
          "M%1$s 59L%2$s 64M%2$s 59L%1$s 64".formatted(number(middle - arm), number(middle + arm));
      shapes.add(tag("path").as("mark").with("d", cross));
    }
    return tag("g", shapes);
  }

  private static Element rect(String kind, double x, double y, double width, double height) {
    return tag("rect")
        .as(kind)
        .with("x", number(x))
        .with("y", number(y))
        .with("width", number(width))
        .with("height", number(height));
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }
}
