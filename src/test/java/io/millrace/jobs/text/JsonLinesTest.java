package io.millrace.jobs.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.support.Sessions;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** JSON lines in, rows out, written as in {@link DelimitedTextTest}. */
class JsonLinesTest {

  @TempDir Path folder;

  private List<String> read(String text, String schema, String... options) {
    TextFile file = Texts.write(folder.resolve("t.json"), text);
    List<String> whole = Texts.lines(Texts.read(Texts.json(file, schema, 1 << 20, options)));
    List<String> split = Texts.lines(Texts.read(Texts.json(file, schema, 3, options)));
    assertThat(split).as("split every 3 bytes").isEqualTo(whole);
    return whole;
  }

  static Stream<Arguments> lines() {
    return Stream.of(
        line("{\"a\":1,\"s\":\"x\"}", "0|1|x"),
        line(" { \"s\" : \"x\" , \"a\" : 1 } ", "0|1|x"),
        line("{}", "0|~|~"),
        line("{\"a\":null,\"s\":null}", "0|~|~"),
        line("{\"A\":1,\"b\":[{}],\"a\":2}", "0|2|~"),
        line("{\"s\":\"\\u00e4\\n\\\"\\uD83D\\uDE00\"}", "0|~|\u00e4\n\"\uD83D\uDE00"),
        line("{\"s\":\"\u00e4\u20ac\uD83D\uDE00\"}", "0|~|\u00e4\u20ac\uD83D\uDE00"),
        line("{\"s\":1.50}", "0|~|1.50"),
        line("{\"s\":-0}", "0|~|-0"),
        line("{\"s\":true}", "0|~|true"),
        line("{\"s\": { \"x\" : [1, \"\u00e4\"] } , \"a\":1}", "0|1|{ \"x\" : [1, \"\u00e4\"] }"),
        line("{\"a\":7,\"s\":[]}", "0|7|[]"),
        line("{\"a\":\"5\"}", "0! a is not an int [a]"),
        line("{\"a\":5.0}", "0! a is not an int [a]"),
        line("{\"a\":2147483648}", "0! a is not an int [a]"),
        line("{\"a\":true}", "0! a is not an int [a]"),
        line("{\"a\":{}}", "0! a is not an int [a]"),
        line("{\"a\":1,\"a\":1}", "0! a key occurs twice in one object"),
        line("{\"x\":{\"y\":1,\"y\":2}}", "0! a key occurs twice in one object"),
        line("{\"a\":1} x", "0! text after the JSON object"),
        line("{\"a\":1}{\"a\":2}", "0! text after the JSON object"),
        line(
            "[{\"a\":1}]",
            "0! not a JSON object but an array, or the begin of one; set layout = documents to read its elements"),
        line(
            " { ", "0! not JSON, or not in one line; set layout = documents to read it over lines"),
        line("7", "0! not a JSON object"),
        line("{\"a\":1", "0! not JSON"),
        line("{\"a\":01}", "0! not JSON"),
        line("{a:1}", "0! not JSON"),
        line("{\"a\":NaN}", "0! not JSON"),
        line("{\"a\":1,}", "0! not JSON"),
        line("{\"s\":\"\t\"}", "0! not JSON"),
        line("// x", "0! not JSON"),
        line("{\u0000", "0! not JSON"),
        line("{\"s\":\"\\uD83D\"}", "0! s holds half a surrogate pair [s]"),
        line("  \t"));
  }

  private static Arguments line(String line, String... rows) {
    return Arguments.of(line, List.of(rows));
  }

  @ParameterizedTest(name = "line {0}")
  @MethodSource("lines")
  void oneLine(String line, List<String> rows) {
    assertThat(read(line + "\n", "a int, s string")).isEqualTo(rows);
    assertThat(read(line, "a int, s string")).as("without line end").isEqualTo(rows);
  }

  @Test
  void linesHavePositions() {
    assertThat(read("\uFEFF{\"a\":1}\r\n\n{\"a\":\n{\"a\":2}", "a int"))
        .containsExactly("3|1", "13! not JSON", "19|2");
  }

  @Test
  void numbersAndTimes() {
    assertThat(read("{\"d\":5,\"f\":0.1,\"n\":1.5}\n", "d double, f float, n decimal(5,2)"))
        .containsExactly("0|5.0|0.1|1.50");
    assertThat(read("{\"n\":1.005}\n{\"n\":1234}\n", "n decimal(5,2)"))
        .containsExactly("0! n is not a decimal(5,2) [n]", "12! n is not a decimal(5,2) [n]");
    assertThat(read("{\"n\":12345678901234567890.5}\n", "n decimal(38,2)"))
        .containsExactly("0|12345678901234567890.50");
    assertThat(read("{\"d\":1e999}\n", "d double")).containsExactly("0! d is not a double [d]");
    assertThat(read("{\"d\":\"1\"}\n", "d double")).containsExactly("0! d is not a double [d]");
    assertThat(read("{\"b\":true}\n{\"b\":\"true\"}\n", "b boolean"))
        .containsExactly("0|true", "11! b is not a boolean [b]");
    assertThat(
            read(
                "{\"t\":\"1970-01-01T00:00:01Z\",\"d\":\"1970-01-02\"}\n{\"t\":1}\n",
                "t timestamp, d date"))
        .containsExactly("0|1000000|1", "46! t is not a timestamp [t]");
    assertThat(read("{\"d\":\"02.01.1970\"}\n", "d date", "date-format=dd.MM.yyyy"))
        .containsExactly("0|1");
  }

