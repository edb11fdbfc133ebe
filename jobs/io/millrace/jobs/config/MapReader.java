package io.millrace.jobs.config;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Reads objects whose keys are data: options, Spark settings, columns.
 *
 * <p>Where the values are scalars, nested objects are joined by dots, because HOCON reads {@code
 * sql.shuffle.partitions = 64} as three objects.
 */
final class MapReader {

  private final ValueReader values;
  private final Problems problems;
  private final FileOrder order;

  MapReader(ValueReader values, Problems problems, FileOrder order) {
    this.values = values;
    this.problems = problems;
    this.order = order;
  }

  Optional<Map<String, ?>> read(ConfigValue value, ParameterizedType type, KeyPath path) {
    if (!(value instanceof ConfigObject object)) {
      problems.addWrong(path, value, TypeWords.withArticle(type));
      return Optional.empty();
    }
    Entries entries = new Entries(new LinkedHashMap<>(), new HashMap<>());
    boolean complete = readEntries(object, type.getActualTypeArguments()[1], path, "", entries);
    return complete ? Optional.of(Collections.unmodifiableMap(entries.values())) : Optional.empty();
  }

  /** What is read so far, and where each key was written. */
  private record Entries(Map<String, Object> values, Map<String, ConfigValue> written) {}

  private boolean readEntries(
      ConfigObject object, Type type, KeyPath path, String prefix, Entries entries) {
    boolean complete = true;
    for (Map.Entry<String, ConfigValue> entry : order.entries(object)) {
      String key = prefix + entry.getKey();
      KeyPath inner = path.key(entry.getKey());
      if (entry.getValue() instanceof ConfigObject nested && Scalars.handles(type)) {
        complete &= readEntries(nested, type, inner, key + ".", entries);
        continue;
      }
      Optional<?> read = values.read(entry.getValue(), type, inner);
      complete &= read.isPresent() && put(key, read.get(), entry.getValue(), inner, entries);
    }
    return complete;
  }

  /** Spelled otherwise, {@code "a.b"} for {@code a.b}, a key of a higher layer still wins. */
  private boolean put(String key, Object read, ConfigValue written, KeyPath path, Entries entries) {
    ConfigValue before = entries.written().get(key);
    int higher = before == null ? 1 : order.layers().compare(written, before);
    if (higher == 0) {
      problems.add(path, "'" + key + "' is given twice", written);
    } else if (higher > 0) {
      entries.values().put(key, read);
      entries.written().put(key, written);
    }
    return higher != 0;
  }
}
