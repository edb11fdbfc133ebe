package io.millrace.jobs.sample;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** Finds what is wrong with the lines of a useractivity file, without the writer's code. */
final class DirtReader {

  private static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("d/MMM/uuuu:HH:mm:ss", Locale.ENGLISH)
          .withResolverStyle(ResolverStyle.STRICT);

  private DirtReader() {}

  static Map<Dirt, Long> count(byte[] file) {
    Map<Dirt, Long> counts = new EnumMap<>(Dirt.class);
    for (Dirt kind : Dirt.values()) {
      counts.put(kind, 0L);
    }
    new String(file, ISO_8859_1)
        .lines()
        .skip(1)
        .map(DirtReader::fault)
        .filter(fault -> fault != null)
        .forEach(fault -> counts.merge(fault, 1L, Long::sum));
    return counts;
  }

  private static Dirt fault(String line) {
    String[] fields = line.split(",", -1);
    if (!isUtf8(line)) {
      return Dirt.INVALID_UTF8;
    } else if (line.chars().filter(c -> c == '"').count() % 2 == 1) {
      return Dirt.UNCLOSED_QUOTE;
    } else if (fields.length == 1) {
      return Dirt.GARBAGE;
    } else if (fields.length != 6) {
      return fields.length < 6 ? Dirt.TOO_FEW_FIELDS : Dirt.TOO_MANY_FIELDS;
    } else if (!fields[4].matches("\\d{3}")) {
      return Dirt.HTTP_NOT_A_NUMBER;
    } else if (!isLong(fields[5])) {
      return Dirt.BYTES_OVERFLOW;
    }
    return isTimestamp(fields[2]) ? null : Dirt.BAD_TIMESTAMP;
  }

  private static boolean isUtf8(String line) {
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(line.getBytes(ISO_8859_1))).hasRemaining();
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  private static boolean isLong(String text) {
    try {
      return Long.parseLong(text) >= 0;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private static boolean isTimestamp(String text) {
    try {
      return LocalDateTime.parse(text, TIMESTAMP).getYear() > 2000;
    } catch (DateTimeException e) {
      return false;
    }
  }
}
