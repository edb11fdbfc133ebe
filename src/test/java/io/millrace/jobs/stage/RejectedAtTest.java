package io.millrace.jobs.stage;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.spark.unsafe.types.UTF8String;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The shape of a record says how it is written, and not what it says. */
class RejectedAtTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          1,Ann,078-05-1120     | 9,xxx,999-99-9999
          {"a": "né@x.org"}     | {"x": "xx@x.xxx"}
          \u05E9\u05DC\u05D5\u05DD \u0663 \uD83D\uDE00| xxxx x x
          ``                    | ``
          """)
  void lettersAndDigitsAreMasked(String text, String shape) {
    assertThat(RejectedAt.shape(UTF8String.fromString(text))).isEqualTo(shape);
  }

  @Test
  void ofALongRecordOnlyTheBeginIsShown() {
    UTF8String most = UTF8String.fromString("7".repeat(RejectedAt.LONGEST_SHAPE));
    assertThat(RejectedAt.shape(most)).isEqualTo("9".repeat(RejectedAt.LONGEST_SHAPE));
    assertThat(RejectedAt.shape(UTF8String.concat(most, most)))
        .isEqualTo("9".repeat(RejectedAt.LONGEST_SHAPE) + "\u2026");
    assertThat(RejectedAt.shape(null)).isNull();
  }
}
