package io.millrace.jobs.io;

import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.jobs.table.TableFormat;
import io.millrace.support.SparkExtension;
import io.millrace.transforms.Trace;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A merge finds its keys, whatever their type, and looks only where they can be. */
@ExtendWith(SparkExtension.class)
class MergedKeysTest {

  @TempDir private Path folder;

  /** {@code at item key}, the key as SQL. */
  private static Dataset<Row> changes(SparkSession spark, String type, String... changes) {
    return spark.sql(
        Stream.of(changes)
            .map(change -> change.split(" ", 3))
            .map(
                word ->
                    "SELECT %s AS at, '%s' AS item, CAST(%s AS %s) AS id"
                        .formatted(word[0], word[1], word[2], type))
            .collect(Collectors.joining(" UNION ALL ")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          bigint    | -9223372036854775807 - 1 | 0 | 9223372036854775807 | -5
          timestamp | TIMESTAMP'2024-11-03 01:30:00 America/New_York' | TIMESTAMP'2024-11-03 05:30:00.000001Z' | TIMESTAMP'2024-11-03 06:30:00Z' | TIMESTAMP'2024-11-03 06:30:00.000001Z'
          string    | '' | 'it''s' | '\\\\%_"' | 'ünï😀'
          """)
  void eachKeyIsFound(
      String type, String one, String two, String three, String four, SparkSession spark) {
    Tables tables = new Tables(spark, TableFormat.ICEBERG, folder);
    MergeIntoTable sink = tables.sink("orders", Tables.rules("id"));
    tables.merge(sink, changes(spark, type, "1 a " + one, "1 b " + two, "1 c " + three));
    tables.merge(sink, changes(spark, type, "3 d " + two, "3 gone " + three, "3 e " + four));
    tables.merge(sink, changes(spark, type, "2 late " + three, "2 late " + two, "4 f " + one));

    assertThat(tables.lines("orders", "item", "at")).containsExactly("[d,3]", "[e,3]", "[f,4]");
  }

  @ParameterizedTest
  @EnumSource
  void filesThatHoldNoneOfTheKeysAreNotRead(TableFormat format, SparkSession spark)
      throws IOException {
    Tables tables = new Tables(spark, format, folder);
    MergeIntoTable sink = tables.sink("orders", Tables.rules("id"));
    mergeTwiceAndLoseAFile(tables, sink);

    tables.merge(sink, changes(spark, "bigint", "2 d 110", "2 e 120", "3 gone 121"));

    assertThat(lines(tables, "id >= 100")).containsExactly("100 a", "110 d", "120 e");
  }

  @Test
  void bucketsThatHoldNoneOfAFewKeysAreNotRead(SparkSession spark) throws IOException {
    Tables tables = new Tables(spark, TableFormat.ICEBERG, folder);
    MergeIntoTable sink = tables.sink("orders", Tables.rules("id"), "bucket(4, id)");
    String[] all = IntStream.range(0, 80).mapToObj(id -> "1 a " + id).toArray(String[]::new);
    tables.merge(sink, changes(spark, "bigint", all));
    Path one = files(tables, "id = 0").get(0);
    List<Path> others = new ArrayList<>(files(tables, "true"));
    others.remove(one);
    assertThat(others).hasSizeGreaterThan(1);
    List<String> ids =
        lines(tables, "input_file_name() LIKE '%" + one.getFileName() + "'").stream()
            .map(line -> line.replace(" a", ""))
            .toList();
    assertThat(ids).hasSizeGreaterThan(12);
    delete(others);

    tables.merge(
        sink, changes(spark, "bigint", ids.stream().map(id -> "2 b " + id).toArray(String[]::new)));

    assertThat(lines(tables, "id IN (" + String.join(",", ids) + ")"))
        .isEqualTo(ids.stream().map(id -> id + " b").toList());
  }

  /** Nothing is told of keys where plans must show no value, so all files are looked at. */
  @Test
  void allFilesAreLookedAtWherePersonalDataIs(SparkSession spark) throws IOException {
    Tables tables = new Tables(spark, TableFormat.ICEBERG, folder);
    MergeIntoTable sink = tables.sink("orders", Tables.rules("id"));
    mergeTwiceAndLoseAFile(tables, sink);
    Run personal = new Run("p", Optional.empty(), false, true, "", List.of(), List.of());
    Dataset<Row> rows =
        changes(spark, "bigint", "2 d 100")
            .withColumn(Trace.ASIDE, lit(null).cast(Trace.ASIDE_TYPE));
    Sink.Staged staged = sink.stage(sink.judged(rows), personal);

    assertThatThrownBy(staged::publish).hasStackTraceContaining("does not exist");
  }

  /** The file of keys below 100. */
  private static void mergeTwiceAndLoseAFile(Tables tables, MergeIntoTable sink)
      throws IOException {
    tables.merge(sink, changes(tables.spark, "bigint", "1 a 1", "1 b 20"));
    tables.merge(sink, changes(tables.spark, "bigint", "1 a 100", "1 b 120", "1 c 121"));
    delete(files(tables, "id < 100"));
  }

  private static List<Path> files(Tables tables, String where) {
    return tables
        .spark
        .table(tables.name("orders"))
        .where(where)
        .selectExpr("input_file_name()")
        .distinct()
        .collectAsList()
        .stream()
        .map(row -> Path.of(URI.create(row.getString(0)).getPath()))
        .toList();
  }

  private static void delete(List<Path> files) throws IOException {
    assertThat(files).isNotEmpty();
    for (Path file : files) {
      Files.delete(file);
    }
  }

  private static List<String> lines(Tables tables, String where) {
    return tables
        .spark
        .table(tables.name("orders"))
        .where(where)
        .orderBy("id")
        .selectExpr("concat(id, ' ', item)")
        .collectAsList()
        .stream()
        .map(row -> row.getString(0))
        .toList();
  }

  /** Where files are copied, a deletion that another wrote by value could be missed. */
  @Test
  void allFilesAreLookedAtWhereTheyAreWrittenAnew(SparkSession spark) throws IOException {
    Tables tables = new Tables(spark, TableFormat.ICEBERG, folder);
    MergeIntoTable sink = tables.sink("orders", Tables.rules("id"));
    mergeTwiceAndLoseAFile(tables, sink);
    spark.sql(
        "ALTER TABLE %s SET TBLPROPERTIES ('write.merge.mode' = 'copy-on-write')"
            .formatted(tables.name("orders")));

    assertThatThrownBy(() -> tables.merge(sink, changes(spark, "bigint", "2 d 100")))
        .hasStackTraceContaining("does not exist");
  }

  @Test
  void eachOfSeveralKeysHasARange(SparkSession spark) {
    Tables tables = new Tables(spark, TableFormat.ICEBERG, folder);
    MergeIntoTable sink = tables.sink("orders", Tables.rules("id", "line"));
    tables.merge(sink, changes(spark, "string", "1 a 'x'", "1 b 'y'").selectExpr("*", "1 AS line"));
    tables.merge(sink, changes(spark, "string", "2 c 'x'", "2 d 'z'").selectExpr("*", "2 AS line"));
    tables.merge(
        sink,
        changes(spark, "string", "3 e 'x'", "3 gone 'z'")
            .selectExpr("*", "CASE id WHEN 'x' THEN 1 ELSE 2 END AS line"));

    assertThat(tables.lines("orders", "id", "line", "item"))
        .containsExactly("[x,1,e]", "[x,2,c]", "[y,1,b]");
  }
}
