package io.millrace.jobs.config;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigValue;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a value was written: a file and a line, or (line 0) the command line or the environment.
 *
 * <p>Typesafe Config keeps this as text, and for a value put together from several places as a list
 * of texts.
 */
record Place(String file, int line) {

  static final String ENVIRONMENT_VARIABLE = "environment variable ";

  private static final String MERGE = "merge of ";
  private static final Pattern COMMA = Pattern.compile(",");
  private static final Pattern LINES = Pattern.compile("(?s)(.*): (\\d+)(?:-(\\d+))?");

  /** Stands for a comma inside of a file name, because a comma parts the places of a merge. */
  private static final char INNER_COMMA = '\uE000';

  /** The origin description that {@link #of} reads back as {@code file}. */
  static String description(String file) {
    return file.replace(',', INNER_COMMA);
  }

  /** The place of a value; of one that was merged, the place that is most use to a reader. */
  static Place of(ConfigValue value) {
    boolean branch = value instanceof ConfigObject || value instanceof ConfigList;
    List<Place> places = all(value.origin(), branch);
    List<Place> inFiles = places.stream().filter(place -> place.line > 0).toList();
    List<Place> best = inFiles.isEmpty() ? places : inFiles;
    // The job file comes first in merged objects; in "${vars.raw}/x" the literal part comes last.
    return best.get(branch ? 0 : best.size() - 1);
  }

  /** The place of an error that the parser found. */
  static Place of(ConfigOrigin origin) {
    return all(origin, true).get(0);
  }

  /** Every place that {@code origin} names. */
  static List<Place> all(ConfigOrigin origin, boolean firstLine) {
    return COMMA
        .splitAsStream(origin.description().replace(MERGE, ""))
        .map(text -> parse(text, firstLine))
        .toList();
  }

  private static Place parse(String description, boolean firstLine) {
    String text = description.replace(INNER_COMMA, ',');
    Matcher lines = LINES.matcher(text);
    if (!lines.matches()) {
      return new Place(text, 0);
    }
    boolean last = !firstLine && lines.group(3) != null;
    int line = Integer.parseInt(lines.group(last ? 3 : 2));
    return new Place(lines.group(1), lines.group(1).startsWith("--") ? 0 : line);
  }
}
