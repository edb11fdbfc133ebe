package io.millrace.jobs.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.transforms.InvalidInputException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Files that lack columns of the schema, and files that may have a header. */
class OptionalColumnsTest {

  private static final String SCHEMA = "Op string, id int, name string";
  private static final String NO_OP = "optional-columns=Op";
  private static final String REFUSED =
      "the file's first record has %s, but 2 or 3 are possible where 'Op' may be missing";

  @TempDir Path folder;

  private List<String> read(String text, String schema, String... options) {
    return read(Texts.write(folder.resolve("t.csv"), text), schema, options);
  }

  private static List<String> read(TextFile file, String schema, String... options) {
    List<String> whole = Texts.lines(Texts.read(Texts.scan(file, schema, 1 << 20, options)));
    LongStream.of(1, 2, 5, 11)
        .forEach(
            bytes ->
                assertThat(Texts.lines(Texts.read(Texts.scan(file, schema, bytes, options))))
                    .as("split every " + bytes + " bytes")
                    .isEqualTo(whole));
    return whole;
  }

  static Stream<Arguments> widths() {
    return Stream.of(
        rule("with Op", "I,1,Ann\nD,2,Bo\n", "0|I|1|Ann", "8|D|2|Bo"),
        rule("without Op", "1,Ann\n2,Bo\n", "0|~|1|Ann", "6|~|2|Bo"),
        rule(
            "a later record with a column more",
            "1,Ann\nI,2,Bo\n3,Cy\n",
            "0|~|1|Ann",
            "6! 3 fields where the file's first record has 2",
            "13|~|3|Cy"),
        rule(
            "a later record with a column less",
            "I,1,Ann\n2,Bo\nI,3,Cy\n",
            "0|I|1|Ann",
            "8! 2 fields where the schema has 3",
            "13|I|3|Cy"),
        rule(
            "a short first record",
            "1\n2,Bo\nI,3,Cy\n",
            "0! " + REFUSED.formatted("1 field"),
            "2! " + REFUSED.formatted("1 field"),
            "7! " + REFUSED.formatted("1 field")),
        rule(
            "a long first record",
            "I,1,Ann,x\nI,2,Bo\n",
            "0! " + REFUSED.formatted("4 fields"),
            "10! " + REFUSED.formatted("4 fields")),
        rule("a value of the wrong type", "1,Ann\nx,Bo\n", "0|~|1|Ann", "6! not an int [id]"),
        rule("a byte order mark", "\uFEFF1,Ann\n2,Bo\n", "3|~|1|Ann", "9|~|2|Bo"),
        rule("empty lines first", "\n\r\n1,Ann\n\n2,Bo\n", "3|~|1|Ann", "10|~|2|Bo"),
        rule("a delimiter within quotes", "1,\"A,n\"\n2,Bo\n", "0|~|1|A,n", "8|~|2|Bo"),
        rule(
            "a first record without its closing quote",
            "1,\"Ann\n2,Bo\n",
            "0! quote is not closed; if a quoted value spans lines, set multi-line = true",
            "7|~|2|Bo"),
        rule(
            "only records that nobody can part",
            "1,\"Ann\n",
            "0! quote is not closed; if a quoted value spans lines, set multi-line = true"),
        rule(
            "names of all columns but Op",
            "ID,Name\n2,Bo\n",
            "0! looks like a header line; set header = true",
            "8|~|2|Bo"),
        rule("nothing", ""),
        rule("only a line end", "\n"));
  }

