package io.millrace.udf;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Random;
import org.apache.spark.unsafe.types.UTF8String;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** When two values are the same, and which are none. */
class CanonicalTextTest {

  private static String canonical(TokenKind kind, UTF8String value) {
    CanonicalText text = CanonicalText.inDomain(kind);
    Flaw flaw = text.of(value);
    return flaw == Flaw.NONE
        ? new String(text.bytes(), 0, text.length(), StandardCharsets.UTF_8)
        : flaw.name();
  }

  private static String canonical(String kind, String value) {
    return canonical(TokenKind.of(kind), UTF8String.fromString(value));
  }

  @ParameterizedTest
  @CsvSource({
    "ssn, 116481824, ssn:116481824",
    "ssn, 116-48-1824, ssn:116481824",
    "ssn, 116 48 1824, ssn:116481824",
    "ssn, ' 116-48-1824\t', ssn:116481824",
    "ssn, 116\u201348\u20141824, ssn:116481824",
    "ssn, 116\u221248\u00a01824, ssn:116481824",
    "ssn, \ufeff116\u200b48\u00ad1824\u200f, ssn:116481824",
    "ssn, \uff11\uff11\uff16\uff0d\uff14\uff18\uff0d\uff11\uff18\uff12\uff14, ssn:116481824",
    "ssn, \u0661\u0661\u0666\u0664\u0668\u0661\u0668\u0662\u0664, ssn:116481824",
    "ssn, 001-01-0001, ssn:001010001",
    "ssn, 899-99-9999, ssn:899999999",
    "ssn, 665-01-0001, ssn:665010001",
    "ssn, 000-12-3456, SSN_AREA",
    "ssn, 666-12-3456, SSN_AREA",
    "ssn, 900-12-3456, SSN_AREA",
    "ssn, 123-00-3456, SSN_GROUP",
    "ssn, 123-45-0000, SSN_SERIAL",
    "ssn, 12-345-678, SSN_LENGTH",
    "ssn, 1234567890, SSN_LENGTH",
    "ssn, 1234567890123456789012345678901234567890, SSN_LENGTH",
    "ssn, -116481824, SSN_CHARACTER",
    "ssn, 116481824-, SSN_CHARACTER",
    "ssn, ***-**-1824, SSN_CHARACTER",
    "ssn, 116.48.1824, SSN_CHARACTER",
    "ssn, 116481824.0, SSN_CHARACTER",
    "ssn, 1.16481824E8, SSN_CHARACTER",
    "ssn, N/A, SSN_CHARACTER",
    "ssn, '', EMPTY",
    "ssn, ' \t\u00a0\u200b ', EMPTY",
    "card, 6835-5177-8166-5873, card:6835517781665873",
    "card, 4111 1111 1111 1111, card:4111111111111111",
    "card, 4111-1111-1111-1111, card:4111111111111111",
    "card, 4111-1111-1111-1112, CARD_CHECK",
    "card, 4111-1111-1111-1110, CARD_CHECK",
    "card, 378282246310005, card:378282246310005",
    "card, 000000000000, card:000000000000",
    "card, 6304000000000000000, card:6304000000000000000",
    "card, 63040000000000000000, CARD_LENGTH",
    "card, 59, CARD_LENGTH",
    "card, 4111x111111111111, CARD_CHARACTER",
    "email, ' Ann.Lee@Example.ORG ', email:ann.lee@example.org",
    "email, ISTANBUL@I.COM, email:istanbul@i.com",
    "email, a+b_c%d@x-y.co.uk, email:a+b_c%d@x-y.co.uk",
    "email, Zo\u00cb@x.org, email:zo\u00eb@x.org",
    "email, ZOE\u0308@x.org, email:zo\u00eb@x.org",
    "email, a@b, EMAIL",
    "email, a@b@c.org, EMAIL",
    "email, @c.org, EMAIL",
    "email, a@, EMAIL",
    "email, a b@c.org, EMAIL",
    "email, a\u00a0b@c.org, EMAIL",
    "email, a@c..org, EMAIL",
    "email, .a@c.org, EMAIL",
    "email, a@-c.org, EMAIL",
    "email, a@c.org., EMAIL",
    "email, a@c_d.org, EMAIL",
    "email, <a@c.org>, EMAIL",
    "email, none, EMAIL",
    "phone, 202-555-0143, phone:2025550143",
    "phone, (202) 555.0143, phone:2025550143",
    "phone, +1 202 555 0143, phone:+12025550143",
    "phone, 001-202-555-0143, phone:+12025550143",
    "phone, \uff0b49 30/123456, phone:+4930123456",
    "phone, (+49) 30 123456, phone:+4930123456",
    "phone, 030 123456, phone:030123456",
    "phone, 5550143, phone:5550143",
    "phone, 555014, PHONE_LENGTH",
    "phone, 1234567890123456, PHONE_LENGTH",
    "phone, +, PHONE_LENGTH",
    "phone, +0 123456789, PHONE_PREFIX",
    "phone, 202+5550143, PHONE_CHARACTER",
    "phone, -2025550143, PHONE_CHARACTER",
    "phone, 202-555-0143 x12, PHONE_CHARACTER",
    "text, ' Ann  Lee ', text:Ann  Lee",
    "text, Zoe\u0308, text:Zo\u00eb",
    "text, 116-48-1824, text:116-48-1824",
    "text, ' ', EMPTY"
  })
  void valuesHaveOneFormOrAFlaw(String kind, String value, String form) {
    assertThat(canonical(kind, value)).isEqualTo(form);
  }

