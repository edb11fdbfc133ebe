package io.millrace.notebooks;

import static io.millrace.jobs.page.Element.tag;

import io.millrace.jobs.page.Element;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The states of the USA as equal squares about where they lie, so that a large one does not look
 * like much: the stronger the colour the more, and the number is in the square. What has no square,
 * such as Puerto Rico and the armed forces, is told below.
 *
 * @param title what is shown
 * @param what the name of the amounts
 * @param amounts by postal code of the state
 */
public record StateMap(String title, String what, Map<String, Double> amounts) implements Picture {

  private static final String FIFTHS = ": a shade for each fifth of the states";
  private static final String LAYOUT =
      """
      AK .. .. .. .. .. .. .. .. .. ME
      .. .. .. .. .. .. .. .. .. VT NH
      WA ID MT ND MN IL WI MI NY RI MA
      OR NV WY SD IA IN OH PA NJ CT ..
      CA UT CO NE MO KY WV VA MD DE ..
      .. AZ NM KS AR TN NC SC DC .. ..
      .. .. .. OK LA MS AL GA .. .. ..
      HI .. .. TX .. .. .. .. FL .. ..
      """;
  private static final double SIDE = Svg.WIDTH / 11;
  private static final double GAP = 2;
  private static final double[] STRENGTHS = {.12, .27, .42, .6, 1};

  /**
   * A map of two columns: a state's postal code such as MA, and a number that is 0 or more.
   *
   * @throws IllegalArgumentException if the rows have other columns, none are there, or a state
   *     comes twice
   */
  public static StateMap of(String title, Dataset<Row> rows) {
    Map<String, Double> amounts = new TreeMap<>();
    for (Amount one : Amount.in(rows, 2)) {
      if (amounts.put(one.label(), one.value()) != null) {
        throw new IllegalArgumentException(
            "the state %s has more than one row; aggregate them first".formatted(one.label()));
      }
    }
    return new StateMap(title, rows.columns()[1], amounts);
  }

  /** Markup, which the notebook shows. */
  @Override
  public String toString() {
    Map<String, int[]> places = places();
    List<Double> shown =
        amounts.entrySet().stream()
            .filter(one -> places.containsKey(one.getKey()))
            .map(Map.Entry::getValue)
            .sorted()
            .toList();
    List<Element> shapes = new ArrayList<>();
    places.forEach((state, place) -> square(state, place, shown, shapes));
    double top = SIDE * 8 + 12;
    legend(shown, top, shapes);
    String others =
        amounts.entrySet().stream()
            .filter(one -> !places.containsKey(one.getKey()))
            .map(one -> one.getKey() + " " + Amount.words(one.getValue()))
            .collect(Collectors.joining(", "));
    List<Element> below = new ArrayList<>(List.of(note(what + FIFTHS)));
    if (!others.isEmpty()) {
      below.add(note("Without a square: " + others));
    }
    below.add(numbers());
    return Svg.figure(title, top + 36, shapes, below.toArray(Element[]::new));
  }

  private static Element note(String text) {
    return tag("div", tag("small", text));
  }

  private Element numbers() {
    List<List<String>> rows = new ArrayList<>();
    amounts.forEach((state, amount) -> rows.add(List.of(state, Amount.words(amount))));
    return Numbers.of(List.of("state", what), rows);
  }

  private static Map<String, int[]> places() {
    Map<String, int[]> places = new LinkedHashMap<>();
    List<String> lines = LAYOUT.lines().toList();
    for (int row = 0; row < lines.size(); row++) {
      for (int column = 0; column < 11; column++) {
        String state = lines.get(row).substring(column * 3, column * 3 + 2);
        if (!state.equals("..")) {
          places.put(state, new int[] {column, row});
        }
      }
    }
    return places;
  }

  private void square(String state, int[] place, List<Double> shown, List<Element> shapes) {
    Double amount = amounts.get(state);
    double x = place[0] * SIDE;
    double y = place[1] * SIDE;
    String said = state + ": " + (amount == null ? "no row" : Amount.words(amount));
    int level = amount == null ? 0 : level(amount, shown);
    Element area = Svg.area(x, y, SIDE - GAP, SIDE - GAP, Svg.COLOURS.get(0), said);
    shapes.add(area.with("fill-opacity", amount == null ? 0 : STRENGTHS[level]));
    double middle = x + (SIDE - GAP) / 2;
    Element name = Svg.text(middle, y + 14, 12, "middle", state).with("font-weight", "bold");
    String brief = amount == null ? "–" : narrow(amount);
    Element number = Svg.text(middle, y + 26, 10.5, "middle", brief);
    // On the full blue only white can be read, on light paper and on dark.
    boolean full = amount != null && level == STRENGTHS.length - 1;
    shapes.add(full ? name.with("fill", "#ffffff") : name);
    shapes.add(full ? number.with("fill", "#ffffff") : number);
  }

  /** With no more digits than a square has room for: {@code 0.012}, {@code 12k}, {@code 3.2M}. */
  private static String narrow(double amount) {
    if (amount >= 10_000) {
      int before = (int) Math.log10(amount) % 3 + 1;
      MathContext digits = new MathContext(Math.max(2, before));
      return Amount.brief(new BigDecimal(amount).round(digits).doubleValue());
    }
    return Amount.brief(amount < 1 && amount >= .001 ? Math.rint(amount * 1_000) / 1_000 : amount);
  }

  /** From 0 to 4, a fifth of the states each. */
  private static int level(double amount, List<Double> shown) {
    int less = (int) shown.stream().filter(other -> other < amount).count();
    return Math.min(STRENGTHS.length - 1, less * STRENGTHS.length / shown.size());
  }

  private void legend(List<Double> shown, double top, List<Element> shapes) {
    double width = Svg.WIDTH / 3;
    for (int level = 0; level < STRENGTHS.length; level++) {
      int of = level;
      List<Double> within = shown.stream().filter(one -> level(one, shown) == of).toList();
      if (within.isEmpty()) {
        continue;
      }
      double x = (level % 3) * width;
      double y = top + (level / 3) * 19;
      String said = narrow(within.get(0)) + " to " + narrow(within.get(within.size() - 1));
      shapes.add(
          Svg.area(x, y, 12, 12, Svg.COLOURS.get(0), said).with("fill-opacity", STRENGTHS[level]));
      shapes.add(Svg.text(x + 17, y + 11, 13, "start", said));
    }
  }
}
