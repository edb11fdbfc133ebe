package io.millrace.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.apache.spark.sql.SparkSession;

/**
 * A table of Iceberg as a careful hand keeps it: the last change of each key, then one MERGE.
 * Arguments: {@code load}, {@code merge} or {@code export}; what is read, or for {@code export}
 * written; the warehouse; threads; the mode of row-level changes.
 */
final class HandWrittenMerge {

  private static final String CREATE =
      """
      CREATE TABLE lake.shop.orders USING iceberg
      TBLPROPERTIES ('format-version' = '2', 'write.merge.mode' = '%1$s',
        'write.delete.mode' = '%1$s', 'write.update.mode' = '%1$s')
      AS SELECT id, customer, status, amount, item, note, ordered FROM parquet.`%2$s`
      """;

  private static final String LATEST =
      """
      SELECT Op, id, customer, status, amount, item, note, ordered FROM (
        SELECT *, row_number() OVER (
          PARTITION BY id ORDER BY dms_timestamp DESC, file DESC, place DESC) AS rank FROM changes
      ) WHERE rank = 1
      """;

  private static final String MERGE =
      """
      MERGE INTO lake.shop.orders t USING latest s ON t.id = s.id
      WHEN MATCHED AND s.Op = 'D' THEN DELETE
      WHEN MATCHED THEN UPDATE SET t.customer = s.customer, t.status = s.status,
        t.amount = s.amount, t.item = s.item, t.note = s.note, t.ordered = s.ordered
      WHEN NOT MATCHED AND s.Op <> 'D' THEN
        INSERT (id, customer, status, amount, item, note, ordered)
        VALUES (s.id, s.customer, s.status, s.amount, s.item, s.note, s.ordered)
      """;

  private HandWrittenMerge() {}

  public static void main(String[] args) {
    try (SparkSession spark =
        DmsChanges.session(args[3])
            .config("spark.sql.shuffle.partitions", 4) // as in conf/environments/local.conf
            .config("spark.sql.catalog.lake", "org.apache.iceberg.spark.SparkCatalog")
            .config("spark.sql.catalog.lake.type", "hadoop")
            .config("spark.sql.catalog.lake.warehouse", Path.of(args[2]).toUri().toString())
            .getOrCreate()) {
      Instant begun = Instant.now();
      switch (args[0]) {
        case "load" -> spark.sql(CREATE.formatted(args[4], args[1]));
        case "merge" -> {
          DmsChanges.read(spark, args[1]).createOrReplaceTempView("changes");
          // A MERGE that copies reads its source twice, and refuses one that counts rows.
          spark.sql(LATEST).localCheckpoint().createOrReplaceTempView("latest");
          spark.sql(MERGE);
        }
        default ->
            spark
                .table("lake.shop.orders")
                .selectExpr(MergeInput.COLUMNS.toArray(String[]::new))
                .write()
                .parquet(args[1]);
      }
      Child.sayJobSeconds(Duration.between(begun, Instant.now()));
    }
  }
}
