package io.millrace.jobs.register;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * A partition of a table.
 *
 * @param values one text for each partition key; {@link #NULL} for null
 * @param location its folder; empty if the catalog does not tell
 */
public record PartitionFolder(List<String> values, String location) {

  /** What Hive writes for null. */
  public static final String NULL = "__HIVE_DEFAULT_PARTITION__";

  public PartitionFolder {
    values = Collections.unmodifiableList(new ArrayList<>(values));
  }

  /** {@code year=2024/month=08}. */
  public String name(StructType keys) {
    StringBuilder name = new StringBuilder();
    for (int i = 0; i < values.size(); i++) {
      StructField key = keys.fields()[i];
      name.append(i == 0 ? "" : "/").append(key.name()).append('=').append(values.get(i));
    }
    return name.toString();
  }
}
