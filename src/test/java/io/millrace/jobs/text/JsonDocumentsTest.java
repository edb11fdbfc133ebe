package io.millrace.jobs.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.transforms.InvalidInputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** JSON documents in, rows out, written as in {@link DelimitedTextTest}. */
class JsonDocumentsTest {

  private static final String REST = ", so the rest of the file is this one reject";
  private static final String BROKEN = "not JSON, as brackets or names do not match" + REST;
  private static final String ENDLESS = "a JSON value without end" + REST;
  private static final String CUT = "the file ends inside an array or object; it may be cut";

  @TempDir Path folder;

  private List<String> read(String text, String... options) {
    TextFile file = Texts.write(folder.resolve("t.json"), text);
    String[] all =
        Stream.concat(Stream.of("layout=documents"), Stream.of(options)).toArray(String[]::new);
    return Texts.lines(Texts.read(Texts.json(file, "a int, s string", 3, all)));
  }

  private static Arguments text(String text, String... rows) {
    return Arguments.of(text, List.of(rows));
  }

  static Stream<Arguments> documents() {
    return Stream.of(
        text(""),
        text(" \n\t\r\n"),
        text("{\"a\":1}", "0|1|~"),
        text("{\"a\":1}\n{\"a\":2}\n", "0|1|~", "8|2|~"),
        text("{\"a\":1}{\"a\":2}", "0|1|~", "7|2|~"),
        text("\n{\n \"a\" : 1\n}\r\n{\n}", "1|1|~", "15|~|~"),
        text("[]"),
        text("[{\"a\":1} , {\"a\":2}]", "1|1|~", "11|2|~"),
        text("[{}][{\"a\":2}]{\"a\":3}\n", "1|~|~", "5|2|~", "13|3|~"),
        text("{\"s\":\"}{\\\"][\"}{\"s\":\"\\\\\"}", "0|~|}{\"][", "14|~|\\"),
        text("{\"s\":{\"x\":[{}]}}[{\"s\":[[]]}]", "0|~|{\"x\":[{}]}", "17|~|[[]]"),
        // what is no object
        text("7\n{\"a\":1}", "0! not a JSON object", "2|1|~"),
        text("x {\"a\":1}\n{\"a\":2}", "0! not JSON", "10|2|~"),
        text("{\"a\":1},\n{\"a\":2}\r\n,", "0|1|~", "7! not JSON", "9|2|~", "18! not JSON"),
        text(
            "[1, \"x,]\", null , [{\"a\":1}]]",
            "1! not a JSON object",
            "4! not a JSON object",
            "11! not a JSON object",
            "18! not a JSON object"),
        text("[x y,{\"a\":2}]", "1! not JSON", "5|2|~"),
        // bad records with an end
        text("[{\"a\":\"x\"},{\"a\":2}]", "1! a is not an int [a]", "11|2|~"),
        text("{\"a\":1,}{\"a\":2}", "0! not JSON", "8|2|~"),
        text("{\"a\":1,\"a\":1}{\"a\":2}", "0! a key occurs twice in one object", "13|2|~"),
        text("[{\"s\":[1},{\"a\":2}]", "1! not JSON", "10|2|~"),
        text("[{\"s\":\"a\nb\"},{\"a\":2}]", "1! not JSON", "13|2|~"),
        text(
            "[{\"a\":1}{\"a\":2},{\"a\":3}]",
            "1|1|~",
            "8! no comma between values of the array",
            "16|3|~"),
        text(
            "[,{\"a\":2},]",
            "1! no value beside a comma of the array",
            "2|2|~",
            "10! no value beside a comma of the array"),
        // bad records without an end
        text("{\"a\":1\n{\"a\":2}\n", "0! " + ENDLESS),
        text("[{\"a\":1},{\"a\":2,{\"a\":3}]\n{}", "1|1|~", "9! " + BROKEN),
        text("[{\"a\":1}},{\"a\":2}]", "1|1|~", "8! " + BROKEN),
        text("[{\"s\":\"x},{\"a\":2}]", "1! " + ENDLESS),
        text("[{\"a\":1}", "1|1|~", "8! " + CUT),
        text("[{\"a\":1},", "1|1|~", "9! " + CUT),
        text("[{\"a\":1},7", "1|1|~", "9! " + ENDLESS),
        text("[", "1! " + CUT));
  }

  @ParameterizedTest(name = "text {0}")
  @MethodSource("documents")
  void aFileIsASequenceOfDocuments(String text, List<String> rows) {
    assertThat(read(text)).isEqualTo(rows);
    assertThat(read("\uFEFF" + text)).as("with a byte order mark").hasSameSizeAs(rows);
  }

