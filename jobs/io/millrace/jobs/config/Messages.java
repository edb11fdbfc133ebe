package io.millrace.jobs.config;

import com.typesafe.config.ConfigException;

/** What the HOCON library says, without the place, which stands elsewhere. */
final class Messages {

  private Messages() {}

  static String plain(ConfigException exception) {
    String message = exception.getMessage();
    String place = exception.origin() == null ? "" : exception.origin().description() + ": ";
    return message.startsWith(place) ? message.substring(place.length()) : message;
  }
}
