package io.millrace.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.support.SparkExtension;
import java.nio.file.Path;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which warehouses become full paths. */
@ExtendWith(SparkExtension.class)
class WarehousesTest {

  /** A name that Spark takes for a secret's, and would show no value of. */
  private static final String CATALOG = "spark.sql.catalog.tokens.";

  @ParameterizedTest
  @CsvSource({
    "type, hadoop, lake/warehouse, true",
    "type, HADOOP, lake/warehouse, true",
    "catalog-impl, org.apache.iceberg.hadoop.HadoopCatalog, lake/warehouse, true",
    "type, hadoop, absent://bucket/warehouse, false",
    "type, hadoop, file:/lake/warehouse, false",
    "type, glue, lake/warehouse, false",
    "type, rest, warehouse, false",
    "catalog-impl, org.apache.iceberg.aws.glue.GlueCatalog, lake/warehouse, false"
  })
  void ofCatalogsOfFolders(
      String key, String value, String folder, boolean isChanged, SparkSession spark) {
    spark.conf().set(CATALOG + key, value);
    spark.conf().set(CATALOG + "warehouse", folder);
    Warehouses.qualify(spark, Map.of(CATALOG + key, value, CATALOG + "warehouse", folder));
    assertThat(spark.conf().get(CATALOG + "warehouse"))
        .isEqualTo(isChanged ? "file:" + Path.of(folder).toAbsolutePath() : folder);
  }
}
