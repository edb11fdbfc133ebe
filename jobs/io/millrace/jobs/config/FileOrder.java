package io.millrace.jobs.config;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * The order in which a reader meets values: environment file, job file, command line, environment
 * variables; then by line.
 */
final class FileOrder {

  /** Highest layer first, as the origin of a merged root names them. */
  private final List<String> files;

  FileOrder(ConfigObject root) {
    files = Place.all(root.origin(), true).stream().map(Place::file).toList();
  }

  Comparator<Place> places() {
    return Comparator.comparingInt((Place place) -> rank(place.file()))
        .thenComparingInt(Place::line);
  }

  /** By where values are written, whatever the line: the one that wins is the greater. */
  Comparator<ConfigValue> layers() {
    return Comparator.comparingInt(value -> rank(Place.of(value).file()));
  }

  /** The entries of an object; keys on the same line by name, for nothing else is known. */
  List<Map.Entry<String, ConfigValue>> entries(ConfigObject object) {
    return object.entrySet().stream()
        .sorted(
            Comparator.comparing(
                    (Map.Entry<String, ConfigValue> entry) -> Place.of(entry.getValue()), places())
                .thenComparing(Map.Entry.comparingByKey()))
        .toList();
  }

  private int rank(String file) {
    if (file.startsWith("--")) {
      return 1;
    }
    return file.startsWith(Place.ENVIRONMENT_VARIABLE) ? 2 : -files.indexOf(file);
  }
}
