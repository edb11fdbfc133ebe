package io.millrace.jobs.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.jobs.table.Compact;
import io.millrace.jobs.table.TableFormat;
import io.millrace.support.SparkExtension;
import io.millrace.support.Table;
import io.millrace.transforms.Deletes;
import io.millrace.transforms.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Iceberg tables of all versions of its format. */
@ExtendWith(SparkExtension.class)
class FormatVersionTest {

  @TempDir private Path folder;
  private Tables tables;

  @BeforeEach
  void open(SparkSession spark) {
    tables = new Tables(spark, TableFormat.ICEBERG, folder);
  }

  private Dataset<Row> changes(String... lines) {
    return Table.rows(
        tables.spark,
        "story string | id int | item string | op string | n int\n" + String.join("\n", lines));
  }

  private static MergeIntoTable merge(Map<String, String> properties) {
    return new MergeIntoTable(
        "lake.shop.orders",
        MergeIntoTableTest.rules(1, Deletes.HARD),
        TableFormat.ICEBERG,
        List.of(),
        properties,
        SchemaChanges.USUAL,
        false,
        Optional.empty());
  }

  /** Version 1 keeps no deletions beside files, version 3 keeps them as vectors. */
  @ParameterizedTest
  @CsvSource({"1, copy-on-write", "2, copy-on-write", "2, merge-on-read", "3, merge-on-read"})
  void changesAreMergedIntoTablesOfEachVersion(String version, String manner) {
    MergeIntoTable merge =
        merge(
            Map.of(
                "format-version", version,
                "write.merge.mode", manner,
                "write.delete.mode", manner,
                "write.update.mode", manner));
    tables.merge(merge, changes("s | 1 | a | I | 1", "s | 2 | b | I | 2", "s | 3 | c | I | 3"));
    tables.merge(merge, changes("s | 1 | A | U | 4", "s | 2 | | D | 5"));
    tables.merge(merge, changes("s | 3 | C | U | 6", "s | 3 | old | U | 2"));
    assertThat(tables.lines("orders", "id", "item")).containsExactly("[1,A]", "[3,C]");
    assertThat(
            tables
                .spark
                .sql("SHOW TBLPROPERTIES lake.shop.orders ('format-version')")
                .head()
                .getString(1))
        .isEqualTo(version);
    assertThat(
            new ReadTable("lake.shop.orders", TableFormat.ICEBERG)
                .open(tables.spark)
                .rows()
                .count())
        .isEqualTo(2);
  }

  /** As a table of a writer that is newer than the Iceberg of the class path. */
  @Test
  void aVersionOfTheFutureIsRefused() throws IOException {
    tables.spark.sql("CREATE TABLE lake.shop.orders (id INT) USING iceberg");
    tables.spark.sql("INSERT INTO lake.shop.orders VALUES (1)");
    Path metadata = folder.resolve("warehouse/shop/orders/metadata");
    Path newest = metadata.resolve("v2.metadata.json");
    Files.writeString(
        newest,
        Files.readString(newest)
            .replaceFirst("\"format-version\"\\s*:\\s*2", "\"format-version\":9"));
    Files.delete(metadata.resolve(".v2.metadata.json.crc"));
    tables.spark.sql("REFRESH TABLE lake.shop.orders");
    List<String> before = files();

    WriteTable write =
        new WriteTable(
            "lake.shop.orders",
            TableFormat.ICEBERG,
            WriteMode.APPEND,
            List.of(),
            List.of(),
            Map.of());
    MaintainTable maintain =
        new MaintainTable(
            "lake.shop.orders",
            TableFormat.ICEBERG,
            Optional.of(
                new Compact(
                    Optional.empty(), List.of(), Optional.empty(), Optional.empty(), Map.of())),
            Optional.empty(),
            Optional.empty(),
            false,
            Optional.empty());
    ReadTable read = new ReadTable("lake.shop.orders", TableFormat.ICEBERG);
    Dataset<Row> ids = Table.rows(tables.spark, "id int\n2");
    requireRefused("sink", () -> write.plan(tables.spark, ids.schema()));
    requireRefused(
        "sink", () -> merge(Map.of()).plan(tables.spark, changes("s | 1 | a | I | 1").schema()));
    requireRefused("source", () -> read.open(tables.spark));
    requireRefused("action", () -> maintain.look(tables.spark));
    assertThat(files()).isEqualTo(before);
  }

  private static void requireRefused(String place, ThrowingCallable use) {
    assertThatThrownBy(use)
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith(place + ".table: ")
        .hasMessageContaining("lake.shop.orders")
        .hasMessageContaining("version 9");
  }

  private List<String> files() throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.map(Path::toString).sorted().toList();
    }
  }
}