  private static Arguments rule(String name, String text, String... rows) {
    return Arguments.of(name, text, List.of(rows));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("widths")
  void theFirstRecordDecidesForTheFile(String name, String text, List<String> rows) {
    assertThat(read(text, SCHEMA, NO_OP)).as(name).isEqualTo(rows);
    assertThat(read(text, SCHEMA, "optional-columns= oP , ")).as(name).isEqualTo(rows);
  }

  @Test
  void eachFileOfAScanHasItsOwnWidth() {
    TextFile load = Texts.write(folder.resolve("LOAD00000001.csv"), "1,Ann\n2,Bo\n");
    TextFile change = Texts.write(folder.resolve("20260102-030405678.csv"), "U,1,Anna\n");
    TextScan one = Texts.scan(load, SCHEMA, 1 << 20, NO_OP);
    for (List<TextFile> files : List.of(List.of(load, change), List.of(change, load))) {
      TextScan both = new TextScan(one.format(), files, one.schema(), one.dialect(), 1 << 20);
      assertThat(Texts.lines(Texts.read(both)))
          .containsExactlyInAnyOrder("0|~|1|Ann", "6|~|2|Bo", "0|U|1|Anna");
    }
  }

  @Test
  void quotedLineEndsAreNoRecords() {
    assertThat(read("1,\"A\nnn\"\n2,Bo\n", SCHEMA, NO_OP, "multi-line=true"))
        .containsExactly("0|~|1|A\nnn", "9|~|2|Bo");
    assertThat(read("I,1,\"A\n\"\"nn\"\nU,2,Bo\n", SCHEMA, NO_OP, "multi-line=true"))
        .containsExactly("0|I|1|A\n\"nn", "13|U|2|Bo");
  }

  @Test
  void packedAndTranscodedFilesToo() throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write("1,Ann\n2,Bo\n".getBytes(StandardCharsets.UTF_8));
    }
    for (String name : List.of("t.csv.gz", "named-otherwise.csv")) {
      TextFile file = Texts.write(folder.resolve(name), packed.toByteArray());
      assertThat(read(file, SCHEMA, NO_OP)).as(name).containsExactly("0|~|1|Ann", "6|~|2|Bo");
    }
    byte[] wide = "1,\u00c4nn\n2,Bo\n".getBytes(StandardCharsets.UTF_16LE);
    TextFile file = Texts.write(folder.resolve("wide.csv"), wide);
    assertThat(read(file, SCHEMA, NO_OP, "encoding=UTF-16LE"))
        .containsExactly("0|~|1|\u00c4nn", "7|~|2|Bo");
  }

  @Test
  void aCommentLongerThanTheBufferIsNotTheFirstRecord() {
    String comment = "#" + "x".repeat(3 << 20) + "\n";
    TextFile file = Texts.write(folder.resolve("t.csv"), comment + "1,Ann\n2,Bo\n");
    long at = comment.length();
    for (long split : List.of(1L << 30, 1L << 20, at + 2)) {
      assertThat(Texts.lines(Texts.read(Texts.scan(file, SCHEMA, split, NO_OP, "comment=#"))))
          .as("split every " + split + " bytes")
          .containsExactly(at + "|~|1|Ann", (at + 6) + "|~|2|Bo");
    }
  }

  @Test
  void aFirstRecordThatIsTooLongDoesNotDecide() {
    String big = "x".repeat(3 << 20);
    TextFile file = Texts.write(folder.resolve("t.csv"), big + "\n1,Ann\n");
    for (long split : List.of(1L << 30, 1L << 20)) {
      assertThat(
              Texts.lines(
                  Texts.read(Texts.scan(file, SCHEMA, split, NO_OP, "max-record-bytes=2000"))))
          .containsExactly(
              "0! longer than max-record-bytes = 2000; its raw text is cut to 1 MiB",
              (big.length() + 1) + "|~|1|Ann");
    }
  }

  @Test
  void oneColumnThatIsThereKeepsBlankLines() {
    assertThat(read("a\n\nb\n", "Op string, x string", NO_OP))
        .containsExactly("0|~|a", "2|~|~", "3|~|b");
    assertThat(read("I,a\n\nU,b\n", "Op string, x string", NO_OP))
        .containsExactly("0|I|a", "5|U|b");
  }

  @Test
  void columnsAddedAtTheEndAreMissingFromTheLastOn() {
    String schema = "x string, y string, z string";
    assertThat(read("a\n", schema, "optional-columns=z,y")).containsExactly("0|a|~|~");
    assertThat(read("a,b\n", schema, "optional-columns=z,y")).containsExactly("0|a|b|~");
    assertThat(read("a,b,c\n", schema, "optional-columns=z,y")).containsExactly("0|a|b|c");
  }

  @Test
  void aWidthThatTwoChoicesHaveIsRefused() {
    String ambiguous =
        "the file's first record has %s fields, which does not tell which of 'Op', 'nick' it has";
    String schema = SCHEMA + ", nick string";
    String both = "optional-columns=Op,nick";
    assertThat(read("1,Ann\n", schema, both)).containsExactly("0|~|1|Ann|~");
    assertThat(read("I,1,Ann,A\n", schema, both)).containsExactly("0|I|1|Ann|A");
    assertThat(read("I,1,Ann\n2,Bo,B\n", schema, both))
        .containsExactly("0! " + ambiguous.formatted(3), "8! " + ambiguous.formatted(3));
    assertThat(read("1\n", schema, both))
        .containsExactly(
            "0! the file's first record has 1 field, but 2 or 4 are possible where 'Op', 'nick'"
                + " may be missing");
    assertThat(read("I,1\n", "Op string, at string, id int", "optional-columns=Op,at"))
        .containsExactly(
            "0! the file's first record has 2 fields, which does not tell which of 'Op', 'at' it"
                + " has");
  }

  @Test
  void aHeaderTellsWhichColumnsAreThere() {
    String[] named = {"header=true", "optional-columns=nick,Op"};
    String schema = "id int, nick string, Op string, name string";
    assertThat(read("name,id\nAnn,1\n", schema, named)).containsExactly("8|1|~|~|Ann");
    assertThat(read("OP,name,id\nI,Ann,1\nx,Bo,2,3\n", schema, named))
        .containsExactly("11|1|~|I|Ann", "19! 4 fields where the header has 3");
    assertThatThrownBy(() -> read("Op,id\nI,1\n", schema, named))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("its header [Op, id] lacks 'name'");
  }

  static Stream<Arguments> detected() {
    return Stream.of(
        rule("a header in order", "Op,id,name\nI,1,Ann\n", "11|I|1|Ann"),
        rule("a header in another order", "NAME,\"id\",op\nAnn,1,I\n", "13|I|1|Ann"),
        rule("a header without Op", "id,name\n1,Ann\n", "8|~|1|Ann"),
        rule("data with Op", "U,1,Ann\n", "0|U|1|Ann"),
        rule("data without Op", "1,Ann\n", "0|~|1|Ann"),
        rule("a header further down", "1,Ann\nid,name\n", "0|~|1|Ann", "6! not an int [id]"),
        rule(
            "a header twice",
            "id,name\n1,Ann\nid,name\n",
            "8|~|1|Ann",
            "14! repeats the header line"),
        rule("a field that is no name", "id,nick\n1,Ann\n", "0! not an int [id]", "8|~|1|Ann"),
        rule("a name twice", "name,NAME\n1,Ann\n", "0! not an int [id]", "10|~|1|Ann"),
        rule("a header after a byte order mark", "\uFEFF\nid,name\n1,Ann\n", "12|~|1|Ann"),
        rule("a header and nothing else", "Op,id,name"),
        rule("nothing", ""));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("detected")
  void aHeaderIsDetected(String name, String text, List<String> rows) {
    assertThat(read(text, SCHEMA, NO_OP, "header=detect")).as(name).isEqualTo(rows);
  }

  @Test
  void aDetectedHeaderNeedsAllOtherColumns() {
    assertThat(read("a,b\n1,2\n", "a int, b int", "header=detect")).containsExactly("4|1|2");
    assertThat(read("1,2\n3,4\n", "a int, b int", "header=detect"))
        .containsExactly("0|1|2", "4|3|4");
    assertThatThrownBy(() -> read("name\nAnn\n", SCHEMA, NO_OP, "header=detect"))
        .hasMessageContaining("its header [name] lacks 'id'");
  }

  @Test
  void everySplitOfAFileDecidesAlike() {
    String[] lines = new String[200];
    Arrays.setAll(lines, i -> i + ",n" + i);
    List<String> rows = read(String.join("\n", lines), SCHEMA, NO_OP);
    assertThat(rows).hasSize(200).allMatch(row -> row.matches("\\d+\\|~\\|(\\d+)\\|n\\1"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "opp|false|optional-columns names 'opp', which the schema lacks; did you mean 'Op'?",
        "id|false|optional-columns names 'id' in the middle of the schema; without a header only",
        "id|detect|optional-columns names 'id' in the middle of the schema; without a header only",
        "Op,id,name|true|optional-columns names every column of the schema; leave out one",
      })
  void wrongNames(String names, String header, String message) {
    Dialect dialect = Dialect.of(Texts.options("optional-columns=" + names, "header=" + header));
    assertThatThrownBy(() -> OptionalColumns.of(List.of("Op", "id", "name"), dialect))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(message);
  }
}
