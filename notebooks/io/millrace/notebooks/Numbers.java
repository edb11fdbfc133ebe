package io.millrace.notebooks;

import static io.millrace.jobs.page.Element.tag;

import io.millrace.jobs.page.Element;
import java.util.List;
import java.util.stream.IntStream;

/** What a picture shows, folded below it: for whoever cannot point at it, or hears it read. */
final class Numbers {

  private Numbers() {}

  /** A row per number; the last text of a row is the number. */
  static Element of(List<String> names, List<List<String>> rows) {
    List<Element> lines = rows.stream().map(row -> tag("tr", cells("td", row))).toList();
    return tag(
            "details",
            tag("summary", "The numbers"),
            tag("table", tag("thead", tag("tr", cells("th", names))), tag("tbody", lines)))
        .with("style", "overflow-x:auto");
  }

  private static List<Element> cells(String kind, List<String> texts) {
    return IntStream.range(0, texts.size())
        .mapToObj(
            i ->
                tag(kind, texts.get(i))
                    .with("style", "text-align:" + (i == texts.size() - 1 ? "right" : "left")))
        .toList();
  }
}
