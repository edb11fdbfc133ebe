package io.millrace.jobs.stage;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RuntimeConfig;
import org.apache.spark.storage.StorageLevel;

/** Rows that are kept, because a run needs them more than once. */
public final class Persisted {

  /** Whether Spark looks for the encoding of each column that takes least. */
  private static final String COMPRESSED = "spark.sql.inMemoryColumnarStorage.compressed";

  private Persisted() {}

  /**
   * Marks the rows to be kept when they are first computed, in memory or else on disk, until they
   * are unpersisted. Spark puts every value into a hash map to choose an encoding, which is nearly
   * half of what keeping costs; {@code spark.rdd.compress} has the bytes compressed instead. A
   * session that says otherwise is heeded.
   */
  public static Dataset<Row> of(Dataset<Row> rows) {
    RuntimeConfig conf = rows.sparkSession().conf();
    boolean chosen = conf.get(COMPRESSED, null) != null;
    try {
      if (!chosen) {
        conf.set(COMPRESSED, false);
      }
      return rows.persist(StorageLevel.MEMORY_AND_DISK_SER());
    } finally {
      if (!chosen) {
        conf.unset(COMPRESSED);
      }
    }
  }
}
