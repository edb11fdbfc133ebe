package io.millrace.jobs.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.support.Sessions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files in, columns out, and then every value as it was. */
class JsonColumnsTest {

  @TempDir Path folder;

  private List<TextFile> files(String... texts) {
    List<TextFile> files = new ArrayList<>();
    for (String text : texts) {
      files.add(Texts.write(folder.resolve("t" + files.size() + ".json"), text));
    }
    return files;
  }

  private static StructType infer(List<TextFile> files, String... options) {
    return TextRows.inferred(Sessions.local(), files, Dialect.of(Texts.options(options)), 20)
        .columns();
  }

  /** The columns, and then the rows read by them. */
  private String[] read(String... texts) {
    List<TextFile> files = files(texts);
    StructType columns = infer(files);
    List<String> lines = new ArrayList<>(List.of(columns.toDDL()));
    for (TextFile file : files) {
      TextScan scan =
          new TextScan(TextFormat.JSON, List.of(file), columns, Dialect.of(Texts.options()), 20);
      lines.addAll(Texts.lines(Texts.read(scan)));
    }
    return lines.toArray(String[]::new);
  }

  @ParameterizedTest(name = "{0} and {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "1|2|BIGINT|1|2",
        "1|2.5|DOUBLE|1.0|2.5",
        "1|null|BIGINT|1|",
        "1|\"x\"|STRING|1|x",
        "1.50|true|STRING|1.50|true",
        "true|false|BOOLEAN|true|false",
        "null|null|STRING||",
        "9223372036854775807|-9223372036854775808|BIGINT|9223372036854775807|-9223372036854775808",
        "9223372036854775808|1|DECIMAL(19,0)|9223372036854775808|1",
        "9223372036854775807|0.5|DECIMAL(20,1)|9223372036854775807.0|0.5",
        "9007199254740993|1.0|DECIMAL(16,0)|9007199254740993|1",
        "9007199254740992|1.0|DOUBLE|9.007199254740992E15|1.0",
        "0.1|1e300|DOUBLE|0.1|1.0E300",
        "0.1234567890123456789|-1|DECIMAL(21,19)|0.1234567890123456789|-1.0000000000000000000",
        "1e999|1|STRING|1e999|1",
        "1e99999999999|1|STRING|1e99999999999|1",
        "123456789012345678901234567890123456789|1|STRING|123456789012345678901234567890123456789|1",
        "12345678901234567890123456789012345678|0.1|STRING|12345678901234567890123456789012345678|0.1",
        "{\"x\":1}|{\"y\":\"z\"}|STRUCT<x: BIGINT, y: STRING>|[1, null]|[null, z]",
        "{\"x\":1}|{\"x\":0.5}|STRUCT<x: DOUBLE>|[1.0]|[0.5]",
        "{\"x\":1}|\"text\"|STRING|{\"x\":1}|text",
        "{\"x\":1}|[2]|STRING|{\"x\":1}|[2]",
        "{}|{ }|STRING|{}|{ }",
        "{}|{\"x\":1}|STRUCT<x: BIGINT>|[null]|[1]",
        "[]|[null]|ARRAY<STRING>|[]|[null]",
        "[1]|[2.5]|ARRAY<DOUBLE>|[1.0]|[2.5]",
        "[1,\"x\"]|[{\"y\":[]}]|ARRAY<STRING>|[1, x]|[{\"y\":[]}]",
        "[{\"x\":1}]|[{\"y\":[1]}]|ARRAY<STRUCT<x: BIGINT, y: ARRAY<BIGINT>>>|[[1, null]]|[[null, [1]]]",
        "\"2020-01-01\"|null|STRING|2020-01-01|"
      })
  void twoValues(String one, String two, String type, String read, String other) {
    String first = "{\"v\":" + one + "}";
    String ddl = "v " + type;
    String[] expected = {ddl, "0|" + shown(read), "0|" + shown(other)};
    assertThat(read(first, "{\"v\":" + two + "}")).containsExactly(expected);
    assertThat(read("{\"v\":" + two + "}", first)[0].chars().sorted().toArray())
        .as("in the other order, fields apart")
        .isEqualTo(ddl.chars().sorted().toArray());
  }

  private static String shown(String value) {
    return value == null ? "~" : value;
  }

  @Test
  void fieldsComeInTheOrderOfTheFilesAndAllOfThemCount() {
    assertThat(read("{\"b\":1}\n{\"a\":true,\"b\":2}\n", "", "{\"c\":{\"d\":[1]},\"b\":0.5}"))
        .containsExactly(
            "b DOUBLE,a BOOLEAN,c STRUCT<d: ARRAY<BIGINT>>",
            "0|1.0|~|~",
            "8|2.0|true|~",
            "0|0.5|~|[[1]]");
  }

  @Test
  void badRecordsDoNotCountAndAreRejects() {
    assertThat(
            read(
                "{\"a\":1}\n{\"b\":true,\n[{\"c\":1}]\n{\"d\":{\"x\":1,\"x\":1}}\n{\"e\":1} {}\n{\"a\":2}\n"))
        .containsExactly(
            "a BIGINT",
            "0|1",
            "8! not JSON",
            "19! not a JSON object but an array, or the begin of one; set layout = documents to read its elements",
            "29! a key occurs twice in one object",
            "49! text after the JSON object",
            "60|2");
  }

  @Test
  void everyLayoutAndSingleQuotes() {
    String[] texts = {"[{\"a\":1},\n{\"a\":0.5}]", "{'a':2}{'b':'x'}", "{\n'c':['y']}\n{}"};
    assertThat(infer(files(texts), "layout=documents", "single-quotes=true").toDDL())
        .isEqualTo("a DOUBLE,b STRING,c ARRAY<STRING>");
    assertThat(
            infer(files("{'p':[{'a':1}],'q':[{'b':1}]}"), "records=$.p[*]", "single-quotes=true")
                .toDDL())
        .isEqualTo("a BIGINT");
    assertThat(infer(files("{'a':1}\n{'b':1}\n"), "single-quotes=true").toDDL())
        .isEqualTo("a BIGINT,b BIGINT");
  }

  @Test
  void partsOfManyTasksAreMergedInOrder() {
    String text =
        IntStream.range(0, 2000)
            .mapToObj(
                i -> "{\"id\":" + i + ",\"f" + i % 7 + "\":" + (i == 1500 ? "0.5" : "1") + "}")
            .collect(Collectors.joining("\n"));
    List<TextFile> files = files(text);
    Inferred found =
        TextRows.inferred(
            Sessions.local(), files, Dialect.of(Texts.options("unknown-fields=fail")), 2000);
    assertThat(found.records()).isEqualTo(2000);
    assertThat(found.columns().toDDL())
        .isEqualTo(
            "id BIGINT,f0 BIGINT,f1 BIGINT,f2 DOUBLE,f3 BIGINT,f4 BIGINT,f5 BIGINT,f6 BIGINT");
  }

  @Test
  void namesThatAreDataAreRefused() {
    String text =
        IntStream.range(0, 10_001)
            .mapToObj(i -> "{\"key" + i + "\":1}")
            .collect(Collectors.joining("\n"));
    assertThatThrownBy(
            () ->
                TextRows.inferred(
                    Sessions.local(), files(text), Dialect.of(Texts.options()), 10_000))
        .hasMessageContaining(
            "an object has more than 10000 different field names, so they seem to be data; give a schema with a map");
  }
}
