package io.millrace.jobs.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import io.millrace.transforms.ClosestName;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The key {@code tables} of a job that is the same for many tables: a list of them, or the folders
 * where they lie. Each table is an object, which the rest of the file reads as {@code ${table.…}}.
 */
final class TableList {

  static final String KEY = "tables";

  /** What the rest of the file calls the table that it is about. */
  static final String EACH = "table";

  private static final KeyPath ROOT = KeyPath.ROOT.key(KEY);
  private static final List<String> KEYS =
      List.of("list", "in", "defaults", "by-name", "parallelism", "reports");

  private final Problems problems;
  private final TableFolders folders;
  private final Map<String, String> folderOf = new LinkedHashMap<>();
  private final Set<String> vanished = new LinkedHashSet<>();

  TableList(Problems problems, TableFolders folders) {
    this.problems = problems;
    this.folders = folders;
  }

  static boolean isIn(Config config) {
    return config.root().containsKey(KEY);
  }

  /** What is said of the tables, with its own substitutions resolved. */
  static Config alone(Config layered) {
    Config tables = layered.withOnlyPath(KEY);
    return layered.root().containsKey("vars")
        ? tables.withFallback(layered.withOnlyPath("vars"))
        : tables;
  }

  /** The same as an object: a list stands for {@code { list = […] }}. */
  static ConfigObject spelledOut(ConfigValue given) {
    return given instanceof ConfigList
        ? ConfigFactory.empty().root().withValue("list", given)
        : given instanceof ConfigObject object ? object : ConfigFactory.empty().root();
  }

  /** Each table by its name, in order. */
  Map<String, ConfigObject> tables(ConfigObject given) {
    for (String key : given.keySet()) {
      if (!KEYS.contains(key)) {
        String near = ClosestName.suggestion(key, KEYS);
        problems.add(ROOT.key(key), "is not a key of tables" + near, given.get(key));
      }
    }
    if (given.containsKey("list") == given.containsKey("in")) {
      problems.add(ROOT, "needs either list = [ … ] or in = \"…\", a glob of folders", given);
      return Map.of();
    }
    return given.containsKey("list") ? listed(given) : found(given);
  }

  /** Where those lie that a glob found. */
  Map<String, String> folderOf() {
    return folderOf;
  }

  /** Those of them that only earlier runs found: they stay tables, lest their loss be silent. */
  Set<String> vanished() {
    return vanished;
  }

  /** Why a table is asked for that is not there. */
  void blameVanished(String name, ConfigObject given) {
    if (vanished.contains(name)) {
      String said =
          "found %s in an earlier run, and does not now; keep what by-name said of it, or take %s out of %s/tables.json if it is no table any more"
              .formatted(folderOf.get(name), name, given.get("reports").unwrapped());
      problems.add(ROOT.key("in"), Secrets.withoutCredentials(said), given.get("in"));
    }
  }

  private Map<String, ConfigObject> listed(ConfigObject given) {
    Map<String, ConfigObject> tables = new LinkedHashMap<>();
    if (!(given.get("list") instanceof ConfigList list)) {
      problems.add(ROOT.key("list"), "must be a list of objects", given.get("list"));
      return tables;
    }
    if (list.isEmpty()) {
      problems.add(ROOT.key("list"), "names no table", list);
    }
    for (int i = 0; i < list.size(); i++) {
      KeyPath path = ROOT.key("list").element(i);
      boolean named = list.get(i) instanceof ConfigObject one && one.containsKey("name");
      if (!named) {
        problems.add(path, "must be an object with a name", list.get(i));
        continue;
      }
      ConfigObject table = (ConfigObject) list.get(i);
      String name = String.valueOf(table.get("name").unwrapped());
      if (tables.put(name, table.withFallback(object(given, "defaults"))) != null) {
        problems.add(path, "is a second table called " + name, table);
      }
    }
    return tables;
  }

  private Map<String, ConfigObject> found(ConfigObject given) {
    locate(given);
    Map<String, ConfigObject> tables = new LinkedHashMap<>();
    ConfigObject settings = object(given, "by-name");
    folderOf.forEach(
        (name, folder) -> {
          String table = last(folder);
          String schema = name.substring(0, name.length() - table.length() - 1);
          ConfigObject own =
              ConfigValueFactory.fromMap(
                  Map.of("name", name, "schema", schema, "table", table, "path", folder));
          ConfigObject said =
              settings.containsKey(name) ? object(settings, name) : object(settings, table);
          tables.put(name, said.withFallback(object(given, "defaults")).withFallback(own));
        });
    if (tables.isEmpty()) {
      problems.add(ROOT.key("in"), "names no folder", given.get("in"));
    }
    for (String name : settings.keySet()) {
      boolean known =
          tables.containsKey(name)
              || tables.keySet().stream().anyMatch(t -> t.endsWith("." + name));
      if (!known) {
        String near = ClosestName.suggestion(name, tables.keySet());
        problems.add(ROOT.key("by-name").key(name), "has no folder" + near, settings.get(name));
      }
    }
    return tables;
  }

  private void locate(ConfigObject given) {
    String glob = String.valueOf(given.get("in").unwrapped());
    for (String folder : folders.present(glob)) {
      String name = name(folder);
      String first = folderOf.putIfAbsent(name, folder);
      if (first != null) {
        String both = "finds %s and %s, which are both called %s; name each by itself in list";
        problems.add(ROOT.key("in"), both.formatted(first, folder, name), given.get("in"));
      }
    }
    if (given.containsKey("reports")) {
      String reports = String.valueOf(given.get("reports").unwrapped());
      for (String folder : folders.remembered(glob, reports)) {
        if (folderOf.putIfAbsent(name(folder), folder) == null) {
          vanished.add(name(folder));
        }
      }
    }
  }

  private static String name(String folder) {
    int slash = folder.lastIndexOf('/');
    return (slash < 0 ? "" : last(folder.substring(0, slash))) + "." + last(folder);
  }

  private static String last(String folder) {
    return folder.substring(folder.lastIndexOf('/') + 1);
  }

  private ConfigObject object(ConfigObject parent, String key) {
    ConfigValue value = parent.get(key);
    if (value instanceof ConfigObject object) {
      return object;
    }
    if (value != null) {
      problems.add(ROOT.key(key), "must be an object", value);
    }
    return ConfigFactory.empty().root();
  }
}
