package io.millrace.jobs.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigOriginFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import io.millrace.transforms.ClosestName;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The layer of the command line: {@code --vars.raw x} and {@code --set source.path=x}. */
final class Settings {

  private static final String VARS = "vars.";
  private static final Pattern USED = Pattern.compile("\\$\\{\\??\\s*vars\\.([^}]*?)\\s*}");

  private final Map<String, String> settings;
  private final Problems problems;

  Settings(Map<String, String> settings, Problems problems) {
    this.settings = settings;
    this.problems = problems;
  }

  /** How the user wrote the setting of {@code path}. */
  static String label(String path) {
    return (path.startsWith(VARS) ? "--" : "--set ") + path;
  }

  /** All settings; a later one wins over an earlier one. */
  Config config() {
    Config all = ConfigFactory.empty();
    for (Map.Entry<String, String> setting : settings.entrySet()) {
      all = config(setting.getKey(), setting.getValue()).withFallback(all);
    }
    return all;
  }

  /** Refuses variables that no file defines or uses: they would change nothing. */
  void checkVars(List<Layer> files) {
    Set<String> known = new TreeSet<>();
    for (Layer file : files) {
      USED.matcher(file.text()).results().map(use -> use.group(1)).forEach(known::add);
      known.addAll(Vars.defined(file.config()));
    }
    for (String path : settings.keySet()) {
      String name = path.startsWith(VARS) ? path.substring(VARS.length()) : "";
      if (!name.isEmpty() && known.stream().noneMatch(other -> overlap(name, other))) {
        problems.add(
            new KeyPath(path),
            "no file defines or uses this variable" + ClosestName.suggestion(name, known),
            new Place(label(path), 0));
      }
    }
  }

  private static boolean overlap(String name, String other) {
    return (name + ".").startsWith(other + ".") || (other + ".").startsWith(name + ".");
  }

  private Config config(String path, String text) {
    Place place = new Place(label(path), 0);
    ConfigParseOptions options =
        Layer.options(place.file(), new Includes(place.file(), "", problems));
    try {
      return at(ConfigUtil.splitPath(path), HoconText.value(text, options), place);
    } catch (ConfigException.BadPath wrong) {
      problems.add(KeyPath.ROOT, "'" + path + "' is not a key; keys look like source.path", place);
    } catch (IllegalArgumentException wrong) {
      problems.add(new KeyPath(path), wrong.getMessage(), place);
    }
    return ConfigFactory.empty();
  }

  private static Config at(List<String> keys, ConfigValue value, Place place) {
    ConfigOrigin origin = ConfigOriginFactory.newSimple(Place.description(place.file()));
    ConfigValue nested = value;
    for (int i = keys.size() - 1; i >= 0; i--) {
      nested = nested.atKey(keys.get(i)).root().withOrigin(origin);
    }
    return ((ConfigObject) nested).toConfig();
  }
}
