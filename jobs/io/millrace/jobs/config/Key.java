package io.millrace.jobs.config;

import io.millrace.transforms.Default;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A record component as a job file sees it. */
record Key(String name, Type type, Optional<String> fallback) {

  /** The keys of a record, in the order of its components. */
  static List<Key> of(Class<?> recordType) {
    return Arrays.stream(recordType.getRecordComponents()).map(Key::of).toList();
  }

  private static Key of(RecordComponent component) {
    Optional<String> fallback =
        Optional.ofNullable(component.getAnnotation(Default.class)).map(Default::value);
    return new Key(
        KebabCase.ofComponent(component.getName()), component.getGenericType(), fallback);
  }

  /** Whether the component is an {@link Optional}. */
  boolean isOptional() {
    return type instanceof ParameterizedType generic && generic.getRawType() == Optional.class;
  }
}
