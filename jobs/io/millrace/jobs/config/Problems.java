package io.millrace.jobs.config;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import io.millrace.jobs.config.InvalidConfigException.Problem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects what is wrong until everything has been looked at. */
final class Problems {

  private static final int LONGEST = 60;

  private final List<Problem> found = new ArrayList<>();
  private final Comparator<Place> order;

  Problems(Comparator<Place> order) {
    this.order = order;
  }

  void add(KeyPath path, String message, ConfigValue where) {
    add(path, message, Place.of(where));
  }

  void add(KeyPath path, String message, Place place) {
    found.add(new Problem(path.text(), message, place.file(), place.line()));
  }

  /** {@code is 'x' but must be a whole number}. */
  void addWrong(KeyPath path, ConfigValue value, String expected) {
    add(path, "is " + shown(path, value) + " but must be " + expected, value);
  }

  boolean isEmpty() {
    return found.isEmpty();
  }

  void throwIfAny() {
    if (!found.isEmpty()) {
      throw exception();
    }
  }

  InvalidConfigException exception() {
    Comparator<Problem> byPlace =
        Comparator.comparing(problem -> new Place(problem.file(), problem.line()), order);
    return new InvalidConfigException(found.stream().sorted(byPlace).toList());
  }

  /** A value as a message may show it: short, and without secrets. */
  private static String shown(KeyPath path, ConfigValue value) {
    if (value instanceof ConfigObject) {
      return "an object";
    }
    if (value instanceof ConfigList) {
      return "a list";
    }
    if (value.valueType() == ConfigValueType.NULL) {
      return "null";
    }
    String text = Secrets.shown(path.text(), value);
    if (value.valueType() != ConfigValueType.STRING) {
      return text;
    }
    return "'" + (text.length() > LONGEST ? text.substring(0, LONGEST) + "..." : text) + "'";
  }
}
