package io.millrace.jobs.config;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigValue;
import io.millrace.transforms.ByteSize;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Values that are a single word, number or text in a job file. */
final class Scalars {

  private static final String WHOLE = "whole number";
  private static final Pattern WITH_UNIT = Pattern.compile(".*[a-zA-Zµ]\\s*");

  private static final Map<Class<?>, String> WORDS =
      Map.of(
          String.class, "text",
          int.class, WHOLE,
          Integer.class, WHOLE,
          long.class, WHOLE,
          Long.class, WHOLE,
          double.class, "number",
          Double.class, "number",
          boolean.class, "true or false",
          Boolean.class, "true or false");

  private static final Map<Class<?>, Function<String, Object>> READERS =
      Map.ofEntries(
          Map.entry(String.class, text -> text),
          Map.entry(int.class, text -> number(text).intValueExact()),
          Map.entry(Integer.class, text -> number(text).intValueExact()),
          Map.entry(long.class, text -> number(text).longValueExact()),
          Map.entry(Long.class, text -> number(text).longValueExact()),
          Map.entry(double.class, Scalars::finite),
          Map.entry(Double.class, Scalars::finite),
          Map.entry(boolean.class, Scalars::truth),
          Map.entry(Boolean.class, Scalars::truth),
          Map.entry(Duration.class, Scalars::duration),
          Map.entry(ByteSize.class, Scalars::size));

  private Scalars() {}

  /** Whether {@link #read} can make a value of {@code type}. */
  static boolean handles(Type type) {
    return type instanceof Class<?> plain && (plain.isEnum() || READERS.containsKey(plain));
  }

  /** The value, or empty if the text is not of that type. */
  static Optional<Object> read(String text, Class<?> type) {
    if (type.isEnum()) {
      int place = TypeWords.constants(type).indexOf(text);
      return place < 0 ? Optional.empty() : Optional.of(type.getEnumConstants()[place]);
    }
    try {
      return Optional.of(READERS.get(type).apply(text));
    } catch (IllegalArgumentException | ArithmeticException | ConfigException wrong) {
      return Optional.empty();
    }
  }

  /** The text of a scalar as it was written: {@code 1.10} stays {@code 1.10}. */
  static String text(ConfigValue scalar) {
    return scalar.atKey("it").getString("it");
  }

  static Optional<String> words(Class<?> type) {
    return Optional.ofNullable(WORDS.get(type));
  }

  /** What {@code text} would have to be; a number that is only too large learns the limits. */
  static String expected(String text, Class<?> type) {
    boolean narrow = type == int.class || type == Integer.class;
    if (!WHOLE.equals(WORDS.get(type)) || !isWhole(text)) {
      return TypeWords.withArticle(type);
    }
    return narrow
        ? "a whole number from " + Integer.MIN_VALUE + " to " + Integer.MAX_VALUE
        : "a whole number from " + Long.MIN_VALUE + " to " + Long.MAX_VALUE;
  }

  private static boolean isWhole(String text) {
    try {
      BigDecimal number = number(text);
      return number.signum() == 0 || number.stripTrailingZeros().scale() <= 0;
    } catch (NumberFormatException notANumber) {
      return false;
    }
  }

  private static BigDecimal number(String text) {
    return new BigDecimal(text.strip());
  }

  private static Object finite(String text) {
    double value = number(text).doubleValue();
    if (Double.isInfinite(value)) {
      throw new ArithmeticException(text);
    }
    return value;
  }

  private static Object truth(String text) {
    if (!text.equals("true") && !text.equals("false")) {
      throw new IllegalArgumentException(text);
    }
    return text.equals("true");
  }

  /** A bare number is refused: nobody would guess that it means milliseconds. */
  private static Object duration(String text) {
    if (!WITH_UNIT.matcher(text).matches()) {
      throw new IllegalArgumentException(text);
    }
    return HoconText.asText(text).atKey("it").getDuration("it");
  }

  private static Object size(String text) {
    return new ByteSize(HoconText.asText(text).atKey("it").getMemorySize("it").toBytes());
  }
}
