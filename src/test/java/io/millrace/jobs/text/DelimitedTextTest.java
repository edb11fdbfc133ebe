package io.millrace.jobs.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** File contents in, rows out: {@code position|values}, or {@code position! reason [column]}. */
class DelimitedTextTest {

  private static final String QUOTE_INSIDE =
      "quote inside an unquoted value; set quote = none or unquoted-quotes = keep";

  @TempDir Path folder;

  private List<String> read(String text, String schema, String... options) {
    TextFile file = Texts.write(folder.resolve("t.csv"), text);
    List<String> whole = Texts.lines(Texts.read(Texts.scan(file, schema, 1 << 20, options)));
    List<String> split = Texts.lines(Texts.read(Texts.scan(file, schema, 3, options)));
    assertThat(split).as("split every 3 bytes").isEqualTo(whole);
    return whole;
  }

  static Stream<Arguments> rules() {
    return Stream.of(
        rule("two lines", "a,b\nc,d\n", "0|a|b", "4|c|d"),
        rule("last line without its end", "a,b\nc,d", "0|a|b", "4|c|d"),
        rule("CRLF and LF mixed", "a,b\r\nc,d\ne,f\r\n", "0|a|b", "5|c|d", "9|e|f"),
        rule("a lone CR is data", "a\rb,c\nd,e\r", "0|a\rb|c", "6|d|e\r"),
        rule("a byte order mark is skipped", "\uFEFFa,b\nc,d\n", "3|a|b", "7|c|d"),
        rule("empty is null, quoted empty is not", "a,\n,\"\"\n", "0|a|~", "3|~|"),
        rule("quotes", "\"a,b\",\"c\"\n", "0|a,b|c"),
        rule("doubled quotes", "\"a\"\"b\",\"\"\"\"\n", "0|a\"b|\""),
        rule("a quote inside unquoted text", "a\"b,c\n", "0! " + QUOTE_INSIDE),
        rule("a quote at the end of unquoted text", "a,b\"\nc,d\n", "0! " + QUOTE_INSIDE, "5|c|d"),
        rule("a quote after a blank", "a, \"b\"\n", "0! " + QUOTE_INSIDE),
        rule(
            "a quoted value over two lines",
            "1,\"a\n2,b\",5\"\n",
            "0! quote is not closed; if a quoted value spans lines, set multi-line = true",
            "5! " + QUOTE_INSIDE),
        rule("blank lines are skipped", "\na,b\n\r\n\nc,d\n\n", "1|a|b", "8|c|d"),
        rule("blanks are data", " a, b \n", "0| a| b "),
        rule("a NUL is data", "a\0,b\n", "0|a\0|b"),
        rule(
            "unicode",
            "\u00e4\u20ac,\uD83D\uDE00\n\u00e4,b\n",
            "0|\u00e4\u20ac|\uD83D\uDE00",
            "11|\u00e4|b"),
        rule("too few", "a\na,b\n", "0! 1 field where the schema has 2", "2|a|b"),
        rule("too many", "a,b,c\n", "0! 3 fields where the schema has 2"),
        rule("a delimiter at the end is a field", "a,b,\n", "0! 3 fields where the schema has 2"),
        rule(
            "quote left open",
            "\"a,b\nc,d\n",
            "0! quote is not closed; if a quoted value spans lines, set multi-line = true",
            "5|c|d"),
        rule("text after the quote", "\"a\"x,b\n", "0! text after the closing quote"),
        rule(
            "names as data",
            "X,y\na,b\n",
            "0! looks like a header line; set header = true",
            "4|a|b"),
        rule("names further down are data", "a,b\nx,y\n", "0|a|b", "4|x|y"),
        rule("nothing", ""),
        rule("only line ends", "\n\r\n"));
  }

