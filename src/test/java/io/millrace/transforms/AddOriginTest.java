package io.millrace.transforms;

import static io.millrace.support.Table.rows;
import static io.millrace.support.Table.table;
import static io.millrace.support.Table.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.support.SparkExtension;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SparkExtension.class)
class AddOriginTest {

  private static Dataset<Row> read(SparkSession spark) {
    return Traces.good(
        rows(
            spark, "id int|_millrace_file string|_millrace_position bigint\n1|a.csv|0\n2|a.csv|7"));
  }

  @Test
  void fileAndPlaceBecomeColumnsAndTheTraceStays(SparkSession spark) {
    Dataset<Row> added = new AddOrigin("file", "at").apply(read(spark));
    assertThat(text(added.select("id", "file", "at")))
        .isEqualTo(table("id int|file string|at bigint\n1|a.csv|0\n2|a.csv|7"));
    assertThat(added.columns()).contains(Trace.FILE, Trace.POSITION, Trace.ASIDE);
  }

  @Test
  void rowsWithoutAnOriginAreRefused(SparkSession spark) {
    assertThatThrownBy(() -> new AddOrigin().apply(rows(spark, "id int\n1")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "add-origin: these rows no longer say which file they came from; put this step first, behind a source that reads files");
  }

  @Test
  void namesThatAreTakenAreRefused(SparkSession spark) {
    assertThatThrownBy(() -> new AddOrigin("ID", "at").apply(read(spark)))
        .hasMessage("add-origin: the input already has ID; rename or drop it before this step");
    assertThatThrownBy(() -> new AddOrigin("at", "AT"))
        .hasMessage("file and position are both 'at'; give one another name");
  }
}
