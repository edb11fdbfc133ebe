package io.millrace.jobs.page;

import static io.millrace.jobs.page.Element.tag;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * An arrow of the picture: as broad as its rows are many, with those that were lost on the way.
 *
 * @param most rows of the broadest
 */
record FlowArrow(long most) {

  private static final double BROADEST = 52;
  private static final double LEFT = 10;

  /** After a step, with what the step rejected, filtered and changed. */
  Element of(OptionalLong before, OptionalLong after, RowsPerStep rows, int step) {
    long rejected = rows.rejectedAt(step);
    long filtered = rows.filteredAt(step);
    String together =
        rows.sharing(step) > 1 ? " by the " + rows.sharing(step) + " steps of this name" : "";
    List<Element> said = new ArrayList<>();
    said.add(
        after.isPresent()
            ? tag(
                    "span",
                    Figures.rows(after.getAsLong()),
                    after.getAsLong() == 1 ? " row" : " rows")
                .as("rows")
            : tag("span", "how many rows is not known").as("unknown"));
    if (rejected > 0) {
      said.add(FlowPicture.chip("rejected", "\u2715", rejected, "rejected" + together));
    }
    if (filtered > 0) {
      said.add(FlowPicture.chip("filtered", "\u25BD", filtered, "filtered out" + together));
    }
    if (rows.isRecounting(step)) {
      OptionalLong changed = changed(before, after, rows, step);
      said.add(
          changed.isPresent()
              ? tag("span", "\u00B1 ", signed(changed.getAsLong()), " rows by this step")
                  .as("chip changed")
              : tag("span", "\u00B1 may change the number of rows").as("chip changed"));
    }
    return tag("li", drawn(before, after), tag("div", said).as("on")).as("arrow");
  }

  /** What followed from the rows around it, unless other steps share in what was lost there. */
  private static OptionalLong changed(
      OptionalLong before, OptionalLong after, RowsPerStep rows, int step) {
    return before.isPresent() && after.isPresent() && rows.sharing(step) == 1
        ? OptionalLong.of(
            after.getAsLong() - before.getAsLong() + rows.rejectedAt(step) + rows.filteredAt(step))
        : rows.changedBy(step);
  }

  private static Element signed(long count) {
    return tag("data", (count > 0 ? "+" : "") + Figures.count(count)).with("value", count);
  }

  private Element drawn(OptionalLong before, OptionalLong after) {
    return tag("svg", shapes(before, after))
        .with("viewBox", "0 0 72 48")
        .with("width", 72)
        .with("height", 48)
        .with("aria-hidden", true);
  }

  private List<Element> shapes(OptionalLong before, OptionalLong after) {
    if (after.isEmpty()) {
      return List.of(
          tag("path").with("class", "guess").with("d", "M20 0V34"),
          tag("polygon").with("class", "guess-head").with("points", "12,34 28,34 20,46"));
    }
    double end = width(after.getAsLong());
    double begin = Math.max(end, before.isPresent() ? width(before.getAsLong()) : end);
    List<Element> shapes = new ArrayList<>();
    if (begin > end) {
      shapes.add(polygon("lost", LEFT + end, 0, LEFT + begin, 0, LEFT + end, 30));
    }
    shapes.add(polygon("water", LEFT, 0, LEFT + end, 0, LEFT + end, 34, LEFT, 34));
    double half = end / 2 + 6;
    double middle = LEFT + end / 2;
    shapes.add(polygon("water", middle - half, 33.5, middle + half, 33.5, middle, 47));
    return shapes;
  }

  private double width(long rows) {
    return rows == 0 ? 0.5 : Math.max(2, BROADEST * rows / Math.max(most, rows));
  }

  private static Element polygon(String kind, double... corners) {
    StringBuilder points = new StringBuilder();
    for (int i = 0; i < corners.length; i += 2) {
      points.append(String.format(Locale.ROOT, "%.2f,%.2f ", corners[i], corners[i + 1]));
    }
    return tag("polygon").as(kind).with("points", points.toString().strip());
  }
}
