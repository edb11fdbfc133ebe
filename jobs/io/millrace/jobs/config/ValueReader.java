package io.millrace.jobs.config;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import io.millrace.transforms.ClosestName;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Turns one value of a job file into one Java value; what is wrong goes to the problems. */
final class ValueReader {

  private final Problems problems;
  private final RecordReader records;
  private final VariantReader variants;
  private final MapReader maps;

  ValueReader(TypeNames names, Problems problems, FileOrder order) {
    this.problems = problems;
    records = new RecordReader(this, names, problems);
    variants = new VariantReader(records, names, problems);
    maps = new MapReader(this, problems, order);
  }

  /** The value, or empty if there was a problem with it. */
  Optional<?> read(ConfigValue value, Type type, KeyPath path) {
    if (type instanceof ParameterizedType generic) {
      return readGeneric(value, generic, path);
    }
    Class<?> plain = (Class<?>) type;
    if (value.valueType() == ConfigValueType.NULL) {
      problems.add(
          path,
          "is null but must be " + TypeWords.withArticle(type) + "; leave the key out instead",
          value);
      return Optional.empty();
    }
    if (Scalars.handles(plain)) {
      return readScalar(value, plain, path);
    }
    if (plain.isRecord()) {
      return records.read(value, plain, path);
    }
    if (plain.isInterface()) {
      return variants.read(value, plain, path);
    }
    throw new IllegalArgumentException(
        "%s: no job file can hold a %s".formatted(path, plain.getName()));
  }

  private Optional<?> readGeneric(ConfigValue value, ParameterizedType type, KeyPath path) {
    Type[] parameters = type.getActualTypeArguments();
    if (type.getRawType() == Optional.class) {
      return value.valueType() == ConfigValueType.NULL
          ? Optional.of(Optional.empty())
          : read(value, parameters[0], path).map(Optional::of);
    }
    if (type.getRawType() == List.class) {
      return readList(value, type, path);
    }
    if (type.getRawType() == Map.class && parameters[0] == String.class) {
      return maps.read(value, type, path);
    }
    throw new IllegalArgumentException("%s: no job file can hold a %s".formatted(path, type));
  }

  private Optional<List<?>> readList(ConfigValue value, ParameterizedType type, KeyPath path) {
    if (!(value instanceof ConfigList list)) {
      boolean numbered =
          value instanceof ConfigObject object
              && object.keySet().stream().allMatch(key -> key.matches("\\d+"));
      problems.addWrong(
          path,
          value,
          TypeWords.withArticle(type) + (numbered ? "; a list can only be set as a whole" : ""));
      return Optional.empty();
    }
    List<Object> elements = new ArrayList<>();
    for (int i = 0; i < list.size(); i++) {
      read(list.get(i), type.getActualTypeArguments()[0], path.element(i)).ifPresent(elements::add);
    }
    return elements.size() == list.size() ? Optional.of(List.copyOf(elements)) : Optional.empty();
  }

  private Optional<Object> readScalar(ConfigValue value, Class<?> type, KeyPath path) {
    if (value instanceof Map<?, ?> || value instanceof List<?>) {
      problems.addWrong(path, value, TypeWords.withArticle(type));
      return Optional.empty();
    }
    String text = Scalars.text(value);
    Optional<Object> read = Scalars.read(text, type);
    if (read.isEmpty()) {
      String hint = type.isEnum() ? ClosestName.suggestion(text, TypeWords.constants(type)) : "";
      problems.addWrong(path, value, Scalars.expected(text, type) + hint);
    }
    return read;
  }
}
