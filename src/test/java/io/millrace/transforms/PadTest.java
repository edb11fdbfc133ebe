package io.millrace.transforms;

import static io.millrace.support.Table.rows;
import static io.millrace.support.Table.table;
import static io.millrace.support.Table.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.support.SparkExtension;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Texts of a least length. */
@ExtendWith(SparkExtension.class)
class PadTest {

  @Test
  void shortTextsAreFilledAndLongOnesStay(SparkSession spark) {
    Dataset<Row> zips =
        rows(spark, "zip string | n int\n705|1\n01002|2\n99501-1234|3\nnull|4\né|5");
    assertThat(text(new Pad(List.of("ZIP"), 5).apply(zips).select("zip")))
        .isEqualTo(table("zip string\n00705\n01002\n99501-1234\nnull\n0000é"));
    assertThat(text(new Pad(List.of("zip"), 6, Side.RIGHT, "ab").apply(zips).select("zip")))
        .isEqualTo(table("zip string\n705aba\n01002a\n99501-1234\nnull\néababa"));
  }

  @Test
  void onlyStringsCanBePadded(SparkSession spark) {
    assertThatThrownBy(() -> new Pad(List.of("n"), 5).apply(rows(spark, "n int\n1")))
        .hasMessage("pad: column n is int but must be string");
    assertThatThrownBy(() -> new Pad(List.of("n"), 0))
        .hasMessage("length must be at least 1, was 0");
    assertThatThrownBy(() -> new Pad(List.of("n"), 1, Side.LEFT, ""))
        .hasMessage("with must not be empty");
  }
}
