package io.millrace.jobs.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What text is a value of which type, written as in {@link DelimitedTextTest}. */
class TypesTest {

  @TempDir Path folder;

  private List<String> read(String text, String schema, String... options) {
    TextFile file = Texts.write(folder.resolve("t.csv"), text);
    return Texts.lines(Texts.read(Texts.scan(file, schema, 1 << 20, options)));
  }

  static Stream<Arguments> numbers() {
    return Stream.of(
        type("int", "007", "7"),
        type("int", "-2147483648", "-2147483648"),
        type("int", "+5", "5"),
        bad("int", "2147483648"),
        bad("int", "1.0"),
        bad("int", " 1"),
        bad("int", "1 "),
        bad("int", "-"),
        bad("int", "+"),
        bad("int", "0x1"),
        bad("int", "1e3"),
        bad("int", "\u0661"),
        type("bigint", "-9223372036854775808", "-9223372036854775808"),
        type("bigint", "9223372036854775807", "9223372036854775807"),
        bad("bigint", "9223372036854775808"),
        bad("bigint", "-9223372036854775809"),
        bad("bigint", "99999999999999999999"),
        type("smallint", "-32768", "-32768"),
        bad("smallint", "32768"),
        type("tinyint", "127", "127"),
        bad("tinyint", "-129"),
        type("boolean", "true", "true"),
        type("boolean", "FALSE", "false"),
        bad("boolean", "1"),
        bad("boolean", "yes"));
  }

  static Stream<Arguments> fractions() {
    return Stream.of(
        type("double", "1.5", "1.5"),
        type("double", "-1e-3", "-0.001"),
        type("double", ".5", "0.5"),
        type("double", "5.", "5.0"),
        type("double", "0.1", "0.1"),
        type("double", "-0", "-0.0"),
        type("double", "123456789012345678901", "1.2345678901234568E20"),
        type("double", "NaN", "NaN"),
        type("double", "-Infinity", "-Infinity"),
        type("double", "0.0e-999", "0.0"),
        type("double", "5e-324", "4.9E-324"),
        bad("double", "1e999"),
        bad("double", "1e-400"),
        bad("double", "-0.01E-400"),
        bad("float", "1e-60"),
        bad("double", "1d"),
        bad("double", "0x1p3"),
        bad("double", "."),
        bad("double", "e5"),
        bad("double", "1,5"),
        bad("double", "nan"),
        bad("double", "1e"),
        type("float", "0.1", "0.1"),
        bad("float", "1e39"),
        type("decimal(5,2)", "123.45", "123.45"),
        type("decimal(5,2)", "-1.5", "-1.50"),
        type("decimal(5,2)", "1.500", "1.50"),
        type("decimal(5,2)", "1e2", "100.00"),
        type("decimal(5,2)", "0.000", "0.00"),
        bad("decimal(5,2)", "1234.5"),
        bad("decimal(5,2)", "1.005"),
        bad("decimal(5,2)", "1e999999999"),
        type("decimal(18,2)", "1234567890123456.78", "1234567890123456.78"),
        type(
            "decimal(38,10)",
            "1234567890123456789012345678.0123456789",
            "1234567890123456789012345678.0123456789"),
        bad("decimal(38,10)", "12345678901234567890123456789"),
        bad("decimal(5,2)", "NaN"));
  }

  static Stream<Arguments> times() {
    return Stream.of(
        type("date", "1970-01-02", "1"),
        type("date", "2024-02-29", "19782"),
        bad("date", "2023-02-29"),
        bad("date", "2023-1-1"),
        bad("date", "2023-01-01T00:00"),
        bad("date", "20230101"),
        type("timestamp", "1970-01-01T00:00:01Z", "1000000"),
        type("timestamp", "1970-01-01 00:00:01.5", "1500000"),
        type("timestamp", "1970-01-01 01:00+01:00", "0"),
        type("timestamp", "1970-01-01T00:00:00.000001000-0030", "1800000001"),
        type("timestamp", "1970-01-02", "86400000000"),
        bad("timestamp", "1970-01-01T00:00:00.0000001"),
        bad("timestamp", "1970-01-01T24:00"),
        bad("timestamp", "1970-01-01T00"),
        bad("timestamp", "now"),
        bad("timestamp", "1970-01-01T00:00:00 UTC"),
        type("timestamp_ntz", "1970-01-01T00:00:01", "1000000"),
        bad("timestamp_ntz", "1970-01-01T00:00:01Z"));
  }

  private static Arguments type(String type, String text, String value) {
    return Arguments.of(type, text, List.of("0|a|" + value));
  }

  private static Arguments bad(String type, String text) {
    String article = type.startsWith("i") ? "not an " : "not a ";
    return Arguments.of(type, text, List.of("0! " + article + type + " [y]"));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource({"numbers", "fractions", "times"})
  void strictTypes(String type, String text, List<String> rows) {
    String quoted = "a,\"" + text + "\"\n";
    String schema = "x string, y " + type;
    assertThat(read(quoted, schema)).as("quoted " + text).isEqualTo(rows);
    if (!text.contains(",")) {
      assertThat(read("a," + text + "\n", schema)).as("bare " + text).isEqualTo(rows);
    }
  }

  @Test
  void formatsArePatternsOfJavaTimeAndStrict() {
    String[] options = {"date-format=d/MMM/yyyy", "timestamp-format=d/MMM/yyyy:HH:mm:ss[ Z]"};
    assertThat(
            read(
                "2/Jan/1970,1/JAN/1970:00:00:01\n31/Feb/2020,\n,1/Jan/1970:01:00:00 +0100\n",
                "x date, y timestamp",
                options))
        .containsExactly("0|1|1000000", "31! not a date [x]", "44|~|0");
  }
}