  private static Arguments rule(String name, String text, String... rows) {
    return Arguments.of(name, text, List.of(rows));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rules")
  void plainDialect(String name, String text, List<String> rows) {
    assertThat(read(text, "x string, y string")).as(name).isEqualTo(rows);
  }

  static Stream<Arguments> quotesInUnquotedText() {
    String reject = "0! " + QUOTE_INSIDE;
    return Stream.of(
        Arguments.of("a\"b,c\"\"", "", reject, "0|a\"b|c\"\""),
        Arguments.of("a,b\"", "", reject, "0|a|b\""),
        Arguments.of("a, \"b\"", "", reject, "0|a| \"b\""),
        Arguments.of("a, \"b\" ", "trim=true", "0|a|b", "0|a|b"),
        Arguments.of("a\\\"b,c", "escape=\\", reject, "0|a\\\"b|c"),
        Arguments.of("a\"b,c", "quote='", "0|a\"b|c", "0|a\"b|c"),
        Arguments.of("a'b,c", "quote='", reject, "0|a'b|c"),
        Arguments.of("\"a,b\"", "quote=none", "0|\"a|b\"", "0|\"a|b\""),
        Arguments.of("a,12345678901234567\"8", "", reject, "0|a|12345678901234567\"8"),
        Arguments.of("\"a\"\"b\",c", "", "0|a\"b|c", "0|a\"b|c"));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource
  void quotesInUnquotedText(String line, String option, String rejecting, String keeping) {
    String also = option.isEmpty() ? "header=false" : option;
    String schema = "x string, y string";
    assertThat(read(line + "\n", schema, also)).containsExactly(rejecting);
    for (String multiLine : List.of("multi-line=false", "multi-line=true")) {
      assertThat(read(line + "\n", schema, also, multiLine, "unquoted-quotes=reject"))
          .containsExactly(rejecting);
      assertThat(read(line + "\n", schema, also, multiLine, "unquoted-quotes=keep"))
          .containsExactly(keeping);
    }
  }

  @Test
  void anEmptyFieldOfAnyTypeButStringIsNull() {
    assertThat(read("a,,\"\"\n", "x string, y int, z date")).containsExactly("0|a|~|~");
    assertThat(read("a,,NULL\nNULL,\"NULL\",b", "x string, y string, z string", "null-value=NULL"))
        .containsExactly("0|a||~", "8|~|NULL|b");
    assertThat(read("a,,NULL\n", "x string, y int, z date", "null-value=NULL"))
        .containsExactly("0|a|~|~");
  }

  @Test
  void aRejectHasNoValuesAtAll() {
    assertThat(read("1,a,2,x\n1,a,2,3\n", "p int, q string, r int, s int"))
        .containsExactly("0! not an int [s]", "8|1|a|2|3");
  }

  @Test
  void oneColumnKeepsBlankLines() {
    assertThat(read("a\n\nb\n\n", "x string")).containsExactly("0|a", "2|~", "3|b", "5|~");
  }

  @Test
  void escapeCharacter() {
    assertThat(
            read(
                "\"a\\\"b\",\"c\\\\\"\n\"d\\n\",e\\,\n\"x\"\"y\",\"\\\n",
                "x string, y string",
                "escape=\\"))
        .containsExactly(
            "0|a\"b|c\\",
            "13! 3 fields where the schema has 2",
            "23! quote is not closed; if a quoted value spans lines, set multi-line = true");
    assertThat(read("\"a\\b\",\"x\"\"y\"\n", "x string, y string", "escape=\\"))
        .containsExactly("0|a\\b|x\"y");
    assertThat(read("\"1\\\"\",\"4\"\n", "x string, y int", "escape=\\"))
        .containsExactly("0|1\"|4");
  }

  @Test
  void otherCharacters() {
    assertThat(read("'a;b';c\n", "x string, y string", "delimiter=;", "quote='"))
        .containsExactly("0|a;b|c");
    assertThat(read("a\t\"b\n", "x string, y string", "delimiter=\\t", "quote=none"))
        .containsExactly("0|a|\"b");
    assertThat(read("a\u0001b\n", "x string, y string", "delimiter=\\u0001"))
        .containsExactly("0|a|b");
    assertThat(read("#a,b\nc,#d\n#\n", "x string, y string", "comment=#"))
        .containsExactly("5|c|#d");
  }

  @Test
  void trimDropsBlanksAroundValuesOnly() {
    assertThat(read(" a ,\t\" b \" \n , 7\n", "x string, y string", "trim=true"))
        .containsExactly("0|a| b ", "12|~|7");
    assertThat(read("a, 7 \n", "x string, y int", "trim=true")).containsExactly("0|a|7");
    assertThat(read("a \t b\t\n", "x string, y string", "trim=true", "delimiter=\\t"))
        .containsExactly("0! 3 fields where the schema has 2");
  }

  @Test
  void multiLineValues() {
    assertThat(
            read(
                "\"a\nb\",c\r\n\"d\r\n\"\"e\",\"f\"\n#\"\ng,h\n",
                "x string, y string",
                "multi-line=true",
                "comment=#"))
        .containsExactly("0|a\nb|c", "9|d\r\n\"e|f", "25|g|h");
    assertThat(read("a,b\nc,\"d\ne,f\n", "x string, y string", "multi-line=true"))
        .containsExactly("0|a|b", "4! quote is not closed before the end of the file");
    assertThat(read("a,\"b\"x\nc,d\n", "x string, y string", "multi-line=true"))
        .containsExactly("0! text after the closing quote", "7|c|d");
    assertThat(read("\"a\\\"\n\",b\nc,d\n", "x string, y string", "multi-line=true", "escape=\\"))
        .containsExactly("0|a\"\n|b", "9|c|d");
  }

  @Test
  void invalidUtf8IsARejectAndItsRawTextIsMended() {
    byte[] bytes = "a,b\nc,?d\n\u00e4,f\n".getBytes(StandardCharsets.UTF_8);
    bytes[6] = (byte) 0xC3;
    TextFile file = Texts.write(folder.resolve("t.csv"), bytes);
    List<Texts.Record> records = Texts.read(Texts.scan(file, "x string, y string", 1 << 20));
    assertThat(Texts.lines(records)).containsExactly("0|a|b", "4! not valid UTF-8", "9|\u00e4|f");
    assertThat(records.get(1).raw()).isEqualTo("c,\uFFFDd");
    assertThat(
            Texts.lines(
                Texts.read(Texts.scan(file, "x string, y string", 1 << 20, "encoding=US-ASCII"))))
        .containsExactly("0|a|b", "4! not valid US-ASCII", "9! not valid US-ASCII");
  }

  @Test
  void aRecordBeyondTheLimitIsAReject() {
    assertThat(read("a,b\nlong,lines\nc,d\n", "x string, y string", "max-record-bytes=5"))
        .containsExactly("0|a|b", "4! longer than max-record-bytes = 5", "15|c|d");
  }

  @Test
  void aRecordBeyondTheBufferIsCutWithANote() {
    String big = "\u00e4".repeat(3 << 20);
    TextFile file = Texts.write(folder.resolve("t.csv"), "a,b\n" + big + ",x\nc,d\n");
    for (String limit : List.of("2000", "2000000", "5000000")) {
      List<Texts.Record> records =
          Texts.read(Texts.scan(file, "x string, y string", 1 << 20, "max-record-bytes=" + limit));
      String reason = "longer than max-record-bytes = " + limit + "; its raw text is cut to 1 MiB";
      long last = 4 + 2L * big.length() + 3;
      assertThat(Texts.lines(records)).containsExactly("0|a|b", "4! " + reason, last + "|c|d");
      assertThat(records.get(1).raw()).isEqualTo(big.substring(0, 1 << 19));
    }
    List<Texts.Record> whole = Texts.read(Texts.scan(file, "x string, y string", 1 << 20));
    assertThat(whole).hasSize(3);
    assertThat(whole.get(1).values()).isEqualTo(List.of(big, "x"));
    List<Texts.Record> quoted =
        Texts.read(
            Texts.scan(
                Texts.write(folder.resolve("q.csv"), "\"\n" + big + "\n\",x\nc,d\n"),
                "x string, y string",
                1 << 20,
                "max-record-bytes=9",
                "multi-line=true"));
    assertThat(Texts.lines(quoted).get(1)).isEqualTo((last(big)) + "|c|d");
  }

  private static long last(String big) {
    return 2 + 2L * big.length() + 5;
  }
}
