package io.millrace.transforms;

import java.util.Locale;

/** The name of a step, source, sink or action: its class name in kebab-case. */
public final class StepName {

  private StepName() {}

  /** {@code FlattenRequest} is {@code flatten-request}. */
  public static String of(Class<?> type) {
    return kebab(type.getSimpleName());
  }

  /** {@code partitionBy} and {@code PartitionBy} are {@code partition-by}. */
  public static String kebab(String camel) {
    return camel
        .replaceAll("([a-z0-9])([A-Z])", "$1-$2")
        .replaceAll("([A-Z]+)([A-Z][a-z])", "$1-$2")
        .toLowerCase(Locale.ROOT);
  }
}
