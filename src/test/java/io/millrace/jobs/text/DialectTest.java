package io.millrace.jobs.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.transforms.InvalidInputException;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DialectTest {

  @Test
  void defaultsAreThoseOfTheDocumentation() {
    Map<String, String> documented =
        Dialect.OPTIONS.stream()
            .collect(Collectors.toMap(Dialect.Option::name, Dialect.Option::defaultValue));
    assertThat(Dialect.of(documented)).isEqualTo(Dialect.of(Map.of()));
    assertThat(Dialect.OPTIONS)
        .as("one per component")
        .hasSize(Dialect.class.getRecordComponents().length);
    assertThat(Dialect.of(Map.of()).delimiter()).isEqualTo(',');
  }

  @Test
  void everyProblemIsListed() {
    assertThatThrownBy(
            () ->
                Dialect.of(
                    Texts.options("delimeter=;", "header=yes", "encoding=UTF-9", "quote=ab")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("'delimeter' is no option of text files; did you mean 'delimiter'?")
        .hasMessageContaining("header is 'yes' but must be true or false or detect")
        .hasMessageContaining("encoding is 'UTF-9', which this Java does not know")
        .hasMessageContaining("quote is 'ab' but must be one ASCII character");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "delimiter=\"|the delimiter is also the quote, the escape or the comment",
        "delimiter=#;comment=#|the delimiter is also the quote, the escape or the comment",
        "quote=none;escape=\\|escape works inside quotes only",
        "comment=\"|the comment is also the quote",
        "delimiter=\u00a7|delimiter is '\u00a7' but must be one ASCII character",
        "delimiter=\\u000a|delimiter is U+000A; it must be one ASCII character, no line end",
        "date-format=bb|date-format is 'bb', not a java.time pattern",
        "timestamp-format=yyyy-QQQQQQQ|timestamp-format is 'yyyy-QQQQQQQ', not a java.time pattern",
        "max-record-bytes=0|max-record-bytes is 0; it must be between 1 and",
        "max-record-bytes=1MB|max-record-bytes is '1MB' but must be a number of bytes",
        "unquoted-quotes=drop|unquoted-quotes is 'drop' but must be reject or keep",
        "extra-columns=drop|extra-columns is 'drop' but must be fail or ignore"
      })
  void wrongOptions(String options, String message) {
    assertThatThrownBy(() -> Dialect.of(Texts.options(options.split(";", -1))))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a binary|column 'a' is binary, which delimited text cannot be read into; text does not say how its bytes are written",
        "a int, b array<int>|column 'b' is array<int>, which delimited text cannot be read into; use one of string,",
        "a interval|column 'a' is interval, which",
        "a int, A int|the schema names column 'A' twice",
        "_millrace_file string|column '_millrace_file' has a name of the trace"
      })
  void wrongSchemas(String schema, String message) {
    TextFile file = new TextFile("x.csv", 1, 0);
    assertThatThrownBy(() -> Texts.scan(file, schema, 1))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(message);
  }

  @Test
  void aSchemaHasColumnsAndASplitHasBytes() {
    TextFile file = new TextFile("x.csv", 1, 0);
    assertThatThrownBy(() -> Texts.scan(file, "a int", 0))
        .hasMessageContaining("split-bytes is 0; it must be at least 1");
    assertThatThrownBy(
            () -> TextSchema.check(TextFormat.DELIMITED, new StructType(), new StructType()))
        .hasMessageContaining("the schema has no columns");
  }
}
