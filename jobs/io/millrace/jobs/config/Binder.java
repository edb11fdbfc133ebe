package io.millrace.jobs.config;

import com.typesafe.config.Config;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Binds HOCON to records: one key per component, unknown keys refused, all problems reported at
 * once.
 */
public final class Binder {

  private final TypeNames names;

  /** A binder that knows these names. */
  public Binder(TypeNames names) {
    this.names = names;
  }

  /**
   * The record that {@code resolved} describes.
   *
   * @throws InvalidConfigException with everything that is wrong
   */
  public <R extends Record> R bind(Config resolved, Class<R> type) {
    FileOrder order = new FileOrder(resolved.root());
    Problems problems = new Problems(order.places());
    var bound = new ValueReader(names, problems, order).read(resolved.root(), type, KeyPath.ROOT);
    problems.throwIfAny();
    return type.cast(bound.orElseThrow());
  }

  /**
   * A record for each of several configurations of one file.
   *
   * @throws InvalidConfigException with everything that is wrong in any of them, each thing once
   */
  public <R extends Record> Map<String, R> bindAll(Map<String, Config> resolved, Class<R> type) {
    Map<String, R> bound = new LinkedHashMap<>();
    Set<InvalidConfigException.Problem> problems = new LinkedHashSet<>();
    resolved.forEach(
        (name, config) -> {
          try {
            bound.put(name, bind(config, type));
          } catch (InvalidConfigException e) {
            problems.addAll(e.problems());
          }
        });
    if (!problems.isEmpty()) {
      throw new InvalidConfigException(List.copyOf(problems));
    }
    return bound;
  }
}
