package io.millrace.transforms;

import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.trim;
import static org.apache.spark.sql.functions.when;

import io.millrace.udf.Functions;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/** The commit time of a change as DMS writes it, which names no zone. */
record DmsTimestamp(String name, DataType type) {

  /** As timestamp_ntz; null if it is blank or no such time. */
  Column value(SparkSession spark) {
    if (type.equals(DataTypes.TimestampNTZType)) {
      return Columns.named(name);
    }
    if (type.equals(DataTypes.TimestampType)) {
      return expr(
          "timestamp_ntz'1970-01-01 00:00:00' + make_dt_interval(0, 0, 0, cast(unix_micros("
              + Columns.quoted(name)
              + ") / 1000000BD as decimal(18, 6)))");
    }
    return Functions.call(spark, "commit_time", Columns.named(name));
  }

  Column isBlank() {
    Column none = Columns.named(name).isNull();
    return type.equals(DataTypes.StringType)
        ? none.or(trim(Columns.named(name)).equalTo(""))
        : none;
  }

  /**
   * Why it cannot be used, or null.
   *
   * @param value of it
   */
  Column problem(Column value, Column isChange) {
    Column reason =
        when(not(isBlank()), lit(name + " is no time such as 2026-01-31 13:07:09.123456"))
            .when(isChange, lit("the change has no " + name));
    return when(value.isNull(), reason);
  }
}
