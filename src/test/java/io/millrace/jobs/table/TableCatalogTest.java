package io.millrace.jobs.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.support.SparkExtension;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where two writers at once would lose a commit. */
@ExtendWith(SparkExtension.class)
class TableCatalogTest {

  @ParameterizedTest
  @CsvSource({
    "type, hadoop, s3a://bucket/lake, '', true",
    "type, HADOOP, S3://bucket/lake, '', true",
    "catalog-impl, org.apache.iceberg.hadoop.HadoopCatalog, s3n://bucket/lake, '', true",
    "type, hadoop, s3a://bucket/lake, org.apache.iceberg.aws.dynamodb.DynamoDbLockManager, false",
    "type, hadoop, lake/warehouse, '', false",
    "type, hadoop, hdfs://lake/warehouse, '', false",
    "type, glue, s3://bucket/lake, '', false",
    "type, rest, s3://bucket/lake, '', false"
  })
  void foldersOfAStoreWantOneWriter(
      String key, String value, String warehouse, String lock, boolean warns, SparkSession spark) {
    String catalog = "spark.sql.catalog.lake.";
    spark.conf().set(catalog + key, value);
    spark.conf().set(catalog + "warehouse", warehouse);
    if (!lock.isEmpty()) {
      spark.conf().set(catalog + "lock-impl", lock);
    }
    var table =
        new TableCatalog(
            spark, TableName.parse("lake.shop.t", "table"), TableFormat.ICEBERG, TableRole.SINK);
    assertThat(table.warning().isPresent()).isEqualTo(warns);
    table.warning().ifPresent(said -> assertThat(said).contains("one run at a time", warehouse));
  }
}
