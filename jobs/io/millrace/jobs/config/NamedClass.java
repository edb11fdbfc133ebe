package io.millrace.jobs.config;

import java.lang.reflect.Modifier;
import java.util.Optional;

/** A class that a job file names in full. */
final class NamedClass {

  private NamedClass() {}

  /** The class, without running any of its code; a nested one may be written with dots. */
  static Optional<Class<?>> find(String name) {
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    ClassLoader loader = context == null ? NamedClass.class.getClassLoader() : context;
    try {
      return Optional.of(Class.forName(name, false, loader));
    } catch (ClassNotFoundException | LinkageError missing) {
      int dot = name.lastIndexOf('.');
      return dot < 0
          ? Optional.empty()
          : find(name.substring(0, dot) + "$" + name.substring(dot + 1));
    }
  }

  /** Why {@code type} cannot stand where a {@code kind} is meant. */
  static Optional<String> objection(Class<?> type, Class<?> kind) {
    String subject = "class " + type.getName();
    if (!type.isRecord()) {
      return Optional.of(subject + " is not a record");
    }
    if (!Modifier.isPublic(type.getModifiers())) {
      return Optional.of(subject + " is not public");
    }
    if (!kind.isAssignableFrom(type)) {
      return Optional.of(subject + " does not implement " + kind.getName());
    }
    return Optional.empty();
  }
}
