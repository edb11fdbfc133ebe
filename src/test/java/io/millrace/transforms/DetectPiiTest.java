package io.millrace.transforms;

import static io.millrace.support.Table.rows;
import static io.millrace.support.Table.table;
import static io.millrace.support.Table.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.support.SparkExtension;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Counts of what looks personal, against rows that were made with known counts. */
@ExtendWith(SparkExtension.class)
class DetectPiiTest {

  private static final List<String> KINDS = List.of("ssn", "card", "email", "phone", "ip");
  private static final int ROWS = 3_000;

  /** A value of a kind, made without the code under test; any other kind makes one of none. */
  private static String value(String kind, Random random) {
    return switch (kind) {
      case "ssn" ->
          filled(
              random.nextBoolean() ? "%03d-%02d-%04d" : "%03d%02d%04d",
              1 + random.nextInt(665),
              1 + random.nextInt(99),
              1 + random.nextInt(9999));
      case "card" -> card(random);
      case "email" ->
          filled("%s%d@mail%d.example.org", "Zoë.x", random.nextInt(99), random.nextInt(9));
      case "phone" ->
          random.nextBoolean()
              ? filled("+%d%07d", 1 + random.nextInt(98), random.nextInt(10_000_000))
              : filled(
                  "(%d) %d-%04d",
                  200 + random.nextInt(800), 200 + random.nextInt(800), random.nextInt(10_000));
      case "ip" ->
          random.nextBoolean()
              ? filled(
                  "%d.%d.%d.%d",
                  random.nextInt(256),
                  random.nextInt(256),
                  random.nextInt(256),
                  random.nextInt(256))
              : filled("2001:db8::%x:%x", 1 + random.nextInt(65_535), random.nextInt(65_536));
      default ->
          switch (random.nextInt(5)) {
            case 0 -> filled("%03d-%02d-0000", random.nextInt(1000), random.nextInt(100));
            case 1 -> filled("order %d", random.nextInt(1_000_000_000));
            case 2 -> filled("someone%d at example.org", random.nextInt(99));
            case 3 ->
                filled("%d.%d.%d", random.nextInt(256), random.nextInt(256), random.nextInt(256));
            default -> "";
          };
    };
  }

  private static String filled(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }

  /** Fifteen digits of Visa, and the one that makes the sum of the doubled ones right. */
  private static String card(Random random) {
    StringBuilder digits = new StringBuilder("4");
    for (int i = 1; i < 15; i++) {
      digits.append(random.nextInt(10));
    }
    int sum = 0;
    for (int i = 0; i < 15; i++) {
      int digit = digits.charAt(i) - '0';
      sum += i % 2 == 0 ? digit / 5 + 2 * digit % 10 : digit;
    }
    return digits.append((10 - sum % 10) % 10).toString();
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {20180117, 4711})
  void countsAreExact(long seed, SparkSession spark) {
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    Map<String, Integer> matches = new TreeMap<>();
    Map<String, Integer> filled = new TreeMap<>();
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      Object[] values = new Object[4];
      for (int column = 0; column < values.length; column++) {
        int choice = random.nextInt(column == 0 ? 6 : 12);
        if (choice == 11) {
          continue;
        }
        String kind = choice < KINDS.size() ? KINDS.get(choice) : "none";
        values[column] = value(kind, random);
        filled.merge("c" + column, 1, Integer::sum);
        if (choice < KINDS.size()) {
          matches.merge("c" + column + " " + kind, 1, Integer::sum);
        }
      }
      rows.add(RowFactory.create(values));
    }
    StructType type = new StructType();
    for (int column = 0; column < 4; column++) {
      type = type.add("c" + column, DataTypes.StringType);
    }

    List<Row> found =
        new DetectPii().apply(spark.createDataFrame(rows, type).repartition(3)).collectAsList();

    assertThat(
            found.stream()
                .map(
                    row ->
                        row.getString(0)
                            + " "
                            + row.getString(1)
                            + " "
                            + row.getLong(2)
                            + " "
                            + row.getLong(3)
                            + " "
                            + row.getLong(4)))
        .containsExactlyInAnyOrderElementsOf(
            matches.entrySet().stream()
                .map(
                    one ->
                        one.getKey()
                            + " "
                            + ROWS
                            + " "
                            + filled.get(one.getKey().substring(0, 2))
                            + " "
                            + one.getValue())
                .toList())
        .hasSize(20);
    assertThat(found).allMatch(row -> row.getDouble(5) == (double) row.getLong(4) / row.getLong(3));
  }

  @ParameterizedTest(name = "ANSI {0}")
  @ValueSource(booleans = {false, true})
  void structsArraysMapsAndJsonAreLookedInto(boolean ansi, SparkSession spark) {
    Dataset<Row> nested =
        Traces.ansi(spark, ansi)
            .sql(
                """
                select named_struct('mail', 'a@b.org', 'n', 1.5D) as person,
                  array('10.1.2.3', null, 'x') as ips,
                  array(named_struct('url', 'x', 'who', array('+4969669025')), named_struct('url', '116-48-1824', 'who', null)) as links,
                  map('c@d.org', 4111111111111111L) as cards,
                  array(array('x'), array('116481824')) as deep,
                  array(map(1, 'e@f.org')) as maps,
                  '{"k": "g@h.org"}' as `js.on`,
                  cast(116481824 as decimal(20, 0)) as big,
                  current_timestamp() as t, true as b
                union all select null, null, array(), null, null, null, null, null, null, null
                """);
    assertThat(text(new DetectPii().apply(nested).drop("rows", "share")))
        .isEqualTo(
            table(
                """
                column string | kind string | filled bigint | matches bigint
                person.mail | email | 1 | 1
                ips | ip | 1 | 1
                links[].url | ssn | 2 | 1
                links[].who[] | phone | 2 | 1
                cards.key | email | 1 | 1
                cards.value | card | 1 | 1
                deep[] | ssn | 1 | 1
                maps[].value | email | 1 | 1
                js.on | email | 1 | 1
                big | ssn | 1 | 1
                """));
  }

  @Test
  void aSampleIsTheSameEachTimeAndNoRowsGiveNoRows(SparkSession spark) {
    Dataset<Row> many = spark.range(0, 10_000, 1, 4).selectExpr("'a@b.org' as mail");
    Row once = new DetectPii(0.1).apply(many).first();
    assertThat(once.getLong(2)).isBetween(800L, 1_200L).isEqualTo(once.getLong(4));
    assertThat(new DetectPii(0.1).apply(many).first()).isEqualTo(once);
    assertThat(new DetectPii().apply(many.limit(0)).collectAsList()).isEmpty();
  }

  @Test
  void whatCannotBeIsRefused(SparkSession spark) {
    assertThatThrownBy(() -> new DetectPii(0))
        .hasMessage("sample must be above 0 and at most 1, was 0.0");
    assertThatThrownBy(() -> new DetectPii(1.5))
        .hasMessage("sample must be above 0 and at most 1, was 1.5");
    assertThatThrownBy(() -> new DetectPii().apply(rows(spark, "a double\n1.5")))
        .hasMessage("detect-pii: no column is a text or a whole number");
  }
}
