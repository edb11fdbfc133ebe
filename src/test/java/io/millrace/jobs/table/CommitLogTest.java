package io.millrace.jobs.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.support.SparkExtension;
import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SparkExtension.class)
class CommitLogTest {

  @TempDir private Path folder;

  /** Spark hides what a site calls secret, and that may be any long number. */
  @Test
  void theVersionIsKnownThoughSparkHidesIt(SparkSession spark) {
    spark.conf().set("spark.sql.catalog.lake", "org.apache.iceberg.spark.SparkCatalog");
    spark.conf().set("spark.sql.catalog.lake.type", "hadoop");
    spark.conf().set("spark.sql.catalog.lake.warehouse", folder.toString());
    spark.sql("CREATE TABLE lake.shop.orders (id int) USING iceberg");
    TableName name = TableName.parse("lake.shop.orders", "table");
    CommitLog log = new CommitLog(spark, name, TableFormat.ICEBERG);
    assertThat(log.version()).isEmpty();

    spark.sql("INSERT INTO lake.shop.orders VALUES (1)");
    String snapshot =
        spark.sql("SELECT string(snapshot_id) FROM lake.shop.orders.snapshots").head().getString(0);
    assertThat(log.version()).contains(snapshot);

    spark.conf().set("spark.sql.redaction.options.regex", "\\d{9,}");
    assertThat(spark.sql("SHOW TBLPROPERTIES lake.shop.orders").collectAsList().toString())
        .doesNotContain(snapshot);
    assertThat(log.version()).contains(snapshot);
  }
}
