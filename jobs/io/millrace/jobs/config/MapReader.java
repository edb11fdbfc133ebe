package io.millrace.jobs.config;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Collections;
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
    Map<String, Object> entries = new LinkedHashMap<>();
    boolean complete = readEntries(object, type.getActualTypeArguments()[1], path, "", entries);
    return complete ? Optional.of(Collections.unmodifiableMap(entries)) : Optional.empty();
  }

  private boolean readEntries(
      ConfigObject object, Type type, KeyPath path, String prefix, Map<String, Object> entries) {
    boolean complete = true;
    for (Map.Entry<String, ConfigValue> entry : order.entries(object)) {
      String key = prefix + entry.getKey();
      KeyPath inner = path.key(entry.getKey());
      if (entry.getValue() instanceof ConfigObject nested && Scalars.handles(type)) {
        complete &= readEntries(nested, type, inner, key + ".", entries);
        continue;
      }
      Optional<?> read = values.read(entry.getValue(), type, inner);
      if (read.isPresent() && entries.putIfAbsent(key, read.get()) != null) {
        problems.add(inner, "'" + key + "' is given twice", entry.getValue());
        complete = false;
      }
      complete &= read.isPresent();
    }
    return complete;
  }
}