  @Test
  void addressesHaveTheLengthsOfTheStandard() {
    String local = "l".repeat(64);
    String host = ("d".repeat(61) + ".").repeat(3) + "org";
    assertThat(canonical("email", local + "@" + host)).startsWith("email:");
    assertThat(canonical("email", "l" + local + "@x.org")).isEqualTo("EMAIL");
    assertThat(canonical("email", local + "@" + "d." + host)).isEqualTo("EMAIL");
    assertThat(canonical("email", "a@" + "d".repeat(64) + ".org")).isEqualTo("EMAIL");
    assertThat(canonical("email", "a@" + "d".repeat(63) + ".org")).startsWith("email:");
  }

  @Test
  void bytesThatAreNoTextAreNoNumberAndDifferAsTexts() {
    byte[] broken = {'1', '1', '6', (byte) 0xc3, '4', '8', '1', '8', '2', '4'};
    byte[] others = {'1', '1', '6', (byte) 0xc4, '4', '8', '1', '8', '2', '4'};
    byte[] overlong = {(byte) 0xc0, (byte) 0xb1, '1', '6', '4', '8', '1', '8', '2', '4'};
    for (TokenKind kind : TokenKind.values()) {
      boolean text = kind == TokenKind.TEXT;
      assertThat(isValid(kind, broken)).as("broken " + kind).isEqualTo(text);
      assertThat(isValid(kind, overlong)).as("overlong " + kind).isEqualTo(text);
    }
    CanonicalText one = CanonicalText.bare(TokenKind.TEXT);
    CanonicalText other = CanonicalText.bare(TokenKind.TEXT);
    one.of(UTF8String.fromBytes(broken));
    other.of(UTF8String.fromBytes(others));
    assertThat(one.bytes()).isNotEqualTo(other.bytes());
  }

  private static boolean isValid(TokenKind kind, byte[] value) {
    return CanonicalText.bare(kind).of(UTF8String.fromBytes(value)) == Flaw.NONE;
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {11, 12, 13})
  void whatSeparatesAnSsnNeverCounts(long seed) {
    Random random = new Random(seed);
    String[] separators = {"", "-", " ", "--", "\u2011", "\u2009", " - "};
    for (int i = 0; i < 2000; i++) {
      int number = 1_010_001 + random.nextInt(600_000_000);
      String digits = String.format(Locale.ROOT, "%09d", number);
      String spread = digits.substring(0, 1);
      for (int at = 1; at < 9; at++) {
        spread += separators[random.nextInt(separators.length)] + digits.charAt(at);
      }
      boolean valid = number / 10_000 % 100 != 0 && number % 10_000 != 0;
      String form = canonical("ssn", spread);
      assertThat(form.equals("ssn:" + digits)).as("seed %s: %s", seed, i).isEqualTo(valid);
      assertThat(form).isEqualTo(canonical("ssn", digits));
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {21, 22, 23})
  void oneWrongDigitIsNoCard(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 1000; i++) {
      StringBuilder digits = new StringBuilder();
      int length = 11 + random.nextInt(8);
      for (int at = 0; at < length; at++) {
        digits.append(random.nextInt(10));
      }
      int valid = 0;
      for (int last = 0; last < 10; last++) {
        valid += canonical("card", digits.toString() + last).startsWith("card:") ? 1 : 0;
      }
      assertThat(valid).as("seed %s, %s: check digits", seed, digits).isEqualTo(1);
    }
  }

  /** A value must leave nothing behind for the next one. */
  @Test
  void longAndShortValuesMayFollowEachOther() {
    CanonicalText text = CanonicalText.bare(TokenKind.TEXT);
    assertThat(text.of(UTF8String.fromString("x".repeat(100_000)))).isEqualTo(Flaw.NONE);
    assertThat(text.length()).isEqualTo(100_000);
    assertThat(text.of(UTF8String.fromString("ab"))).isEqualTo(Flaw.NONE);
    assertThat(new String(text.bytes(), 0, text.length(), StandardCharsets.UTF_8)).isEqualTo("ab");
  }

  @Test
  void everyFlawIsASentenceBehindAColumn() {
    assertThat(Flaw.values())
        .filteredOn(flaw -> flaw != Flaw.NONE)
        .allSatisfy(flaw -> assertThat(flaw.sentence.toString()).startsWith("is "));
  }
}
