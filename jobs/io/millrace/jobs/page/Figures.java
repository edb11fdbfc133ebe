package io.millrace.jobs.page;

import static io.millrace.jobs.page.Element.tag;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Numbers and times for a reader; as elements they hold the exact value too. */
public final class Figures {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

  private Figures() {}

  /** {@code 8,400,000}. */
  public static String count(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  /** {@code 1 file}, {@code 8,400,000 files}. */
  public static String of(long value, String thing) {
    return count(value) + " " + thing + (value == 1 ? "" : "s");
  }

  /** {@code 675.2 MB}, in powers of ten. */
  public static String bytes(long value) {
    String[] units = {"B", "kB", "MB", "GB", "TB"};
    double amount = value;
    int unit = 0;
    while (amount >= 1000 && unit < units.length - 1) {
      amount /= 1000;
      unit++;
    }
    return unit == 0 ? value + " B" : String.format(Locale.ROOT, "%.1f %s", amount, units[unit]);
  }

  /** {@code 12.3 s}, {@code 2 min 13 s}, {@code 3 h 5 min}. */
  static String duration(double seconds) {
    if (seconds < 60) {
      return String.format(Locale.ROOT, seconds < 0.95 ? "%.2f s" : "%.1f s", seconds);
    }
    Duration whole = Duration.ofSeconds(Math.round(seconds));
    return whole.toHours() > 0
        ? count(whole.toHours()) + " h " + whole.toMinutesPart() + " min"
        : whole.toMinutes() + " min " + whole.toSecondsPart() + " s";
  }

  /** {@code 2.4 %} of a whole, with as many digits as tell it from none and from all. */
  static String share(long part, long whole) {
    if (part == 0 || whole == 0) {
      return "0 %";
    }
    double percent = 100.0 * part / whole;
    if (percent < 0.01) {
      return "< 0.01 %";
    }
    String text = String.format(Locale.ROOT, percent < 1 ? "%.2f %%" : "%.1f %%", percent);
    return text.equals("100.0 %") ? part == whole ? "100 %" : "> 99.9 %" : text;
  }

  static Element rows(long value) {
    return exact(count(value), String.valueOf(value));
  }

  static Element size(long bytes) {
    return exact(bytes(bytes), String.valueOf(bytes));
  }

  static Element time(double seconds) {
    return exact(duration(seconds), String.valueOf(seconds));
  }

  private static Element exact(String shown, String value) {
    return tag("data", shown).with("value", value);
  }

  /** A moment as a report holds it; what is none is shown as it is. */
  static Element moment(String instant) {
    return tag("time", moments(instant)).with("datetime", instant);
  }

  /** {@code 2026-11-21 02:50:40 UTC}. */
  static String moments(String instant) {
    try {
      return TIME.format(Instant.parse(instant)) + " UTC";
    } catch (DateTimeException e) {
      return instant;
    }
  }
}
