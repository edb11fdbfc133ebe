package io.millrace.jobs.config;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigValue;
import io.millrace.transforms.ClosestName;
import io.millrace.transforms.InvalidInputException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Makes records: one key per component, nothing else. */
final class RecordReader {

  private static final String VARS = "vars";

  private final ValueReader values;
  private final TypeNames names;
  private final Problems problems;

  RecordReader(ValueReader values, TypeNames names, Problems problems) {
    this.values = values;
    this.names = names;
    this.problems = problems;
  }

  /** A record from an object, or, if it has one component only, from that component's value. */
  Optional<?> read(ConfigValue value, Class<?> type, KeyPath path) {
    if (value instanceof ConfigObject object) {
      return read(object, type, path, List.of());
    }
    List<Key> keys = Key.of(type);
    if (keys.size() == 1) {
      return values
          .read(value, keys.get(0).type(), path)
          .flatMap(only -> construct(type, List.of(only), path, value));
    }
    problems.addWrong(path, value, TypeWords.withArticle(type) + known(keys));
    return Optional.empty();
  }

  /** A record from an object that may also have the keys {@code besides}. */
  Optional<?> read(ConfigObject object, Class<?> type, KeyPath path, List<String> besides) {
    List<Key> keys = Key.of(type);
    refuseUnknown(object, keys, path, besides);
    List<Object> arguments = new ArrayList<>();
    for (Key key : keys) {
      readKey(object, key, path).ifPresent(arguments::add);
    }
    return arguments.size() == keys.size()
        ? construct(type, arguments, path, object)
        : Optional.empty();
  }

  private Optional<?> readKey(ConfigObject object, Key key, KeyPath path) {
    ConfigValue value = object.get(key.name());
    if (value != null) {
      return values.read(value, key.type(), path.key(key.name()));
    }
    if (key.fallback().isPresent()) {
      return Optional.of(fallback(key, object, path));
    }
    if (key.isOptional()) {
      return Optional.of(Optional.empty());
    }
    problems.add(path.key(key.name()), "is required (" + TypeWords.of(key.type()) + ")", object);
    return Optional.empty();
  }

  /** A default that does not bind is a mistake in the record, not in the file. */
  private Object fallback(Key key, ConfigObject object, KeyPath path) {
    ConfigParseOptions options = ConfigParseOptions.defaults().setOriginDescription("@Default");
    ConfigValue value = HoconText.value(key.fallback().orElseThrow(), options);
    FileOrder order = new FileOrder(object);
    Problems mistakes = new Problems(order.places());
    Optional<?> read =
        new ValueReader(names, mistakes, order).read(value, key.type(), path.key(key.name()));
    return read.orElseThrow(
        () -> new IllegalStateException("a @Default does not bind", mistakes.exception()));
  }

  private void refuseUnknown(
      ConfigObject object, List<Key> keys, KeyPath path, List<String> besides) {
    List<String> known = new ArrayList<>(keys.stream().map(Key::name).toList());
    known.addAll(besides);
    object.forEach(
        (name, value) -> {
          if (path.isRoot() && name.equals(VARS) && !known.contains(VARS)) {
            checkVars(value);
          } else if (!known.contains(name)) {
            problems.add(path.key(name), "unknown key" + hint(name, keys, known, path), value);
          }
        });
  }

  private void checkVars(ConfigValue vars) {
    if (!(vars instanceof ConfigObject)) {
      problems.addWrong(KeyPath.ROOT.key(VARS), vars, "an object of free values");
    }
  }

  private static String hint(String name, List<Key> keys, List<String> known, KeyPath path) {
    String near = ClosestName.suggestion(name, known);
    if (!near.isEmpty()) {
      return near;
    }
    return path.isRoot() ? "; free values live in 'vars'" : known(keys);
  }

  private static String known(List<Key> keys) {
    return keys.isEmpty()
        ? "; no keys are known here"
        : "; the keys here are " + String.join(", ", keys.stream().map(Key::name).toList());
  }

  /** The record, unless its own constructor refuses the values. */
  private Optional<?> construct(
      Class<?> type, List<Object> arguments, KeyPath path, ConfigValue where) {
    try {
      Class<?>[] types =
          Arrays.stream(type.getRecordComponents())
              .map(RecordComponent::getType)
              .toArray(Class<?>[]::new);
      Constructor<?> constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return Optional.of(constructor.newInstance(arguments.toArray()));
    } catch (InvocationTargetException refused) {
      Throwable cause = refused.getCause();
      if (cause instanceof IllegalArgumentException || cause instanceof InvalidInputException) {
        problems.add(path, String.valueOf(cause.getMessage()), where);
        return Optional.empty();
      }
      throw new IllegalStateException("cannot make a " + type.getName(), cause);
    } catch (ReflectiveOperationException broken) {
      throw new IllegalStateException("cannot make a " + type.getName(), broken);
    }
  }
}
