package io.millrace.jobs.config;

import com.typesafe.config.ConfigException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the HOCON library says, without the place, the values, and its advice for other uses. */
final class Messages {

  private static final Pattern ADVICE = Pattern.compile("(?s) \\(if you (?:intended|want) .*");
  private static final Pattern REASON = Pattern.compile("(?s).*wrong token: '' \\((.*)\\)");
  private static final Pattern BARE_KEY =
      Pattern.compile("(?s)Key '.*' may not be followed by token: (.*)");

  private Messages() {}

  /** Where the exception says it is, or {@code otherwise}. */
  static Place place(ConfigException exception, String otherwise) {
    return exception.origin() == null ? new Place(otherwise, 0) : Place.of(exception.origin());
  }

  static String plain(ConfigException exception) {
    String message = exception.getMessage();
    String place = exception.origin() == null ? "" : exception.origin().description() + ": ";
    return withoutValues(message.startsWith(place) ? message.substring(place.length()) : message);
  }

  /** The library quotes keys and values, and any of them may be a password in the wrong place. */
  private static String withoutValues(String message) {
    if (message.startsWith("Cannot concatenate")) {
      return "text, lists and objects cannot be joined to one value; is a comma missing?";
    }
    Matcher bareKey = BARE_KEY.matcher(message);
    if (bareKey.matches()) {
      return "a key may not be followed by " + bareKey.group(1) + "; write key = value";
    }
    Matcher advice = ADVICE.matcher(message);
    if (!advice.find()) {
      return message;
    }
    String said = message.substring(0, advice.start());
    Matcher reason = REASON.matcher(said);
    return reason.matches()
        ? reason.group(1)
        : said + "; put text that has such characters in double quotes";
  }
}
