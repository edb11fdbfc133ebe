package io.millrace.jobs.config;

import com.typesafe.config.ConfigException;

/** What the HOCON library says, without the place, which stands elsewhere. */
final class Messages {

  private Messages() {}

  /** Where the exception says it is, or {@code otherwise}. */
  static Place place(ConfigException exception, String otherwise) {
    return exception.origin() == null ? new Place(otherwise, 0) : Place.of(exception.origin());
  }

  static String plain(ConfigException exception) {
    String message = exception.getMessage();
    String place = exception.origin() == null ? "" : exception.origin().description() + ": ";
    return message.startsWith(place) ? message.substring(place.length()) : message;
  }
}