  static Stream<Arguments> paths() {
    String absent = "! no array at $.p";
    return Stream.of(
        path(
            "$[*]",
            "[{\"a\":1}]{\"a\":2}[]7",
            "1|1|~",
            "9! no array at $",
            "18! not a JSON object"),
        path("$.p[*]", "{\"p\":[{\"a\":1},{\"a\":2}]}", "6|1|~", "14|2|~"),
        path("$.p[*]", "{\"q\":{\"p\":[7]},\"p\":[{\"a\":1}],\"r\":\"]}\"}{\"p\":[]}", "20|1|~"),
        path("$['p'][*]", "{ \"p\" : [ {\"a\":1} ] , \"x\" : [1,2] }", "10|1|~"),
        path("$.p[*]", "{\"\\u0070\":[{\"a\":1}],\"pp\":1,\"\":2}", "11|1|~"),
        path("$.p[*]", "{\"p\":[{\"a\":1}],\"p\":[{\"a\":2}]}", "6|1|~", "20|2|~"),
        path(
            "$.p.q[*]",
            "{\"p\":{\"x\":1,\"q\":[{\"a\":1}],\"y\":{}},\"z\":1}{\"p\":1}",
            "17|1|~",
            "40! no array at $.p.q"),
        path("$.p[\"q.r\"][*]", "{\"p\":{\"q.r\":[{\"a\":1}]}}", "13|1|~"),
        path(
            "$.p",
            "{\"p\":{\"a\":1}}{\"p\":[{\"a\":2}]}{\"p\":5}{\"p\":null}",
            "5|1|~",
            "19|2|~",
            "33! not a JSON object",
            "35! nothing at $.p"),
        // documents without records
        path(
            "$.p[*]",
            "{}{\"p\":null} {\"p\":{}}{\"P\":[{\"a\":1}]}",
            "0" + absent,
            "2" + absent,
            "13" + absent,
            "21" + absent),
        path("$.p[*]", "[{\"p\":[{\"a\":1}]}]\n{\"p\":[{\"a\":2}]}", "0" + absent, "24|2|~"),
        path("$.p[*]", "x\n{\"p\":[{\"a\":2}]}", "0! not JSON", "8|2|~"),
        // bad documents
        path("$.p[*]", "{\"p\":[{\"a\":1}]", "6|1|~", "14! " + CUT),
        path("$.p[*]", "{\"p\":[{\"a\":1}],", "6|1|~", "15! " + CUT),
        path("$.p[*]", "{\"q\":1", "0! " + CUT),
        path("$.p[*]", "{\"q\":{\"p\":1]}}{}", "0! " + BROKEN),
        path("$.p[*]", "{\"q\":1 \"p\":[]}{}", "0! " + BROKEN),
        path("$.p[*]", "{\"q\":\"x\"\"p\":[]}{}", "0! " + BROKEN),
        path("$.p[*]", "{\"q\":nul,\"p\":[]}{\"q\":-1.5E+3 ,\"p\":[{}]}", "35|~|~"),
        path("$.p[*]", "{\"q\" 1}{}", "0! " + BROKEN),
        path("$.p[*]", "{\"q\":}{}", "0! " + BROKEN),
        path("$.p[*]", "{q:1}{}", "0! " + BROKEN),
        path("$.p[*]", "{\"q\":[}", "0! " + BROKEN),
        path("$.p[*]", "{\"p\":[{\"a\":1}]]}{}", "6|1|~", "14! " + BROKEN),
        path("$.p[*]", "{\"p\":[{\"a\":1}}]}{}", "6|1|~", "13! " + BROKEN),
        path("$.p[*]", "{\"p\":[{\"a\":1}],x}{}", "6|1|~", "15! " + BROKEN));
  }

  private static Arguments path(String path, String text, String... rows) {
    return Arguments.of(path, text, List.of(rows));
  }

  @ParameterizedTest(name = "{0} of {1}")
  @MethodSource("paths")
  void aPathSaysWhereTheRecordsAre(String path, String text, List<String> rows) {
    assertThat(read(text, "records=" + path)).isEqualTo(rows);
  }

