package io.millrace.jobs.config;

import com.typesafe.config.Config;

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
}
