package io.millrace.jobs.io;

import io.millrace.jobs.table.NewTable;
import io.millrace.jobs.table.TableFormat;
import io.millrace.jobs.table.TableName;
import io.millrace.jobs.table.WriteTarget;
import io.millrace.transforms.Default;
import io.millrace.transforms.Example;
import io.millrace.transforms.Require;
import io.millrace.transforms.Summary;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * Writes rows to a table of Iceberg or Delta, which is made if it is not there; its namespace must
 * be. Columns are matched by name, and must be those of the table. Rows are kept until all of them
 * are counted, then written in one commit that says which run made it: a batch of an incremental
 * source that a run which died has written is not written again.
 *
 * @param table {@code catalog.namespace.name}
 * @param format of the table
 * @param mode what becomes of rows that are there; {@code overwrite-partitions} replaces those in
 *     the table's own partitions
 * @param partitionBy of a table that is made: columns, and for Iceberg also {@code years}, {@code
 *     months}, {@code days} and {@code hours} of one, {@code bucket(16, id)} and {@code truncate(3,
 *     code)}
 * @param sortBy columns that the rows of each file of a table that is made are sorted by, each
 *     perhaps with {@code desc}; for Iceberg, whose extension of Spark it needs
 * @param properties of a table that is made, such as {@code write.target-file-size-bytes}
 */
@Summary("Writes rows to an Iceberg or Delta table, in one commit: adds them, or replaces rows.")
@Example(
    """
    { type = write-table, table = lake.weblogs.visits, mode = append, partition-by = ["days(visited)"] }
    """)
public record WriteTable(
    String table,
    @Default("iceberg") TableFormat format,
    @Default("error-if-exists") WriteMode mode,
    @Default("[]") List<String> partitionBy,
    @Default("[]") List<String> sortBy,
    @Default("{}") Map<String, String> properties)
    implements Sink {

  public WriteTable {
    Require.notBlank(table, "table");
    TableName.parse(table, "table");
    partitionBy = partitionBy.isEmpty() ? List.of() : Require.names(partitionBy, "partition-by");
    sortBy = sortBy.isEmpty() ? List.of() : Require.names(sortBy, "sort-by");
    properties = Map.copyOf(properties);
    new NewTable(format, partitionBy, sortBy, properties);
    if (mode == WriteMode.OVERWRITE_PARTITIONS && partitionBy.isEmpty()) {
      throw new IllegalArgumentException(
          "mode overwrite-partitions needs partition-by; without partitions use overwrite");
    }
  }

  /** An Iceberg table, and the defaults for all else. */
  public WriteTable(String table, WriteMode mode) {
    this(table, TableFormat.ICEBERG, mode, List.of(), List.of(), Map.of());
  }

  @Override
  public String target() {
    return table;
  }

  @Override
  public boolean holds(SparkSession spark, List<String> runs) {
    return open(spark).holds(runs);
  }

  @Override
  public List<String> plan(SparkSession spark, StructType columns) {
    WriteTarget target = open(spark);
    Stream<String> sentences = target.plan(columns).stream();
    String fate =
        switch (mode) {
          case APPEND -> "rows would be added";
          case OVERWRITE -> "all rows that are there would be replaced";
          case OVERWRITE_PARTITIONS -> {
            List<String> parts = target.requirePartitions();
            yield "rows in the partitions written would be replaced"
                + (parts.isEmpty() ? "" : ": " + String.join(", ", parts));
          }
          case ERROR_IF_EXISTS -> {
            target.requireEmpty();
            yield "there are no rows";
          }
        };
    return Stream.concat(sentences, Stream.of(fate)).toList();
  }

  @Override
  public Staged stage(Dataset<Row> rows, Run run) {
    return new StagedWrite(mode, open(rows.sparkSession()), KeptRows.of(rows, run), run);
  }

  private WriteTarget open(SparkSession spark) {
    return new WriteTarget(
        spark,
        TableName.parse(table, "table"),
        new NewTable(format, partitionBy, sortBy, properties));
  }
}