  @Test
  void rejectsHoldTheTextThatIsNoRow() {
    TextFile file =
        Texts.write(
            folder.resolve("t.json"), "{\"q\":[1, 2]} [{\"a\":1} {\"a\":2} , 7 ]\n{\"p\": \n");
    assertThat(Texts.read(Texts.json(file, "a int", 1, "records=$.p[*]")))
        .extracting(Texts.Record::raw)
        .containsExactly("{\"q\":[1, 2]}", "[{\"a\":1} {\"a\":2} , 7 ]", "{\"p\":");
    assertThat(Texts.read(Texts.json(file, "a int", 1, "layout=documents")))
        .extracting(Texts.Record::raw)
        .containsExactly("{\"q\":[1, 2]}", "{\"a\":1}", "{\"a\":2}", "7", "{\"p\":");
  }

  @Test
  void singleQuotesWhenAsked() {
    String[] both = {"single-quotes=true"};
    String book = "{'a': 1 , 's':'Catherine'}{'s' : 'it\\'s \"{\"'}{\"s\":\"it's\",'a':2}";
    assertThat(read(book, both)).containsExactly("0|1|Catherine", "26|~|it's \"{\"", "45|2|it's");
    assertThat(
            read(
                "{'x':{'p':[{'a':1}]},'p':[{'s':{'}':']'}}]}",
                "single-quotes=true",
                "records=$.p[*]"))
        .containsExactly("26|~|{'}':']'}");
    assertThat(read(book)).startsWith("0! not JSON").noneMatch(row -> row.contains("Catherine"));
    assertThat(read("{'a':1,'a':2}{'a':3", both))
        .containsExactly("0! a key occurs twice in one object", "13! " + ENDLESS);
    TextFile lines = Texts.write(folder.resolve("l.json"), "{'s':'x'}\n{'s':'y}\n{\"s\":\"z\"}\n");
    assertThat(Texts.lines(Texts.read(Texts.json(lines, "s string", 5, "single-quotes=true"))))
        .containsExactly("0|x", "10! not JSON", "19|z");
  }

  @ParameterizedTest
  @CsvSource({
    "GZIP,t.json.gz",
    "GZIP,t.json",
    "BZIP2,t.json.bz2",
    "ZSTD,t.json.zst",
    "ZSTD,t.json"
  })
  void packedFiles(Compression compression, String name) throws IOException {
    byte[] text =
        "{\"p\":\n[{\"a\":1},\n{\"a\":2}]}{\"p\":[{\"a\":3}]}".getBytes(StandardCharsets.UTF_8);
    TextFile file = Texts.write(folder.resolve(name), Packed.pack(compression, text));
    assertThat(Texts.lines(Texts.read(Texts.json(file, "a int", 5, "records=$.p[*]"))))
        .containsExactly("7|1", "16|2", "31|3");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ISO-8859-1", "UTF-16", "UTF-16LE"})
  void encodings(String encoding) {
    byte[] text =
        "[{\"s\":\"\u00e4\"},\n{\"s\":\"b\"}]".getBytes(java.nio.charset.Charset.forName(encoding));
    TextFile file = Texts.write(folder.resolve("t.json"), text);
    assertThat(
            Texts.lines(
                Texts.read(
                    Texts.json(file, "s string", 5, "layout=documents", "encoding=" + encoding))))
        .containsExactly("1|\u00e4", "13|b");
  }

  @Test
  void bytesThatAreNoTextSpoilTheirRecordOnly() {
    byte[] bytes = "[{\"s\":\"?\"},{\"s\":\"\u00e4\"}]".getBytes(StandardCharsets.UTF_8);
    bytes[7] = (byte) 0xFF;
    TextFile file = Texts.write(folder.resolve("t.json"), bytes);
    assertThat(Texts.lines(Texts.read(Texts.json(file, "s string", 5, "layout=documents"))))
        .containsExactly("1! not valid UTF-8", "11|\u00e4");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "p",
        "$.",
        "$.p[",
        "$[*][*]",
        "$[*].p[*]",
        "$.p[0]",
        "$..p",
        "$ .p",
        "$['p]",
        "$p"
      })
  void pathsThatAreNone(String path) {
    assertThatThrownBy(() -> Dialect.of(Texts.options("records=" + path)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("records is '" + path + "' but must be a path such as $, $[*],");
  }

  @Test
  void aPathIsForDocuments() {
    assertThat(Dialect.of(Texts.options("records=$.a[*]")).layout())
        .isEqualTo(Dialect.Layout.DOCUMENTS);
    assertThatThrownBy(() -> Dialect.of(Texts.options("records=$[*]", "layout=lines")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("records is '$[*]' but lines are records themselves; set layout = documents");
    assertThatThrownBy(() -> Dialect.of(Texts.options("layout=array")))
        .hasMessage("layout is 'array' but must be lines or documents");
  }
}
