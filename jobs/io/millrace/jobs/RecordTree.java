package io.millrace.jobs;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The records within records, lists and optionals, such as a source within a step. */
final class RecordTree {

  private RecordTree() {}

  /** All of this type, from the outside in. */
  static <T> List<T> all(Class<T> type, Object... roots) {
    List<T> found = new ArrayList<>();
    Arrays.asList(roots).forEach(root -> collect(type, root, found));
    return found;
  }

  private static <T> void collect(Class<T> type, Object value, List<T> found) {
    if (type.isInstance(value)) {
      found.add(type.cast(value));
    }
    if (value instanceof Optional<?> optional) {
      optional.ifPresent(content -> collect(type, content, found));
    } else if (value instanceof List<?> list) {
      list.forEach(element -> collect(type, element, found));
    } else if (value instanceof Record) {
      for (RecordComponent component : value.getClass().getRecordComponents()) {
        collect(type, content(component, value), found);
      }
    }
  }

  private static Object content(RecordComponent component, Object owner) {
    try {
      component.getAccessor().setAccessible(true);
      return component.getAccessor().invoke(owner);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot read " + component, e);
    }
  }
}
