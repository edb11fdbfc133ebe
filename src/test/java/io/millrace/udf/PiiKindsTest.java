package io.millrace.udf;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.unsafe.types.UTF8String;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What looks like personal data, and what only nearly does. */
class PiiKindsTest {

  private static String kinds(String text) {
    int bits = PiiKinds.invoke(UTF8String.fromString(text));
    List<String> kinds = new ArrayList<>();
    for (int bit = 0; bit < PiiKinds.NAMES.size(); bit++) {
      if ((bits >> bit & 1) == 1) {
        kinds.add(PiiKinds.NAMES.get(bit));
      }
    }
    return String.join(" ", kinds);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "116-48-1824 | ssn",
        "116 48 1824 | ssn",
        "116481824 | ssn",
        "899-99-9999 | ssn",
        "000-48-1824 | ''",
        "666-48-1824 | ''",
        "900-48-1824 | ''",
        "116-00-1824 | ''",
        "116-48-0000 | ''",
        "116-481824 | ''",
        "11-648-1824 | ''",
        "116.48.1824 | ''",
        "116-48-182 | ''",
        "4111111111111111 | card",
        "4111-1111-1111-1111 | card",
        "4111 1111 1111 1111 | card",
        "378282246310005 | card",
        "5555555555554444 | card",
        "2223003122003222 | card",
        "6011111111111117 | card",
        "3530111333300000 | card",
        "30569309025904 | card",
        "6200000000000005 | card",
        "6759649826438453 | card",
        "4222222222222 | card",
        "4111111111111112 | ''",
        "1111-2222-3333-4444 | ''",
        "9999999999999995 | ''",
        "4111--1111-1111-1111 | ''",
        "-4111111111111111 | ''",
        "0000000000000000 | ''",
        "ann@example.com | email",
        "ann.bee+c@sub.example.co.uk | email",
        "ann@example | ''",
        "ann at example.com | ''",
        "mail ann@example.com | ''",
        "@ann | ''",
        "274-218-6653 | phone",
        "(274) 218-6653 | phone",
        "2742186653 | phone",
        "1-274-218-6653 | phone",
        "+1 274 218 6653 | phone",
        "+49 69 66902555 | phone",
        "+4969669025 | phone",
        "0171 555 2282 | phone",
        "(02) 9936 8555 | phone",
        "01715552282 | ''",
        "174-218-6653 | ''",
        "274-118-6653 | ''",
        "1515999114 | ''",
        "+0123456789 | ''",
        "+123456 | ''",
        "10.1.2.3 | ip",
        "212.212.12.12 | ip",
        "2001:db8::1 | ip",
        "::ffff:10.1.2.3 | ip",
        "10.1.2.300 | ''",
        "10.1.2.0/24 | ''",
        "12:30:45 | ''",
        "2018-01-06 | ''",
        "20180106123045 | ''",
        "12345-6789 | ''",
        "1234.56 | ''",
        "hello | ''",
        "'' | ''",
        "7 | ''",
        "'  116-48-1824 ' | ssn",
        "{\"a\":\"116-48-1824\",\"b\":[{\"c\":\"ann@example.com\"}]} | ssn email",
        "[4111111111111111, 12] | card",
        "{\"a\":\"x\\\"116-48-1824\",\"b\":\"y\"} | ''",
        "{\"a\":\"116-48-1824 | ssn",
        "{\"a\":116 | ''",
        "{\"ann@example.com\":1} | email",
      })
  void aTextLooksLikeTheseKinds(String text, String kinds) {
    assertThat(kinds(text)).isEqualTo(kinds);
  }

  @Test
  void nullAndLongTextsLookLikeNothing() {
    assertThat(PiiKinds.invoke(null)).isZero();
    assertThat(kinds("a".repeat(300) + "@example.com")).isEmpty();
    assertThat(kinds("\\")).isEmpty();
    assertThat(kinds("{\"\\")).isEmpty();
  }
}
