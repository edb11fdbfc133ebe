package io.millrace.udf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.support.SparkExtension;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Random;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.unsafe.types.UTF8String;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What may be shown of a personal value, and that nothing else of it is. */
@ExtendWith(SparkExtension.class)
class ProtectionTest {

  private static UTF8String utf8(String text) {
    return text == null ? null : UTF8String.fromString(text);
  }

  private static String text(Object value) {
    return value == null ? null : value.toString();
  }

  @ParameterizedTest
  @CsvSource({
    "4111-1111-1111-1234, ****-****-****-1234",
    "4111 1111 1111 1234, **** **** **** 1234",
    "378282246310005, ***********0005",
    "116-48-1824, ***-**-1824",
    "+1 (555) 010-9999, +* (***) ***-9999",
    "DE89370400440532013000, ******************3000",
    "12345678, ****5678",
    "Zoë Müllër, *** **llër",
    "４１１１１１１１１２３４, ********１２３４",
  })
  void theLastFourAreShownAndStarsStandForTheRest(String text, String masked) {
    assertThat(MaskLastFour.invoke(utf8(text))).hasToString(masked);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1",
        "1234",
        "1234567",
        "12-34-567",
        "    1234   ",
        "12345678901234567890123456789012345"
      })
  void textOfWhichFourCharactersTellTooMuchIsNotShownAtAll(String text) {
    assertThat(MaskLastFour.invoke(utf8(text))).isNull();
  }

  @Test
  void bytesThatAreNoUtf8AreNotShown() {
    byte[] bytes = {'1', '2', '3', '4', '5', '6', '7', '8', '9', (byte) 0xc3};
    assertThat(MaskLastFour.invoke(UTF8String.fromBytes(bytes))).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "ann@example.com, example.com",
    "' Ann.Bee+x@Mail.Example.COM ', mail.example.com",
    "ann@INFO.IT, info.it",
    "ann@müller.de, müller.de",
  })
  void theDomainIsAllThatIsShownOfAnAddress(String email, String domain) {
    assertThat(MaskDomainOnly.invoke(utf8(email))).hasToString(domain);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "@",
        "ann",
        "ann@",
        "@example.com",
        "ann@localhost",
        "ann@bee@example.com",
        "ann@.com",
        "ann@example.",
        "ann@ex..com",
        "ann@-ex.com",
        "ann@ex-.com",
        "a b@example.com",
        "ann@example.com, bob@example.com",
        "ann@10.0.0.1",
        ".ann@example.com",
        "ann.@example.com",
        "an..n@example.com",
        "ann@exa mple.com"
      })
  void whatIsNoAddressIsNotShown(String email) {
    assertThat(MaskDomainOnly.invoke(utf8(email))).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "1984-03-12, 1984",
    "2024-02-29, 2024",
    "1984-03-12 23:59:59, 1984",
    "1984-03-12T23:59:59Z, 1984",
    "2023-02-29, ",
    "1984-13-01, ",
    "1984-00-01, ",
    "1984-03-32, ",
    "1984-03-12x, ",
    "12/03/1984, ",
    "1984, ",
    "'', ",
    "19840312xx, ",
    "0000-01-01, ",
  })
  void theYearIsShownOfADateAndNothingOfOtherText(String date, Integer year) {
    assertThat(MaskYearOnly.invoke(utf8(date))).isEqualTo(year);
  }

  @Test
  void theFullMaskTellsNotEvenTheLength() {
    assertThat(MaskFull.invoke(utf8("a"))).hasToString("****");
    assertThat(MaskFull.invoke(utf8("a long text"))).hasToString("****");
    assertThat(MaskFull.invoke(null)).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "0, 10, 90, 0-9",
    "34, 10, 90, 30-39",
    "40, 10, 90, 40-49",
    "89, 10, 90, 80-89",
    "90, 10, 90, 90+",
    "150, 10, 90, 90+",
    "64, 5, 65, 60-64",
    "88, 20, 90, 80-89",
    "-1, 10, 90, ",
    "151, 10, 90, ",
  })
  void anAgeLiesInABand(int age, int width, int oldest, String band) {
    assertThat(text(AgeBand.invoke(age, width, oldest))).isEqualTo(band);
  }

  @ParameterizedTest
  @CsvSource({
    "12345, 123",
    "01002-1234, 010",
    "010021234, 010",
    "03601, 000",
    "89301-0001, 000",
    "89401, 894",
    "705, ",
    "1234, ",
    "123456, ",
    "12345-67, ",
    "K1A 0B1, ",
    "1234x, ",
    "'', ",
  })
  void threeDigitsStayOfAZipCodeUnlessFewLiveThere(String zip, String shown) {
    assertThat(text(Zip3.invoke(utf8(zip), utf8(String.join(" ", Zip3.SPARSE))))).isEqualTo(shown);
  }

  @Test
  void theSparseAreasAreSeventeen() {
    assertThat(Zip3.SPARSE).hasSize(17).doesNotHaveDuplicates().isSorted();
  }

  @ParameterizedTest
  @CsvSource({
    "203.0.113.77, 24, 48, 203.0.113.0/24",
    "203.0.113.77, 16, 48, 203.0.0.0/16",
    "203.0.113.77, 0, 48, 0.0.0.0/0",
    "::ffff:203.0.113.77, 24, 48, 203.0.113.0/24",
    "2001:db8:1:2:3:4:5:6, 24, 48, 2001:db8:1::/48",
    "2001:DB8::1, 24, 48, 2001:db8::/48",
    "2001:db8:0:0:1:0:0:1, 24, 128, 2001:db8::1:0:0:1/128",
    "2001:0:0:1:0:0:0:1, 24, 128, 2001:0:0:1::1/128",
    "2001:db8:1:ffff::, 24, 56, 2001:db8:1:ff00::/56",
    "1:0:2:3:4:5:6:7, 24, 128, 1:0:2:3:4:5:6:7/128",
    "::1, 24, 48, ::/48",
    "203.0.113.277, 24, 48, ",
    "example.com, 24, 48, ",
    "203.0.113.77/24, 24, 48, ",
    "'', 24, 48, ",
  })
  void theNetworkIsAllThatIsShownOfAnAddress(String ip, int ipv4, int ipv6, String network) {
    assertThat(text(NetworkOnly.invoke(utf8(ip), ipv4, ipv6))).isEqualTo(network);
  }

  @Test
  void anyAddressAndItsCanonicalTextAreTheSame() throws UnknownHostException {
    long seed = 20261121;
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    for (int i = 0; i < 5_000; i++) {
      byte[] bytes = new byte[i % 5 == 0 ? 4 : 16];
      random.nextBytes(bytes);
      for (int at = 0; bytes.length == 16 && at < 16; at += 2) {
        if (random.nextInt(3) > 0) {
          bytes[at] = 0;
          bytes[at + 1] = (byte) random.nextInt(2);
        }
      }
      InetAddress address = InetAddress.getByAddress(bytes);
      String text = IpAddress.of(utf8(address.getHostAddress())).text();
      assertThat(InetAddress.getByName(text)).as(text).isEqualTo(address);
      assertThat(text).isEqualTo(text.toLowerCase(java.util.Locale.ROOT)).doesNotContain(":::");
    }
  }

  @Test
  void allOfThemAreFunctionsOfSql(SparkSession spark) {
    Functions.register(spark);
    Row shown =
        spark
            .sql(
                """
                select millrace.mask_last_four('4111-1111-1111-1234'), millrace.mask_domain_only('a@b.org'),
                  millrace.mask_year_only('1984-03-12'), millrace.mask_year_only(date'1984-03-12'),
                  millrace.mask_full('x'), millrace.age_band(34, 10, 90),
                  millrace.zip3('03601', '036 059'), millrace.network_only('2001:db8::1', 24, 48)
                """)
            .first();
    assertThat(shown)
        .hasToString("[****-****-****-1234,b.org,1984,1984,****,30-39,000,2001:db8::/48]");
    Row nothing =
        spark
            .sql(
                """
                select millrace.mask_last_four(null), millrace.mask_domain_only(null),
                  millrace.mask_year_only(null), millrace.mask_year_only(cast(null as date)),
                  millrace.mask_full(null), millrace.age_band(null, 10, 90),
                  millrace.zip3(null, '036'), millrace.network_only(null, 24, 48)
                """)
            .first();
    assertThat(nothing).hasToString("[null,null,null,null,null,null,null,null]");
    assertThatThrownBy(() -> spark.sql("select millrace.mask_last_four(4111111111111234)"))
        .hasMessageContaining("mask_last_four takes strings (text), not (bigint).");
    assertThatThrownBy(() -> spark.sql("select millrace.age_band('34', 10, 90)"))
        .hasMessageContaining("age_band takes (age int, width int, oldest int), not (");
  }
}
