package io.millrace.jobs.config;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import com.typesafe.config.ConfigValueType;
import java.util.Optional;
import java.util.regex.Pattern;

/** A single HOCON value that stands outside of a file: a setting, or a default. */
final class HoconText {

  private static final String KEY = "it";
  private static final Pattern QUOTED = Pattern.compile("\"(?:\\\\.|[^\"\\\\])*\"");
  private static final Pattern COMMENT = Pattern.compile("#|//");

  private HoconText() {}

  /**
   * The value that {@code text} is in HOCON, or else the text itself: {@code s3a://bucket/x},
   * {@code a,b} and the empty text need no quotes.
   *
   * @throws IllegalArgumentException if the text has a substitution but cannot be read as HOCON
   */
  static ConfigValue value(String text, ConfigParseOptions options) {
    Optional<ConfigValue> parsed = parse(text, options);
    if (QUOTED.matcher(text).replaceAll("").contains("${")) {
      return parsed.orElseThrow(
          () ->
              new IllegalArgumentException(
                  "cannot be read; put quotes around the parts outside of ${...}, as in"
                      + " \"s3a://\"${vars.bucket}\"/x\""));
    }
    boolean quoted = text.contains("\"");
    return parsed
        .filter(value -> quoted || value.valueType() != ConfigValueType.STRING)
        .orElseGet(() -> ConfigValueFactory.fromAnyRef(text, options.getOriginDescription()));
  }

  /** The text as a value, whatever it looks like. */
  static ConfigValue asText(String text) {
    return ConfigValueFactory.fromAnyRef(text);
  }

  private static Optional<ConfigValue> parse(String text, ConfigParseOptions options) {
    if (COMMENT.matcher(QUOTED.matcher(text).replaceAll("")).find()) {
      return Optional.empty();
    }
    try {
      ConfigObject object = ConfigFactory.parseString(KEY + " = " + text, options).root();
      return object.size() == 1 ? Optional.ofNullable(object.get(KEY)) : Optional.empty();
    } catch (ConfigException notHocon) {
      return Optional.empty();
    }
  }
}
