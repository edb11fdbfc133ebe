package io.millrace.jobs.page;

import static io.millrace.jobs.page.Element.tag;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** How long each part of the run took, one after the other. */
final class DurationsSection {

  private DurationsSection() {}

  static Optional<Element> of(Report report) {
    Map<String, Double> parts = report.seconds();
    if (parts.isEmpty()) {
      return Optional.empty();
    }
    double all = report.took().orElse(0);
    List<Element> rows = new ArrayList<>();
    double before = 0;
    for (Map.Entry<String, Double> part : parts.entrySet()) {
      rows.add(row(part.getKey(), part.getValue(), before, all));
      before += part.getValue();
    }
    rows.add(tag("tr", tag("th", "all"), tag("td"), tag("td", Figures.time(all)).as("number")));
    Element table = tag("table", tag("tbody", rows)).as("durations");
    return Optional.of(Page.section("Time", table));
  }

  /** Bars that begin where the one before ends. */
  private static Element row(String part, double seconds, double before, double all) {
    double scale = all == 0 ? 0 : 100 / all;
    Element bar =
        tag(
                "svg",
                tag("rect")
                    .as("time")
                    .with("x", number(Math.min(before * scale, 99.4)))
                    .with("width", number(Math.max(seconds * scale, 0.6)))
                    .with("height", 10))
            .with("viewBox", "0 0 100 10")
            .with("preserveAspectRatio", "none")
            .with("aria-hidden", true);
    return tag(
        "tr",
        tag("th", part),
        tag("td", bar).as("bar"),
        tag("td", Figures.time(seconds)).as("number"));
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }
}
