package io.millrace.udf;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.spark.unsafe.Platform;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * The one way in which values of a kind are written, behind a prefix, so that equal ones are equal
 * bytes. For one thread: it keeps the bytes of the last value.
 */
final class CanonicalText {

  private final TokenKind kind;
  private final byte[] domain;
  private final byte[] otherDomain;

  private byte[] given = new byte[128];
  private int from;
  private int to;

  private byte[] bytes = new byte[128];
  private int length;

  /** Values of {@code kind} behind its name and a colon. */
  static CanonicalText inDomain(TokenKind kind) {
    return new CanonicalText(kind, kind.word() + ":", kind.word() + "?:");
  }

  /** Values of {@code kind} and nothing else. */
  static CanonicalText bare(TokenKind kind) {
    return new CanonicalText(kind, "", "");
  }

  private CanonicalText(TokenKind kind, String domain, String otherDomain) {
    this.kind = kind;
    this.domain = domain.getBytes(StandardCharsets.UTF_8);
    this.otherDomain = otherDomain.getBytes(StandardCharsets.UTF_8);
  }

  /** What {@link #of} and {@link #asItStands} wrote, up to {@link #length}. */
  byte[] bytes() {
    return bytes;
  }

  int length() {
    return length;
  }

  /** Writes the canonical form, if there is no flaw. */
  Flaw of(UTF8String value) {
    int size = value.numBytes();
    if (given.length < size) {
      given = new byte[size];
    }
    value.writeToMemory(given, Platform.BYTE_ARRAY_OFFSET);
    from = CodePoints.skipBlanks(given, 0, size);
    to = CodePoints.dropBlanks(given, from, size);
    if (from == to) {
      return Flaw.EMPTY;
    }
    begin(domain);
    return switch (kind) {
      case SSN -> digits(Digits.ssn(given, from, to, bytes, length));
      case CARD -> digits(Digits.card(given, from, to, bytes, length));
      case PHONE -> digits(Digits.phone(given, from, to, bytes, length));
      case EMAIL -> address();
      case TEXT -> text();
    };
  }

  /** Writes the last value as it stands, apart from all that have a canonical form. */
  void asItStands() {
    begin(otherDomain);
    append(given, from, to);
  }

  private void begin(byte[] prefix) {
    length = 0;
    append(prefix, 0, prefix.length);
    reserve(Digits.MOST);
  }

  private Flaw digits(Digits.Written written) {
    length = written.end();
    return written.flaw();
  }

  private Flaw address() {
    if (isAscii()) {
      int begin = length;
      append(given, from, to);
      EmailAddress.toLowerCase(bytes, begin, length);
      return EmailAddress.isValid(bytes, begin, length) ? Flaw.NONE : Flaw.EMAIL;
    }
    byte[] lower = EmailAddress.canonical(Arrays.copyOfRange(given, from, to));
    append(lower, 0, lower.length);
    return EmailAddress.isValid(lower, 0, lower.length) ? Flaw.NONE : Flaw.EMAIL;
  }

  private Flaw text() {
    if (isAscii()) {
      append(given, from, to);
    } else {
      byte[] composed = Composed.of(Arrays.copyOfRange(given, from, to));
      append(composed, 0, composed.length);
    }
    return Flaw.NONE;
  }

  private boolean isAscii() {
    int bits = 0;
    for (int at = from; at < to; at++) {
      bits |= given[at];
    }
    return bits >= 0;
  }

  private void append(byte[] text, int begin, int end) {
    reserve(end - begin);
    System.arraycopy(text, begin, bytes, length, end - begin);
    length += end - begin;
  }

  private void reserve(int more) {
    if (bytes.length - length < more) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
    }
  }
}
