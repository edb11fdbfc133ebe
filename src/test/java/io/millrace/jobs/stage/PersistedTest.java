package io.millrace.jobs.stage;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.support.SparkExtension;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SparkExtension.class)
class PersistedTest {

  private static final String COMPRESSED = "spark.sql.inMemoryColumnarStorage.compressed";
  private static final int ROWS = 20_000;

  /** 20,000 times the same 100 letters, which an encoding of Spark's makes a few kilobytes. */
  private static Dataset<Row> alike(SparkSession spark, String letter) {
    return spark.range(0, ROWS, 1, 1).selectExpr("repeat('%s', 100) AS text".formatted(letter));
  }

  private static long bytesKept(SparkSession spark, Dataset<Row> rows) {
    assertThat(rows.count()).isEqualTo(ROWS);
    assertThat(rows.distinct().count()).isEqualTo(1);
    long bytes =
        Stream.of(spark.sparkContext().getRDDStorageInfo())
            .mapToLong(kept -> kept.memSize() + kept.diskSize())
            .sum();
    rows.unpersist(true);
    return bytes;
  }

  @Test
  void rowsAreKeptAsTheyAre(SparkSession spark) {
    Dataset<Row> rows = Persisted.of(alike(spark, "a"));

    assertThat(spark.conf().get(COMPRESSED, null)).isNull();
    assertThat(rows.storageLevel().toString()).contains("disk, memory, 1 replicas");
    assertThat(bytesKept(spark, rows)).isGreaterThan(100L * ROWS);
  }

  @Test
  void aSessionThatSaysOtherwiseIsHeeded(SparkSession spark) {
    spark.conf().set(COMPRESSED, true);

    assertThat(bytesKept(spark, Persisted.of(alike(spark, "b")))).isLessThan(100_000);
    assertThat(spark.conf().get(COMPRESSED)).isEqualTo("true");
  }
}
