package io.millrace.jobs.io;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.jobs.table.TableFormat;
import io.millrace.support.SparkExtension;
import io.millrace.support.Table;
import io.millrace.transforms.ChangeRules;
import io.millrace.transforms.Deletes;
import io.millrace.transforms.Ties;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Changes that say only some columns, merged into tables: a dash says nothing. */
@ExtendWith(SparkExtension.class)
class PartialChangesTest {

  @TempDir private Path folder;

  static ChangeRules rules(int scdType, Deletes deletes) {
    return new ChangeRules(
        List.of("id"),
        List.of("at"),
        Optional.of("op = 'D'"),
        scdType == 1 ? Optional.of("op = 'T'") : Optional.empty(),
        true,
        List.of(),
        List.of("op", "at"),
        scdType,
        Ties.LAST,
        deletes,
        "BI_",
        Duration.ofDays(30));
  }

  /** {@code op day id a b}, with commas between. */
  static Dataset<Row> changes(SparkSession spark, String changes) {
    StringBuilder table =
        new StringBuilder("op string | at timestamp | id int | a string | b int\n");
    for (String change : changes.split(", ", -1)) {
      String[] parts = change.strip().replace("-", "null").split(" ", -1);
      table.append("%s | 2024-05-%s 00:00:00 | %s | %s | %s%n".formatted((Object[]) parts));
    }
    return Table.rows(spark, table.toString());
  }

  private Tables merged(
      TableFormat format, int scdType, Deletes deletes, String batches, SparkSession spark) {
    Tables tables = new Tables(spark, format, folder);
    MergeIntoTable sink = tables.sink("orders", rules(scdType, deletes));
    for (String batch : batches.split(" / ", -1)) {
      tables.merge(sink, changes(spark, batch));
    }
    return tables;
  }

  /** PartialStatesTest has more of them. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          DELTA   | I 01 1 x 1 / D 02 1 - -, U 03 1 - 2, D 04 1 - -     | [1,null,2,true]
          """)
  void aDeletedRowThatStaysKeepsWhatItHad(
      TableFormat format, String batches, String row, SparkSession spark) {
    Tables tables = merged(format, 1, Deletes.SOFT, batches, spark);
    assertThat(tables.lines("orders", "id", "a", "b", "nullif(_deletion > _change, false)"))
        .containsExactly(row);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ICEBERG | I 01 1 x 1, U 05 1 - 2 / T 03 - - -  | [1,null,2]
          """)
  void whatWasTakenDoesNotComeBack(
      TableFormat format, String batches, String row, SparkSession spark) {
    Tables tables = merged(format, 1, Deletes.HARD, batches, spark);
    assertThat(tables.lines("orders", "id", "a", "b")).containsExactly(row);
  }

  /** Later versions, too, have what a late change wrote, and not what a late deletion took. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ICEBERG | I 01 1 x 1, U 03 1 - 2 / U 02 1 y -       | [1,x,1,1] [1,y,1,2] [1,y,2,3]
          """)
  void aLateChangeReachesLaterVersions(
      TableFormat format, String batches, String rows, SparkSession spark) {
    Tables tables = merged(format, 2, Deletes.HARD, batches, spark);
    assertThat(String.join(" ", tables.lines("orders", "id", "a", "b", "day(__start_at)")))
        .isEqualTo(rows);
  }

  /** Spark gives the entries of a larger map back in another order than they were written in. */
  @Test
  void manyColumnsMayBeLeftOut(SparkSession spark) {
    Tables tables = new Tables(spark, TableFormat.ICEBERG, folder);
    MergeIntoTable first =
        new MergeIntoTable(
            tables.name("people"),
            rules(1, Deletes.HARD),
            TableFormat.ICEBERG,
            List.of(),
            Map.of(),
            SchemaChanges.USUAL,
            true,
            Optional.empty());
    String header =
        "op string | at timestamp | id int | name string | street string | city string | zip string | phone string\n";
    tables.merge(
        first,
        Table.rows(
            spark,
            header
                + "I | 2024-05-01 00:00:00 | 1 | ann | elm | rome | 77 | 55\nI | 2024-05-01 00:00:00 | 2 | bob | oak | bonn | 78 | 56"));
    tables.merge(
        tables.sink("people", rules(1, Deletes.HARD)),
        Table.rows(
            spark,
            header
                + "U | 2024-05-02 00:00:00 | 1 | null | null | oslo | null | null\nD | 2024-05-02 00:00:00 | 2 | null | null | null | null | null"));
    assertThat(tables.lines("people", "id", "name", "street", "city", "zip", "phone"))
        .containsExactly("[1,ann,elm,oslo,77,55]");
  }
}
