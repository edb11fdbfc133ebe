package io.millrace.udf;

import java.nio.charset.StandardCharsets;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * {@code mask_last_four(text)}: a number with stars for all but its last four characters, such as
 * {@code ****-****-****-4444}. Dashes, dots, blanks and the like stay. Null for a text of fewer
 * than 8 other characters, of which four would tell too much, or of more than 34, as no number has.
 */
public final class MaskLastFour implements MasksText {

  private static final int SHOWN = 4;
  private static final int FEWEST = 8;
  private static final int MOST = 34; // of an IBAN
  private static final String SEPARATORS = " -./()+_,:";

  /** The masked text; Spark's generated code calls this. */
  public static UTF8String invoke(UTF8String text) {
    if (text == null || text.numBytes() > 4 * (MOST + MOST)) {
      return null;
    }
    byte[] given = text.getBytes();
    int characters = 0;
    for (byte b : given) {
      characters += isBegin(b) ? 1 : 0;
    }
    if (characters < FEWEST || characters > MOST || !Bytes.isUtf8(given)) {
      return null;
    }
    StringBuilder masked = new StringBuilder(given.length);
    int hidden = characters - SHOWN;
    int at = 0;
    for (; hidden > 0 || isTail(given[at]); at++) {
      if (isBegin(given[at])) {
        masked.append('*');
        hidden--;
      } else if (isSeparator(given[at])) {
        masked.append((char) given[at]);
      }
    }
    masked.append(new String(given, at, given.length - at, StandardCharsets.UTF_8));
    return UTF8String.fromString(masked.toString());
  }

  /** Whether a character that is no separator begins here. */
  private static boolean isBegin(byte b) {
    return !isTail(b) && !isSeparator(b);
  }

  /** Whether the byte goes on with a character that began before it. */
  private static boolean isTail(byte b) {
    return (b & 0xc0) == 0x80;
  }

  private static boolean isSeparator(byte b) {
    return b > 0 && SEPARATORS.indexOf(b) >= 0;
  }

  @Override
  public String name() {
    return "mask_last_four";
  }

  @Override
  public String description() {
    return "mask_last_four(text): stars for all but the last four characters of a number, or null";
  }
}
