package io.millrace.transforms;

import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.MetadataBuilder;

/** What the plan of rows says about personal data: marks in the metadata of its columns. */
public final class Personal {

  /** Key of a column's tag, such as {@code ssn}. */
  public static final String TAG = "millrace.personal";

  /** Key of the name that the column had when it was tagged. */
  public static final String COLUMN = "millrace.personal.column";

  /** Key of what may be shown: the expression under it protects what it is made from. */
  public static final String PROTECTED = "millrace.protected";

  /** The tag that says a column is not personal, though made from one that is. */
  public static final String NONE = "none";

  /** The mark of a value that a step has protected. */
  static final Metadata SAFE = new MetadataBuilder().putBoolean(PROTECTED, true).build();

  private Personal() {}

  /** The mark of a personal column. */
  static Metadata tagged(String tag, String column) {
    return new MetadataBuilder().putString(TAG, tag).putString(COLUMN, column).build();
  }
}
