package io.millrace.jobs.personal;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;

/**
 * Lists of Spark's plans, which are Scala's: they have one type in Scala 2.12 and another in 2.13,
 * so no call that names it would link in both.
 */
final class Elements {

  private Elements() {}

  /** What the method without parameters of a plan or an expression gives. */
  static <T> List<T> of(Object node, String method, Class<T> type) {
    return list(call(node, method), type);
  }

  /** The elements of a Scala list. */
  static <T> List<T> list(Object scala, Class<T> type) {
    List<T> elements = new ArrayList<>();
    Object iterator = call(scala, "iterator");
    while ((Boolean) call(iterator, "hasNext")) {
      elements.add(type.cast(call(iterator, "next")));
    }
    return elements;
  }

  private static Object call(Object target, String name) {
    try {
      Method method = target.getClass().getMethod(name);
      method.setAccessible(true); // an iterator's class need not be public
      return method.invoke(target);
    } catch (InvocationTargetException e) {
      throw new IllegalStateException(target.getClass().getName() + "." + name, e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(target.getClass().getName() + "." + name, e);
    }
  }
}
