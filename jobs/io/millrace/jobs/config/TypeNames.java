package io.millrace.jobs.config;

import io.millrace.transforms.StepName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The records that a job file may name, per interface; names are derived from class names. */
public final class TypeNames {

  private final Map<Class<?>, Map<String, Class<? extends Record>>> known;

  private TypeNames(Map<Class<?>, Map<String, Class<? extends Record>>> known) {
    this.known = known;
  }

  /** The list itself: each interface with its records, in the order of the reference. */
  public static TypeNames of(Map<Class<?>, List<Class<? extends Record>>> known) {
    Map<Class<?>, Map<String, Class<? extends Record>>> named = new LinkedHashMap<>();
    known.forEach((kind, types) -> named.put(kind, named(kind, types)));
    return new TypeNames(named);
  }

  private static Map<String, Class<? extends Record>> named(
      Class<?> kind, List<Class<? extends Record>> types) {
    Map<String, Class<? extends Record>> named = new LinkedHashMap<>();
    for (Class<? extends Record> type : types) {
      if (!kind.isAssignableFrom(type)) {
        throw new IllegalArgumentException(type.getName() + " does not implement " + kind);
      }
      Class<?> other = named.put(StepName.of(type), type);
      if (other != null) {
        throw new IllegalArgumentException(type + " and " + other + " have the same name");
      }
    }
    return named;
  }

  /** The record that {@code name} stands for where a {@code kind} is meant. */
  public Optional<Class<? extends Record>> find(Class<?> kind, String name) {
    return Optional.ofNullable(known.getOrDefault(kind, Map.of()).get(name));
  }

  /** The interfaces that have names. */
  public List<Class<?>> kinds() {
    return List.copyOf(known.keySet());
  }

  /** The records of an interface. */
  public List<Class<? extends Record>> types(Class<?> kind) {
    return List.copyOf(known.getOrDefault(kind, Map.of()).values());
  }

  /** The names of an interface's records. */
  public List<String> names(Class<?> kind) {
    return new ArrayList<>(known.getOrDefault(kind, Map.of()).keySet());
  }
}
