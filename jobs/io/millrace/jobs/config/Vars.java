package io.millrace.jobs.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The free values of a file. */
final class Vars {

  private Vars() {}

  /** Paths below {@code vars}, as far as they can be seen before substitutions are resolved. */
  static Set<String> defined(Config unresolved) {
    Set<String> paths = new TreeSet<>();
    ConfigValue vars = unresolved.root().get("vars");
    if (vars instanceof ConfigObject object) {
      collect(object, "", paths);
    }
    return paths;
  }

  private static void collect(ConfigObject object, String prefix, Set<String> paths) {
    try {
      for (Map.Entry<String, ConfigValue> entry : object.entrySet()) {
        String path = prefix + ConfigUtil.joinPath(entry.getKey());
        paths.add(path);
        if (entry.getValue() instanceof ConfigObject nested) {
          collect(nested, path + ".", paths);
        }
      }
    } catch (ConfigException.NotResolved built) {
      // An object put together by substitutions: its text tells which variables it uses.
      paths.add(prefix);
    }
  }
}
