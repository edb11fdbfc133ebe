package io.millrace.udf;

import org.apache.spark.unsafe.types.UTF8String;

/** {@code mask_full(text)}: {@code ****} whatever the text, so not even its length is told. */
public final class MaskFull implements MasksText {

  private static final UTF8String MASK = UTF8String.fromString("****");

  /** The mask; Spark's generated code calls this. */
  public static UTF8String invoke(UTF8String text) {
    return text == null ? null : MASK;
  }

  @Override
  public String name() {
    return "mask_full";
  }

  @Override
  public String description() {
    return "mask_full(text): **** for any text";
  }
}
