package io.millrace.jobs.stage;

import java.io.Serializable;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.unsafe.types.UTF8String;

/** Why rows were rejected: the rule, the column (may be null) and the reason. */
public record Rejected(String rule, String column, String reason) implements Serializable {

  /** The reason in a row's mark, see {@link io.millrace.transforms.Trace#ASIDE_TYPE}. */
  static Rejected of(InternalRow aside) {
    return new Rejected(text(aside, 1), text(aside, 3), text(aside, 2));
  }

  private static String text(InternalRow aside, int field) {
    UTF8String value = aside.getUTF8String(field);
    return value == null ? null : value.toString();
  }

  /** {@code "read: not an int (column http)"}. */
  public String sentence() {
    return rule + ": " + reason + (column == null ? "" : " (column " + column + ")");
  }
}
