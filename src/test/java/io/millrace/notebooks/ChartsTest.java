package io.millrace.notebooks;

import static io.millrace.support.Table.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.support.SparkExtension;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import javax.xml.parsers.DocumentBuilderFactory;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

  @ParameterizedTest
  @CsvSource({
    "0, 1, 1",
    "0.001, 0.0002, 5",
    "0.4, 0.1, 4",
    "1, 0.2, 5",
    "7, 2, 4",
    "10, 2, 5",
    "11, 5, 3",
    "1204, 500, 3",
    "99999, 20000, 5",
    "100001, 50000, 3"
  })
  void anAxisBeginsAtZeroAndEndsAtTheFirstRoundMark(double greatest, double step, int marks) {
    Axis axis = Axis.to(greatest);
    assertThat(axis.step()).isCloseTo(step, within(1e-9));
    assertThat(axis.marks()).isEqualTo(marks);
  }

  private static org.assertj.core.data.Offset<Double> within(double offset) {
    return org.assertj.core.data.Offset.offset(offset);
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
    // Three days from 44 to 358; the scale of all panels ends at 20, 62 above each one's floor.
    assertThat(lines).containsExactly("M44 53L201 84L358 22", "M44 172L201 156.5L358 172");
    assertThat(texts(chart, "text")).contains("Cats", "Dogs", "1 Jan", "2 Jan", "3 Jan", "20");
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
    assertThat(texts(map, "text")).contains("12k", "–");
    assertThat(texts(map, "small"))
        .containsExactly(
            "customers: a shade for each fifth of the states", "Without a square: PR 7, none 2");
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
    for (Object one : List.of(BarChart.of(text, rows), StateMap.of(text, rows), Table.of(rows))) {
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
