package io.millrace.notebooks;

import static io.millrace.jobs.page.Element.tag;

import io.millrace.jobs.page.Element;
import java.util.List;
import java.util.Locale;

/**
 * Pictures that take ink and paper from where they are shown, so that they can be read in a light
 * and in a dark notebook: text and lines have the colour of the text around them, areas one of
 * Okabe and Ito (2008) that stands out from white and from black.
 */
final class Svg {

  /** Blue, vermilion, bluish green, reddish purple: at least 3 to 1 against white and #111111. */
  static final List<String> COLOURS = List.of("#0072b2", "#d55e00", "#009e73", "#cc79a7");

  /** Units of every picture's width; letters of 10 can be read on a telephone. */
  static final double WIDTH = 360;

  /** No narrower than a letter of size 13, but for the widest. */
  static final double LETTER = 8;

  private static final String FONT =
      "font-family:system-ui,-apple-system,'Segoe UI',Roboto,'Noto Sans',sans-serif;";

  private Svg() {}

  /** A picture below its title, as wide as the screen, but no wider than is easy to read. */
  static String figure(String title, double height, List<Element> shapes, Element... below) {
    Element picture =
        tag("svg", shapes)
            .with("viewBox", "0 0 " + number(WIDTH) + " " + number(height))
            .with("role", "img")
            .with("aria-label", title)
            .with("style", FONT + "display:block;width:100%;min-width:240px;height:auto");
    Element caption = tag("figcaption", tag("strong", title)).with("style", "margin:0 0 .5em");
    Element figure =
        tag("figure", caption, picture, List.of(below))
            .with("style", "margin:0;max-width:30rem;overflow-x:auto");
    StringBuilder html = new StringBuilder();
    figure.write(html);
    return html.toString();
  }

  /** An area that says what it stands for when it is pointed at. */
  static Element area(double x, double y, double width, double height, String colour, String said) {
    return placed(tag("rect", tag("title", said)), x, y, width, height).with("fill", colour);
  }

  /** An area that says nothing itself. */
  static Element area(double x, double y, double width, double height, String colour) {
    return placed(tag("rect"), x, y, width, height).with("fill", colour);
  }

  private static Element placed(Element area, double x, double y, double width, double height) {
    return area.with("x", number(x))
        .with("y", number(y))
        .with("width", number(width))
        .with("height", number(height));
  }

  /** As much of a text of size 13 as has room in so many units. */
  static String cut(String text, double room) {
    int most = (int) (room / LETTER);
    return text.codePointCount(0, text.length()) <= most
        ? text
        : text.substring(0, text.offsetByCodePoints(0, most - 1)) + "…";
  }

  /**
   * A text in the ink of its surroundings.
   *
   * @param anchor start, middle or end, which is at {@code x}
   */
  static Element text(double x, double y, double size, String anchor, String text) {
    return tag("text", text)
        .with("x", number(x))
        .with("y", number(y))
        .with("font-size", number(size))
        .with("text-anchor", anchor)
        .with("fill", "currentColor");
  }

  /** A thin line by which to read. */
  static Element line(double x, double y, double toX, double toY, double opacity) {
    return tag("path")
        .with("d", "M" + number(x) + " " + number(y) + "L" + number(toX) + " " + number(toY))
        .with("stroke", "currentColor")
        .with("stroke-opacity", opacity)
        .with("fill", "none");
  }

  /** With no more digits than a place in a picture needs. */
  static String number(double value) {
    String text = String.format(Locale.ROOT, "%.2f", value);
    return text.replaceAll("\\.?0+$", "");
  }
}
