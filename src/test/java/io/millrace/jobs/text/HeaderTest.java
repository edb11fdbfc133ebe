package io.millrace.jobs.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.transforms.InvalidInputException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class HeaderTest {

  private static final String SCHEMA = "name string, age int";

  @TempDir Path folder;

  private List<String> read(String text, String... options) {
    TextFile file = Texts.write(folder.resolve("t.csv"), text);
    String[] all =
        Stream.concat(Stream.of("header=true"), Stream.of(options)).toArray(String[]::new);
    List<String> whole = Texts.lines(Texts.read(Texts.scan(file, SCHEMA, 1 << 20, all)));
    LongStream.of(1, 2, 5, 11)
        .forEach(
            bytes ->
                assertThat(Texts.lines(Texts.read(Texts.scan(file, SCHEMA, bytes, all))))
                    .as("split every " + bytes + " bytes")
                    .isEqualTo(whole));
    return whole;
  }

  @Test
  void columnsAreFoundByName() {
    assertThat(read("age,name\n7,Ann\n8,Bo\n")).containsExactly("9|Ann|7", "15|Bo|8");
    assertThat(read("\uFEFF NAME , \"Age\"\nAnn,7\n".replace(", \"", ",\"")))
        .containsExactly("16|Ann|7");
    assertThat(read("\n#c\nname,age\nAnn,7\n#d\nBo,8\n", "comment=#"))
        .containsExactly("13|Ann|7", "22|Bo|8");
  }

  @Test
  void aFileWithoutRecordsHasNoRows() {
    assertThat(read("")).isEmpty();
    assertThat(read("name,age\n")).isEmpty();
    assertThat(read("name,age")).isEmpty();
    assertThat(read("\uFEFF")).isEmpty();
  }

  @Test
  void extraColumnsFailOrAreIgnored() {
    assertThat(read("x,age,y,name,\n1,7,2,Ann,\n3,4\n", "extra-columns=ignore"))
        .containsExactly("14|Ann|7", "25! 2 fields where the header has 5");
    assertThatThrownBy(() -> read("x,age,name\n1,7,Ann\n"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("t.csv: its header has columns that the schema lacks: x; ")
        .hasMessageEndingWith("set extra-columns = ignore");
  }

  @Test
  void aRepeatedHeaderLineIsAReject() {
    assertThat(read("name,age\nAnn,7\nname,age\nBo,8\n"))
        .containsExactly("9|Ann|7", "15! repeats the header line", "24|Bo|8");
  }

  static Stream<Arguments> wrong() {
    return Stream.of(
        Arguments.of(
            "nam,age\nAnn,7\n",
            "its header [nam, age] lacks 'name'; did you mean 'nam'?; correct the schema or the file"),
        Arguments.of(
            "name;age\nAnn;7\n", "its header [name;age] is one column; is the delimiter ';'?"),
        Arguments.of("name\tage\nAnn\t7\n", "; is the delimiter '\\t'?".substring(2)),
        Arguments.of(
            "Ann,7\nBo,8\n",
            "the first line looks like data, none of its 2 fields is a column of the schema; set header = false if so"),
        Arguments.of("name,age,NAME\n", "its header names 'NAME' twice; rename one of them"),
        Arguments.of("name,\"age\nAnn,7\n", "in its header, quote is not closed"),
        Arguments.of("id,x,y\n1,2,3\n", "its header [id, x, y] lacks 'name', 'age'; correct"));
  }

  @ParameterizedTest
  @MethodSource("wrong")
  void aWrongHeaderFailsTheJob(String text, String message) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("cannot read " + folder.resolve("t.csv") + ": ")
        .hasMessageContaining(message);
  }

  @Test
  void eachFileHasItsOwnOrder() {
    TextFile first = Texts.write(folder.resolve("1.csv"), "name,age\nAnn,7\n");
    TextFile second = Texts.write(folder.resolve("2.csv"), "age,name\n8,Bo\nx,Cy\n");
    TextScan one = Texts.scan(first, SCHEMA, 1 << 20, "header=true");
    TextScan both =
        new TextScan(one.format(), List.of(first, second), one.schema(), one.dialect(), 1 << 20);
    List<Texts.Record> records = Texts.read(both);
    assertThat(Texts.lines(records)).containsExactly("9|Ann|7", "9|Bo|8", "14! not an int [age]");
    assertThat(records)
        .extracting(Texts.Record::file)
        .containsExactly(first.path(), second.path(), second.path());
  }
}
