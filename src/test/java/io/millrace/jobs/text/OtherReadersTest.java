package io.millrace.jobs.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Well-formed files, read as others read them. */
class OtherReadersTest {

  @TempDir Path folder;

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void duckDbReadsTheSame(long seed) throws SQLException {
    Random random = new Random(seed);
    TextFile file = Texts.write(folder.resolve("t.csv"), table(random));
    String schema = "s string, i int, l bigint, d double, n decimal(12,2), t date";
    List<Texts.Record> ours = Texts.read(Texts.scan(file, schema, 10_000, "header=true"));
    List<List<Object>> theirs = new ArrayList<>();
    String query =
        "select s, i, l, d, n, date_diff('day', date '1970-01-01', t) from read_csv('"
            + file.path()
            + "', header = true, auto_detect = false, delim = ',', quote = '\"', escape = '\"',"
            + " columns = {s: 'varchar', i: 'int', l: 'bigint', d: 'double',"
            + " n: 'decimal(12,2)', t: 'date'}, nullstr = '', allow_quoted_nulls = false)";
    try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duck.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      while (rows.next()) {
        List<Object> row = new ArrayList<>();
        for (int i = 1; i <= 6; i++) {
          Object value = rows.getObject(i);
          row.add(value == null ? null : value.toString());
        }
        theirs.add(row);
      }
    }
    assertThat(ours).filteredOn(record -> record.reason() != null).as("seed %s", seed).isEmpty();
    assertThat(ours).extracting(Texts.Record::values).as("seed %s", seed).isEqualTo(theirs);
  }

  private static String table(Random random) {
    StringBuilder text = new StringBuilder("s,i,l,d,n,t\n");
    for (int row = 0; row < 3000; row++) {
      String[] words = {
        "", "\"\"", "plain", "\"a \"\"quoted\"\" b\"", "\"x,y\"", "\u00e4\u20ac", "it's"
      };
      text.append(words[random.nextInt(words.length)]).append(',');
      text.append(random.nextInt(9) == 0 ? "" : random.nextInt()).append(',');
      text.append(random.nextLong()).append(',');
      text.append(random.nextGaussian() * Math.pow(10, random.nextInt(40) - 20)).append(',');
      text.append(BigDecimal.valueOf(random.nextInt(), 2).toPlainString()).append(',');
      text.append(
          String.format(
              java.util.Locale.ROOT,
              "%04d-%02d-%02d\n",
              1900 + random.nextInt(200),
              1 + random.nextInt(12),
              1 + random.nextInt(28)));
    }
    return text.toString();
  }

  @ParameterizedTest
  @ValueSource(strings = {"comma_in_quotes", "escaped_quotes", "simple", "simple_crlf", "utf8"})
  void edgeCasesBecomeTheJsonTheyMust(String name) throws IOException {
    Path data =
        Path.of(
            System.getProperty("millrace.basedir", "."), "..", "shared", "data", "csv-edge-cases");
    assumeTrue(Files.isDirectory(data), "../shared/data/csv-edge-cases is absent");
    JsonNode expected = new ObjectMapper().readTree(data.resolve(name + ".json").toFile());
    List<String> names = new ArrayList<>();
    expected.get(0).fieldNames().forEachRemaining(names::add);
    String schema = names.stream().map(n -> n + " string").collect(Collectors.joining(", "));
    List<List<Object>> rows = new ArrayList<>();
    for (JsonNode row : expected) {
      rows.add(names.stream().map(n -> (Object) row.get(n).asText()).toList());
    }
    TextFile file = Texts.file(data.resolve(name + ".csv"));
    assertThat(Texts.read(Texts.scan(file, schema, 10, "header=true")))
        .extracting(Texts.Record::values)
        .isEqualTo(rows);
  }
}
