package io.millrace.udf;

import java.util.Locale;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * {@code mask_domain_only(email)}: what follows the {@code @} of an e-mail address, in lower case;
 * null for a text that is none. The domain must have a dot, and only one {@code @} may be there.
 */
public final class MaskDomainOnly implements MasksText {

  private static final int LONGEST = 254;

  /** The domain; Spark's generated code calls this. */
  public static UTF8String invoke(UTF8String text) {
    if (text == null || text.numBytes() > LONGEST) {
      return null;
    }
    Object base = text.getBaseObject();
    long end = text.getBaseOffset() + text.numBytes();
    long from = Bytes.skipBlanks(base, text.getBaseOffset(), end);
    long to = Bytes.dropBlanks(base, from, end);
    long at = EmailShape.at(base, from, to);
    if (at < 0) {
      return null;
    }
    UTF8String domain = UTF8String.fromAddress(base, at + 1, (int) (to - at - 1));
    return UTF8String.fromString(domain.toString().toLowerCase(Locale.ROOT));
  }

  @Override
  public String name() {
    return "mask_domain_only";
  }

  @Override
  public String description() {
    return "mask_domain_only(email): the domain of an e-mail address, or null";
  }
}