  @Test
  void nestedValuesReadInSpark() {
    String schema =
        "id int, address struct<city:string,geo:struct<lat:double,lng:double>>,"
            + " tags array<string>, items array<struct<n:int,p:array<int>>>,"
            + " props map<string,struct<v:bigint>>";
    String text =
        """
        {"id":1,"address":{"geo":{"lng":2,"lat":1.5},"city":"x"},"tags":["a",null,"b"],"items":[{"n":1,"p":[1,2]},null,{"p":[]}],"props":{"k":{"v":9},"l":null}}
        {"id":2,"address":{"geo":{"lat":"1"}},"tags":["q"],"items":[{"n":5}]}
        {"id":3,"address":{"geo":null},"tags":[],"items":[{"n":3,"p":[null,3]}],"props":{}}
        {"id":5,"items":[{"n":1},{"n":"x"}]}
        {"id":6,"props":{"k":{"v":"x"}}}
        {"id":7,"tags":{}}
        """;
    TextFile file = Texts.write(folder.resolve("t.json"), text);
    try (Reading reading = TextRows.rows(Sessions.local(), Texts.json(file, schema, 1 << 20))) {
      List<String> shown =
          reading
              .rows()
              .selectExpr(
                  "to_json(struct(id, address, tags, items, props)) j",
                  "_millrace_aside.reason",
                  "_millrace_aside.column")
              .collectAsList()
              .stream()
              .map(Row::toString)
              .toList();
      assertThat(shown)
          .containsExactly(
              "[{\"id\":1,\"address\":{\"city\":\"x\",\"geo\":{\"lat\":1.5,\"lng\":2.0}},\"tags\":[\"a\",null,\"b\"],\"items\":[{\"n\":1,\"p\":[1,2]},null,{\"p\":[]}],\"props\":{\"k\":{\"v\":9},\"l\":null}},null,null]",
              "[{},address.geo.lat is not a double,address.geo.lat]",
              "[{\"id\":3,\"address\":{},\"tags\":[],\"items\":[{\"n\":3,\"p\":[null,3]}],\"props\":{}},null,null]",
              "[{},items[].n is not an int,items[].n]",
              "[{},props{}.v is not a bigint,props{}.v]",
              "[{},tags is not an array,tags]");

      assertThat(reading.count().total()).isEqualTo(6);
    }
  }

  @Test
  void unknownFieldsFailWhenAsked() {
    assertThat(
            read(
                "{\"a\":1}\n{\"a\":1,\"o\":{\"y\":1}}\n",
                "a int, o struct<x:int>",
                "unknown-fields=fail"))
        .containsExactly(
            "0|1|~",
            "8! has a field that the schema lacks; add it or set unknown-fields = ignore [o.y]");
  }

  @Test
  void manyRowsGrowTheVectors() {
    String text =
        IntStream.range(0, 9000)
            .mapToObj(
                i ->
                    "{\"a\":["
                        + "7,".repeat(i % 5)
                        + i
                        + "],\"s\":[{\"x\":{\"y\":\"v"
                        + i
                        + "\"}}]}")
            .collect(Collectors.joining("\n"));
    TextFile file = Texts.write(folder.resolve("t.json"), text);
    String schema = "a array<int>, s array<struct<x:struct<y:string>>>";
    try (Reading reading = TextRows.rows(Sessions.local(), Texts.json(file, schema, 100_000))) {
      Row sum =
          reading
              .rows()
              .selectExpr("sum(element_at(a, -1))", "sum(size(a))", "count(distinct s[0].x.y)")
              .first();
      assertThat(sum.toString()).isEqualTo("[" + (9000L * 8999 / 2) + ",27000,9000]");
    }
  }

  @Test
  void brokenBytesAndOtherEncodings() {
    byte[] bytes = "{\"s\":\"?\"}\n{\"s\":\"\u00e4\"}".getBytes(StandardCharsets.UTF_8);
    bytes[6] = (byte) 0xFF;
    TextFile file = Texts.write(folder.resolve("t.json"), bytes);
    assertThat(Texts.lines(Texts.read(Texts.json(file, "s string", 1 << 20))))
        .containsExactly("0! not valid UTF-8", "10|\u00e4");
    TextFile wide =
        Texts.write(
            folder.resolve("w.json"), "{\"s\":\"\u00e4\"}\n{}".getBytes(StandardCharsets.UTF_16));
    assertThat(Texts.lines(Texts.read(Texts.json(wide, "s string", 1, "encoding=UTF-16"))))
        .containsExactly("0|\u00e4", "11|~");
  }

  @Test
  void schemas() {
    TextFile file = new TextFile("x.json", 1, 0);
    assertThatThrownBy(() -> Texts.json(file, "a struct<b:map<int,string>>", 1))
        .hasMessageContaining("column 'a.b' is map<int,string>, which JSON cannot be read into");
    assertThatThrownBy(() -> Texts.json(file, "a array<binary>", 1))
        .hasMessageContaining("column 'a[]' is binary");
  }
}
