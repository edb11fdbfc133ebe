package io.millrace.notebooks;

import static io.millrace.support.Table.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.support.SparkExtension;
import java.io.StringReader;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** What charts and tables of notebooks show is what the rows say, and all of it. */
@ExtendWith(SparkExtension.class)
class ChartsTest {

  /** As the JDK reads it: what is not well-formed fails here. */
  private static List<Element> elements(Object shown, String name) throws Exception {
    NodeList found =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new InputSource(new StringReader(shown.toString())))
            .getElementsByTagName(name);
    List<Element> elements = new ArrayList<>();
    for (int i = 0; i < found.getLength(); i++) {
      elements.add((Element) found.item(i));
    }
    return elements;
  }

  private static List<String> texts(Object shown, String name) throws Exception {
    return elements(shown, name).stream().map(Element::getTextContent).toList();
  }

  private static double at(Element element, String attribute) {
    return Double.parseDouble(element.getAttribute(attribute));
  }

  /** Up to five marks, which end at the first that is no less. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # greatest | labels
            0        | 0 1
            0.00001  | 0 2e-6 4e-6 6e-6 8e-6 1e-5
            0.001    | 0 2e-4 4e-4 6e-4 8e-4 0.001
            0.4      | 0 0.1 0.2 0.3 0.4
            1        | 0 0.2 0.4 0.6 0.8 1
            2        | 0 0.5 1 1.5 2
            7        | 0 2 4 6 8
            10       | 0 2 4 6 8 10
            11       | 0 5 10 15
            1204     | 0 500 1,000 1,500
            11000    | 0 5,000 10k 15k
            99999    | 0 20k 40k 60k 80k 100k
            100001   | 0 50k 100k 150k
            4000000  | 0 1M 2M 3M 4M
            12000000 | 0 5M 10M 15M
            3e9      | 0 1G 2G 3G
            7e14     | 0 2e14 4e14 6e14 8e14
          """)
  void anAxisBeginsAtZeroAndItsLabelsAreExact(double greatest, String labels) {
    Axis axis = Axis.to(greatest, 5);
    assertThat(String.join(" ", axis.labels())).isEqualTo(labels);
    assertThat(axis.labels()).doesNotHaveDuplicates();
    assertThat(axis.end()).isGreaterThanOrEqualTo(greatest * (1 - 1e-9));
  }

  /** The middle one of a low panel was once rounded. */
  @ParameterizedTest
  @CsvSource({
    "5, 0 2 4 6",
    "2, 0 1 2",
    "4.5, 0 2 4 6",
    "20, 0 10 20",
    "22000, 0 10k 20k 30k",
    "0.0002, 0 1e-4 2e-4"
  })
  void aLowPanelHasUpToThreeMarks(double greatest, String labels) throws Exception {
    assertThat(String.join(" ", texts(line("a", greatest), "text")))
        .isEqualTo(labels + " a 31 Dec");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # amount       | in words          | in a narrow place
            0            | 0                 | 0
            0.00012345   | 1.2e-4            | 1.2e-4
            0.0012345    | 0.00123           | 0.00123
            0.25         | 0.25              | 0.25
            7.256        | 7.26              | 7.26
            1204         | 1,204             | 1,204
            1234.5       | 1,234.50          | 1,234
            9999.9       | 9,999.90          | 10k
            12345        | 12,345            | 12.3k
            999999       | 999,999           | 1M
            12345678     | 12,345,678        | 12.3M
            1e12         | 1,000,000,000,000 | 1e12
            1e300        | 1e300             | 1e300
          """)
  void amounts(double amount, String words, String brief) {
    assertThat(Amount.words(amount)).isEqualTo(words);
    assertThat(Amount.brief(amount)).isEqualTo(brief);
  }

  @Test
  void barsAreAsHighAsTheirValuesAndNoneIsCutOff(SparkSession spark) throws Exception {
    BarChart chart =
        BarChart.of(
            "Customers",
            rows(spark, "age int | customers bigint\n18|250\n19|1000\n20|0\nnull|500")
                .orderBy("customers"));
    List<Element> bars = elements(chart, "rect");
    assertThat(texts(chart, "title")).containsExactly("20: 0", "18: 250", "none: 500", "19: 1,000");
    List<Double> heights = bars.stream().map(bar -> at(bar, "height")).toList();
    assertThat(heights).containsExactly(0.0, 37.5, 75.0, 150.0);
    double floor = at(bars.get(0), "y");
    assertThat(bars).allMatch(bar -> at(bar, "y") + at(bar, "height") == floor);
    assertThat(bars).allMatch(bar -> at(bar, "x") >= 0 && at(bar, "x") + at(bar, "width") <= 360);
    assertThat(texts(chart, "text")).contains("customers", "age", "1,000", "18", "none");
    assertThat(texts(chart, "figcaption")).containsExactly("Customers");
  }

  @Test
  void labelsThatWouldTouchAreLeftOutButNoBarIs(SparkSession spark) throws Exception {
    Dataset<Row> many =
        spark.range(70).selectExpr("id + 18 as age", "id as customers").orderBy("age");
    BarChart chart = BarChart.of("Many", many);
    assertThat(elements(chart, "rect")).hasSize(70);
    List<Element> labels =
        elements(chart, "text").stream()
            .filter(text -> text.getAttribute("text-anchor").equals("middle"))
            .toList();
    assertThat(labels).hasSizeBetween(8, 12);
    for (int i = 1; i < labels.size(); i++) {
      assertThat(at(labels.get(i), "x") - at(labels.get(i - 1), "x")).isGreaterThan(20);
    }
  }

  private static BarChart bars(double greatest, String... labels) {
    List<BarChart.Bar> bars = new ArrayList<>();
    for (int i = 0; i < labels.length; i++) {
      bars.add(new BarChart.Bar(labels[i], greatest * (i + 1) / labels.length));
    }
    return new BarChart("Some", "of", "how many", bars);
  }

  private static final String WIDE = "a wide name ".repeat(20);
  private static final String[] DATES =
      IntStream.range(10, 40).mapToObj("20%s-12-31"::formatted).toArray(String[]::new);
  private static final String[] DOMAINS = {
    "EXAMPLE.COM", "mail.example.org", "post.example.net", "a.very.long.name.of.a.host.example.com"
  };

  static Stream<Arguments> charts() {
    return Stream.of(
        Arguments.of("labels that fit", bars(1_204, "insert", "update", "delete")),
        Arguments.of("dates", bars(99_999, DATES)),
        Arguments.of("two dates at the edges", bars(0.00012, DATES[0], "x", DATES[1])),
        Arguments.of("names", bars(123_456_789_012.0, DOMAINS)),
        Arguments.of("a wide name", bars(1e300, WIDE)),
        Arguments.of("wide columns", new BarChart("x", WIDE, WIDE, bars(1, "a").bars())),
        Arguments.of("wide columns of names", new BarChart("x", WIDE, WIDE, bars(1, WIDE).bars())),
        Arguments.of("a wide series", line(WIDE, 1.5)));
  }

  private static LineChart line(String series, double value) {
    return new LineChart("x", "n", Map.of(series, Map.of(LocalDate.of(2018, 12, 31), value)));
  }

  /** Given eight units for a letter of size 13, which few are wider than. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("charts")
  void noTextIsOutsideThePicture(String kind, Object chart) throws Exception {
    assertThat(elements(chart, "text")).hasSizeGreaterThan(2);
    for (Element text : elements(chart, "text")) {
      double width = text.getTextContent().length() * 8 * at(text, "font-size") / 13;
      double before =
          Map.of("start", 0.0, "middle", .5, "end", 1.0).get(text.getAttribute("text-anchor"));
      double from = at(text, "x") - before * width;
      assertThat(from).as(text.getTextContent()).isGreaterThanOrEqualTo(0);
      assertThat(from + width).as(text.getTextContent()).isLessThanOrEqualTo(360);
    }
  }

  @Test
  void noNameIsLeftOut() throws Exception {
    BarChart chart = bars(2_000, DOMAINS);
    assertThat(texts(chart, "text"))
        .containsExactly(
            "of",
            "how many",
            "EXAMPLE.COM",
            "500",
            "mail.example.org",
            "1,000",
            "post.example.net",
            "1,500",
            "a.very.long.name.of.a.host.exampl\u2026",
            "2,000");
    assertThat(texts(chart, "title")).last().isEqualTo(DOMAINS[3] + ": 2,000");
    assertThat(elements(chart, "rect").stream().map(bar -> at(bar, "width")))
        .containsExactly(90.0, 180.0, 270.0, 360.0);
  }

  @Test
  void ofDatesSomeAreLeftOutAndNoneTouchesTheNext() throws Exception {
    List<Double> middles =
        elements(bars(1, DATES), "text").stream()
            .filter(text -> text.getTextContent().startsWith("20"))
            .map(text -> at(text, "x"))
            .toList();
    assertThat(middles).hasSizeBetween(3, 4);
    for (int i = 1; i < middles.size(); i++) {
      assertThat(middles.get(i) - middles.get(i - 1)).isGreaterThanOrEqualTo(86);
    }
  }

  @Test
  void aLineHasEveryDayAndDaysWithoutRowsAreZero(SparkSession spark) throws Exception {
    LineChart chart =
        LineChart.of(
            "Requests",
            rows(
                    spark,
                    "date date | requests bigint | page string\n2018-01-01|10|Cats\n2018-01-03|20|Cats\n2018-01-02|5|Dogs")
                .orderBy("page", "date"));
    List<String> lines =
        elements(chart, "path").stream()
            .filter(path -> !path.getAttribute("stroke").equals("currentColor"))
            .map(path -> path.getAttribute("d"))
            .toList();
    // Three days from 27 to 358; the scale of all panels ends at 20, 62 above each one's floor.
    assertThat(lines).containsExactly("M27 53L192.5 84L358 22", "M27 172L192.5 156.5L358 172");
    assertThat(texts(chart, "title"))
        .containsExactly("Cats, 2018-01-01: 10", "Cats, 2018-01-03: 20", "Dogs, 2018-01-02: 5");
    assertThat(texts(chart, "text")).contains("Cats", "Dogs", "1 Jan", "2 Jan", "3 Jan", "20");
  }

  /** A line from a point to nowhere cannot be seen. */
  @Test
  void oneDayIsADash() throws Exception {
    assertThat(elements(line("a", 20), "path"))
        .extracting(path -> path.getAttribute("d"))
        .contains("M192.5 22h12");
  }

  @Test
  void everyStateHasASquareAndWhatHasNoneIsTold(SparkSession spark) throws Exception {
    StateMap map =
        StateMap.of(
            "Where", rows(spark, "state string | customers bigint\nMA|3\nTX|12000\nPR|7\nnull|2"));
    List<Element> squares =
        elements(map, "rect").stream().filter(it -> at(it, "width") > 20).toList();
    assertThat(squares).hasSize(51);
    assertThat(squares.stream().map(it -> it.getAttribute("x") + " " + it.getAttribute("y")))
        .doesNotHaveDuplicates();
    assertThat(texts(map, "title")).contains("MA: 3", "TX: 12,000", "ME: no row");
    assertThat(texts(map, "text")).contains("12k", "\u2013");
    assertThat(texts(map, "small"))
        .containsExactly(
            "customers: a shade for each fifth of the states", "Without a square: PR 7, none 2");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # amount  | in its square | when pointed at
            0.25    | 0.25          | 0.25
            0.01234 | 0.012         | 0.0123
            0.0001  | 1e-4          | 1e-4
            7       | 7             | 7
            9999    | 9,999         | 9,999
            12345   | 12k           | 12,345
            123456  | 123k          | 123,456
            999999  | 1M            | 999,999
            3234567 | 3.2M          | 3,234,567
          """)
  void aSquareHasRoomForItsAmount(double amount, String brief, String said) throws Exception {
    StateMap map = new StateMap("Where", "n", Map.of("MA", amount));
    assertThat(texts(map, "text")).contains(brief, brief + " to " + brief);
    assertThat(texts(map, "title")).contains("MA: " + said);
  }

  @Test
  void moreIsNeverPaler(SparkSession spark) throws Exception {
    StateMap map =
        StateMap.of(
            "Where", rows(spark, "state string | n int\nMA|1\nTX|2\nCA|3\nNY|4\nFL|5\nWA|5\nOR|6"));
    List<String> strengths = new ArrayList<>();
    for (String state : List.of("MA", "TX", "CA", "NY", "FL", "WA", "OR")) {
      Predicate<Element> said = it -> it.getTextContent().startsWith(state + ":");
      strengths.add(
          elements(map, "rect").stream()
              .filter(said)
              .findFirst()
              .get()
              .getAttribute("fill-opacity"));
    }
    assertThat(strengths).isSorted().last().isNotEqualTo(strengths.get(0));
    assertThat(strengths.get(4)).isEqualTo(strengths.get(5));
  }

  @Test
  void aTableShowsNamesTypesNullsAndWhetherThereIsMore(SparkSession spark) throws Exception {
    Dataset<Row> rows =
        rows(spark, "a string | n int\nx|1\nnull|2\nz|3")
            .withColumnRenamed("a", "a.b")
            .orderBy("n");
    Table table = Table.of(rows, 2);
    assertThat(texts(table, "th")).containsExactly("a.bstring", "nint");
    assertThat(texts(table, "td")).containsExactly("x", "1", "null", "2");
    assertThat(texts(table, "em")).containsExactly("null");
    assertThat(table.toString()).contains("The first 2 rows.");
    assertThat(Table.of(rows, 3).toString()).contains(">3 rows.<");
    assertThat(Table.of(rows.limit(1)).toString()).contains(">1 row.<");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "<script>alert(1)</script>",
        "\"><img src=x onerror=alert(1)>",
        "abc\u202Egnp.exe",
        "&lt;b&gt;"
      })
  void hostileTextStaysText(String text, SparkSession spark) throws Exception {
    Dataset<Row> rows =
        spark
            .sql("select 1 as n")
            .selectExpr("'x' as of", "n")
            .withColumn("of", org.apache.spark.sql.functions.lit(text));
    String shown = text.replace("\u202E", "\u27E8U+202E\u27E9");
    LineChart line = line(text, 1);
    LineChart titled = new LineChart(text, text, line("a", 1).series());
    for (Object one :
        List.of(BarChart.of(text, rows), StateMap.of(text, rows), Table.of(rows), line, titled)) {
      assertThat(elements(one, "script")).isEmpty();
      assertThat(elements(one, "img")).isEmpty();
      assertThat(one.toString()).doesNotContain("\u202E");
      assertThat(texts(one, "*")).anyMatch(it -> it.contains(shown));
    }
  }

  @Test
  void whatIsNoPictureIsRefused(SparkSession spark) {
    assertThatThrownBy(() -> BarChart.of("x", rows(spark, "a int\n1")))
        .hasMessage(
            "a picture of this kind wants 2 columns, the second of numbers, not a INT; select them first");
    assertThatThrownBy(() -> BarChart.of("x", rows(spark, "a int | b string\n1|2")))
        .hasMessageContaining("not a INT,b STRING");
    assertThatThrownBy(() -> BarChart.of("x", rows(spark, "a int | b int\n1|-2")))
        .hasMessage("an amount must be 0 or more, but that of 1 is -2");
    assertThatThrownBy(() -> BarChart.of("x", rows(spark, "a int | b int\n1|null")))
        .hasMessage("an amount must be 0 or more, but that of 1 is null");
    assertThatThrownBy(() -> BarChart.of("x", rows(spark, "a int | b int\n1|1").limit(0)))
        .hasMessage("there are no rows to draw");
    assertThatThrownBy(() -> BarChart.of("x", spark.range(5_001).selectExpr("id", "id as n")))
        .hasMessage("more than 5,000 rows are no picture; filter or aggregate them first");
    assertThatThrownBy(() -> StateMap.of("x", rows(spark, "s string | n int\nMA|1\nMA|2")))
        .hasMessage("the state MA has more than one row; aggregate them first");
    assertThatThrownBy(() -> LineChart.of("x", rows(spark, "d date | n int | s string\nnull|1|a")))
        .hasMessage("a row has no date; filter such rows first");
    assertThatThrownBy(
            () ->
                LineChart.of(
                    "x", rows(spark, "d date | n int | s string\n2018-01-01|1|a\n2018-01-01|2|a")))
        .hasMessage("2018-01-01 has more than one row of a; aggregate them first");
  }

  /** WCAG 2.1, 1.4.11: three to one for what must be told from its surroundings. */
  @Test
  void coloursStandOutFromLightAndFromDarkPaper() {
    for (String colour : Svg.COLOURS) {
      assertThat(contrast(colour, "#ffffff")).as(colour).isGreaterThanOrEqualTo(3);
      assertThat(contrast(colour, "#111111")).as(colour).isGreaterThanOrEqualTo(3);
    }
    assertThat(contrast(Svg.COLOURS.get(0), "#ffffff")).as("white text").isGreaterThan(4.5);
  }

  private static double contrast(String one, String other) {
    double first = luminance(one);
    double second = luminance(other);
    return (Math.max(first, second) + .05) / (Math.min(first, second) + .05);
  }

  private static double luminance(String colour) {
    double[] weights = {.2126, .7152, .0722};
    double sum = 0;
    for (int i = 0; i < 3; i++) {
      double part = Integer.parseInt(colour.substring(1 + i * 2, 3 + i * 2), 16) / 255.0;
      sum += weights[i] * (part <= .04045 ? part / 12.92 : Math.pow((part + .055) / 1.055, 2.4));
    }
    return sum;
  }
}
