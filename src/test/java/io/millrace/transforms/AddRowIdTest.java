package io.millrace.transforms;

import static io.millrace.support.Table.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.support.SparkExtension;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An id that is the same in every query. */
@ExtendWith(SparkExtension.class)
class AddRowIdTest {

  private static Dataset<Row> read(SparkSession spark) {
    return Traces.good(
        rows(
            spark,
            """
            id int | _millrace_file string | _millrace_position bigint
            1 | s3a://b/a 1 | 2
            2 | s3a://b/a   | 12
            3 | s3a://b/a   | 1
            """));
  }

  private static List<String> ids(Dataset<Row> rows) {
    return rows.orderBy("id").select("row_id").collectAsList().stream()
        .map(row -> row.getString(0))
        .toList();
  }

  @Test
  void theIdIsMadeOfFileAndPlaceHoweverTheRowsAreSpread(SparkSession spark) throws Exception {
    byte[] hash =
        MessageDigest.getInstance("SHA-256")
            .digest("2 s3a://b/a 1".getBytes(StandardCharsets.UTF_8));
    List<String> ids = ids(new AddRowId().apply(read(spark)));
    assertThat(ids).doesNotHaveDuplicates().hasSize(3);
    assertThat(ids.get(0)).isEqualTo(HexFormat.of().formatHex(hash).substring(0, 32));
    assertThat(ids(new AddRowId().apply(read(spark).repartition(3)))).isEqualTo(ids);
    assertThat(new AddRowId("My `id.x").apply(read(spark)).columns())
        .containsExactly("id", "My `id.x", Trace.FILE, Trace.POSITION, Trace.ASIDE);
  }

  @Test
  void rowsWithoutAPlaceAreRejectsAndRowsAsideAreLeftAlone(SparkSession spark) {
    Dataset<Row> rows =
        rows(spark, "id int|_millrace_file string|_millrace_position bigint\n1|f|null\n2|null|1");
    assertThat(Traces.reasons(new AddRowId().apply(Traces.aside(rows, "id = 2"))))
        .containsExactly(
            "add-row-id: the row has no place in a file to make an id from", "earlier");
    assertThat(new AddRowId().apply(Traces.good(rows.where("false"))).collectAsList()).isEmpty();
  }

  @Test
  void rowsThatKnowNoFileAreRefused(SparkSession spark) {
    Dataset<Row> rows = Traces.good(spark.sql("select 1 as id"));
    assertThatThrownBy(() -> new AddRowId().apply(rows))
        .hasMessage(
            "add-row-id: these rows no longer say which file they came from; put this step first, behind a source that reads files");
    assertThatThrownBy(() -> new AddRowId("ID").apply(rows))
        .hasMessage("add-row-id: the input already has ID; rename or drop it before this step");
  }
}
