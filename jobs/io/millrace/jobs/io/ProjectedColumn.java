package io.millrace.jobs.io;

import io.millrace.transforms.Default;
import io.millrace.transforms.StepName;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A partition key whose values Athena computes: <a
 * href="https://docs.aws.amazon.com/athena/latest/ug/partition-projection-supported-types.html">partition
 * projection</a>.
 *
 * @param type how
 * @param values all that there are, of an enum
 * @param range first and last of an integer or a date, {@code "1,12"}, {@code "2020-01-01,NOW"};
 *     dates are in {@code format}, or {@code NOW} and what is added to it or taken from it, as
 *     {@code NOW-3YEARS}
 * @param digits of an integer, with zeros on the left
 * @param interval between two values of an integer or a date; 1 if absent
 * @param intervalUnit of a date: years, months, weeks, days, hours, minutes or seconds
 * @param format of a date, such as {@code yyyy-MM-dd}
 */
public record ProjectedColumn(
    ProjectionType type,
    @Default("[]") List<String> values,
    Optional<String> range,
    Optional<Integer> digits,
    Optional<Integer> interval,
    Optional<String> intervalUnit,
    Optional<String> format) {

  private static final Pattern WHOLE = Pattern.compile("\\s*(-?[0-9]{1,18})\\s*");
  private static final Pattern INTEGERS = Pattern.compile(WHOLE + "," + WHOLE);
  private static final List<String> UNITS =
      List.of("years", "months", "weeks", "days", "hours", "minutes", "seconds");

  public ProjectedColumn {
    values = List.copyOf(values);
    boolean ranged = type == ProjectionType.INTEGER || type == ProjectionType.DATE;
    need(type == ProjectionType.ENUM, !values.isEmpty(), "values", type);
    need(ranged, range.isPresent(), "range", type);
    need(type == ProjectionType.DATE, format.isPresent(), "format", type);
    refuse(type == ProjectionType.INTEGER, digits, "digits", type);
    refuse(ranged, interval, "interval", type);
    refuse(type == ProjectionType.DATE, intervalUnit, "interval-unit", type);
    if (digits.filter(count -> count < 1).isPresent()
        || interval.filter(step -> step < 1).isPresent()) {
      throw new IllegalArgumentException("digits and interval must be at least 1");
    }
    if (values.stream().anyMatch(value -> value.isEmpty() || value.contains(","))) {
      throw new IllegalArgumentException(
          "values must not be empty nor hold a comma, by which Athena parts them");
    }
    if (type == ProjectionType.INTEGER && !INTEGERS.matcher(range.get()).matches()) {
      throw new IllegalArgumentException(
          "range of integers must be two whole numbers such as \"1,12\", was '%s'"
              .formatted(range.get()));
    }
    if (intervalUnit.filter(unit -> !UNITS.contains(unit)).isPresent()) {
      throw new IllegalArgumentException(
          "interval-unit must be one of %s".formatted(String.join(", ", UNITS)));
    }
    if (type == ProjectionType.DATE) {
      new DateRange(format.get(), range.get()).check();
    }
  }

  private static void need(boolean wanted, boolean given, String key, ProjectionType type) {
    if (wanted != given) {
      throw new IllegalArgumentException(
          "a projection of type %s %s %s".formatted(word(type), wanted ? "needs" : "has no", key));
    }
  }

  private static void refuse(boolean allowed, Optional<?> given, String key, ProjectionType type) {
    if (!allowed && given.isPresent()) {
      need(false, true, key, type);
    }
  }

  private static String word(ProjectionType type) {
    return StepName.kebab(type.name());
  }

  /** The table's properties that say so. */
  Map<String, String> properties(String key) {
    String prefix = "projection." + key + ".";
    Map<String, String> all = new TreeMap<>();
    all.put(prefix + "type", word(type));
    if (!values.isEmpty()) {
      all.put(prefix + "values", String.join(",", values));
    }
    range.ifPresent(value -> all.put(prefix + "range", value));
    digits.ifPresent(value -> all.put(prefix + "digits", value.toString()));
    interval.ifPresent(value -> all.put(prefix + "interval", value.toString()));
    intervalUnit.ifPresent(value -> all.put(prefix + "interval.unit", value));
    format.ifPresent(value -> all.put(prefix + "format", value));
    return all;
  }

  /** Whether Athena comes to this value, at that time. */
  boolean reaches(String value, LocalDateTime now) {
    return switch (type) {
      case INJECTED -> true;
      case ENUM -> values.contains(value);
      case INTEGER -> isInteger(value);
      case DATE -> new DateRange(format.orElseThrow(), range.orElseThrow()).holds(value, now);
    };
  }

  private boolean isInteger(String value) {
    Matcher ends = INTEGERS.matcher(range.orElseThrow());
    if (!WHOLE.matcher(value).matches() || !value.equals(value.strip()) || !ends.matches()) {
      return false;
    }
    long number = Long.parseLong(value);
    long first = Long.parseLong(ends.group(1));
    boolean inRange = number >= first && number <= Long.parseLong(ends.group(2));
    String written =
        digits
            .map(count -> String.format(Locale.ROOT, "%0" + count + "d", number))
            .orElse(Long.toString(number));
    return inRange && (number - first) % interval.orElse(1) == 0 && written.equals(value);
  }
}
