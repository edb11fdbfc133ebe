package io.millrace.jobs.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.jobs.table.TableFormat;
import io.millrace.support.SparkExtension;
import io.millrace.transforms.ChangeRules;
import io.millrace.transforms.Deletes;
import io.millrace.transforms.InvalidInputException;
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

/** Delta has names that it takes only with column mapping. */
@ExtendWith(SparkExtension.class)
class DeltaNamesTest {

  private static final String MODE = "delta.columnMapping.mode";

  @TempDir private Path folder;
  private Tables tables;

  private MergeIntoTable sink(Map<String, String> properties) {
    ChangeRules rules =
        new ChangeRules(
            List.of("a key"),
            List.of("at"),
            Optional.of("op = 'D'"),
            Optional.empty(),
            false,
            List.of(),
            List.of("op"),
            1,
            Ties.LAST,
            Deletes.HARD,
            "BI_",
            Duration.ofDays(30));
    return new MergeIntoTable(
        tables.name("orders"),
        rules,
        TableFormat.DELTA,
        List.of(),
        properties,
        SchemaChanges.USUAL,
        false,
        Optional.empty());
  }

  @Test
  void theyAreRefusedBeforeAnythingIsWrittenAndTakenWithIt(SparkSession spark) {
    tables = new Tables(spark, TableFormat.DELTA, folder);
    Dataset<Row> first =
        spark.sql(
            "select 'I' as op, 1 as at, explode(array(1, 2)) as `a key`, struct(5 as `per kg`) as price");
    for (Map<String, String> none : List.of(Map.<String, String>of(), Map.of(MODE, "none"))) {
      assertThatThrownBy(() -> sink(none).plan(spark, first.schema()))
          .isInstanceOf(InvalidInputException.class)
          .hasMessage(
              "sink.table: Delta takes a blank, or any of ,;{}()= in a name only with column mapping: a key, per kg; rename, or set properties { delta.columnMapping.mode = name }");
    }
    MergeIntoTable sink = sink(Map.of(MODE, "name"));
    tables.merge(sink, first);
    tables.merge(sink, first.selectExpr("'D' as op", "2 as at", "2 as `a key`", "price"));
    tables.merge(sink, first);
    assertThat(tables.lines("orders", "`a key`", "price.`per kg`")).containsExactly("[1,5]");
  }
}
