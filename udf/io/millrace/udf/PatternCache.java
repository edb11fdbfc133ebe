package io.millrace.udf;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Compiled patterns, found by identity first: a literal is one object for all rows of a task. Safe
 * for many threads, because an entry never changes once it is made.
 */
final class PatternCache<T> {

  private static final int SLOTS = 32;
  private static final int MOST = 256;

  private final Function<String, T> compile;
  private final Entry<?>[] recent = new Entry<?>[SLOTS];
  private final Map<UTF8String, T> known = new ConcurrentHashMap<>();

  PatternCache(Function<String, T> compile) {
    this.compile = compile;
  }

  @SuppressWarnings({"ReferenceEquality", "unchecked"}) // identity is the point of the first look
  T of(UTF8String pattern) {
    int slot = System.identityHashCode(pattern) & (SLOTS - 1);
    Entry<?> entry = recent[slot];
    if (entry != null && entry.pattern == pattern) {
      return (T) entry.compiled;
    }
    T compiled = byText(pattern);
    recent[slot] = new Entry<>(pattern, compiled);
    return compiled;
  }

  private T byText(UTF8String pattern) {
    T compiled = known.get(pattern);
    if (compiled == null) {
      compiled = compile.apply(pattern.toString());
      if (known.size() < MOST) { // patterns that come from a column must not fill the memory
        known.put(pattern.clone(), compiled);
      }
    }
    return compiled;
  }

  private record Entry<T>(UTF8String pattern, T compiled) {}
}
