package io.millrace.transforms;

import static io.millrace.support.Table.rows;
import static io.millrace.support.Table.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.support.SparkExtension;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A value becomes its equal in the other type, or is a misfit, which is null here. */
@ExtendWith(SparkExtension.class)
class CastTest {

  private static final String CASES =
      """
      bigint        | 9007199254740992              | double        | 9.007199254740992E15
      bigint        | 9007199254740993              | double        | null
      bigint        | 9223372036854775807           | double        | null
      bigint        | -9223372036854775808          | double        | -9.223372036854775808E18
      bigint        | 9223372036854775807           | float         | null
      int           | 16777217                      | float         | null
      int           | 16777216                      | float         | 16777216
      int           | 2147483647                    | float         | null
      int           | 5                             | boolean       | null
      int           | 1                             | boolean       | true
      double        | 0                             | boolean       | false
      double        | NaN                           | boolean       | null
      int           | 12345                         | decimal(4,0)  | null
      int           | 1234                          | decimal(4,0)  | 1234
      bigint        | 9223372036854775807           | timestamp     | null
      double        | 0.1                           | float         | null
      double        | 0.5                           | float         | 0.5
      double        | 1e300                         | float         | null
      double        | Infinity                      | float         | Infinity
      double        | NaN                           | float         | NaN
      double        | 9.223372036854775808E18       | bigint        | null
      float         | 9.223372036854775808E18       | bigint        | null
      double        | -9.223372036854775808E18      | bigint        | -9223372036854775808
      double        | 1.25                          | decimal(4,2)  | 1.25
      double        | 1.255                         | decimal(4,2)  | null
      decimal(4,2)  | 1.25                          | decimal(4,1)  | null
      decimal(4,2)  | 1.50                          | decimal(4,1)  | 1.5
      decimal(38,0) | 9007199254740993              | double        | null
      decimal(4,2)  | 0.10                          | double        | 0.1
      decimal(4,2)  | 1.50                          | int           | null
      boolean       | true                          | int           | 1
      tinyint       | -128                          | smallint      | -128
      smallint      | 32767                         | int           | 32767
      int           | -2147483648                   | bigint        | -2147483648
      bigint        | 2147483648                    | int           | null
      bigint        | 2147483647                    | int           | 2147483647
      int           | 128                           | tinyint       | null
      bigint        | -9223372036854775808          | string        | -9223372036854775808
      double        | NaN                           | string        | NaN
      double        | -0.0                          | string        | -0.0
      decimal(38,10)| 1234567890123456789012345678.0123456789 | string | 1234567890123456789012345678.0123456789
      boolean       | false                         | string        | false
      date          | 0001-01-01                    | string        | 0001-01-01
      timestamp     | 2020-01-02 03:04:05.000006    | string        | 2020-01-02 03:04:05.000006
      timestamp_ntz | 9999-12-31 23:59:59           | string        | 9999-12-31 23:59:59
      timestamp     | 2020-01-02 03:04:05           | date          | null
      timestamp     | 2020-01-02 00:00:00           | date          | 2020-01-02
      timestamp_ntz | 2020-01-02 00:00:00.000001    | date          | null
      timestamp_ntz | 2020-01-02 00:00:00           | date          | 2020-01-02
      timestamp     | 2020-01-02 03:04:05.5         | bigint        | null
      date          | 2020-01-02                    | timestamp_ntz | 2020-01-02 00:00:00
      string        | 1e400                         | double        | null
      string        | -1e400                        | double        | null
      string        | 1e39                          | float         | null
      string        | 1e-400                        | double        | null
      string        | -0.01E-400                    | double        | null
      string        | 1e-60                         | float         | null
      string        | 5e-324                        | double        | 4.9E-324
      string        | 0e-400                        | double        | 0
      string        | 0.00                          | float         | 0
      string        | -Infinity                     | double        | -Infinity
      string        | +INF                          | double        | Infinity
      string        | 0.1                           | float         | 0.1
      string        | 9007199254740993              | double        | 9007199254740992
      string        | 123456789012345678901234.567  | decimal(30,2) | null
      string        | 123456789012345678901234.560  | decimal(30,2) | 123456789012345678901234.56
      string        | 1.001                         | decimal(30,1) | null
      string        | 1.0000000000000000000001      | decimal(4,1)  | null
      string        | 0.00000000000000000001        | decimal(4,1)  | null
      string        | 007                           | decimal(4,0)  | 7
      string        | 1.25e1                        | decimal(4,1)  | 12.5
      string        | 1.255e1                       | decimal(4,1)  | null
      string        | 1e-19                         | decimal(4,1)  | null
      string        | 1e25                          | decimal(30,2) | null
      string        | 12x                           | decimal(4,1)  | null
      """;

  private record Case(String from, String value, String to, String becomes) {}

  private static List<Case> cases() {
    return CASES
        .lines()
        .map(line -> Arrays.stream(line.split("[|]", -1)).map(String::strip).toList())
        .map(cells -> new Case(cells.get(0), cells.get(1), cells.get(2), cells.get(3)))
        .toList();
  }

  /** The values as the columns c0, c1 and so on of one row. */
  private static String table(List<String> types, List<String> values) {
    String names =
        IntStream.range(0, types.size())
            .mapToObj(i -> "c" + i + " " + types.get(i))
            .collect(Collectors.joining("|"));
    return names + "\n" + String.join("|", values);
  }

  @ParameterizedTest(name = "ANSI {0}")
  @ValueSource(booleans = {false, true})
  void aValueIsNeverChangedInSilence(boolean ansi, SparkSession spark) {
    spark.conf().set("spark.sql.ansi.enabled", ansi);
    List<Case> cases = cases();
    Map<String, String> columns = new TreeMap<>();
    for (int i = 0; i < cases.size(); i++) {
      columns.put("c" + i, cases.get(i).to());
    }
    List<String> types = cases.stream().map(Case::from).toList();
    List<String> values = cases.stream().map(Case::value).toList();
    var cast = new Cast(columns, OnInvalid.NULL).apply(rows(spark, table(types, values)));
    List<String> to = cases.stream().map(Case::to).toList();
    List<String> becomes = cases.stream().map(Case::becomes).toList();
    assertThat(named(text(cast))).isEqualTo(named(text(rows(spark, table(to, becomes)))));
  }

  /** Each value with its case, so that a difference names it. */
  private static String named(String table) {
    String[] cells = table.lines().skip(1).findFirst().orElseThrow().split(" [|] ", -1);
    List<Case> cases = cases();
    return IntStream.range(0, cells.length)
        .mapToObj(i -> cases.get(i) + " -> " + cells[i])
        .collect(Collectors.joining("\n"));
  }
}
