package io.millrace.jobs.config;

import io.millrace.transforms.StepName;
import java.util.Locale;

/** Names of Java things as a job file spells them. */
final class KebabCase {

  private KebabCase() {}

  /** {@code partitionBy} is {@code partition-by}; {@code default_} is {@code default}. */
  static String ofComponent(String name) {
    return StepName.kebab(name.endsWith("_") ? name.substring(0, name.length() - 1) : name);
  }

  /** {@code SHA_256} is {@code sha-256}; {@code _1} is {@code 1}. */
  static String ofConstant(Enum<?> constant) {
    String name = constant.name();
    String bare = name.startsWith("_") ? name.substring(1) : name;
    return bare.replace('_', '-').toLowerCase(Locale.ROOT);
  }

  /** {@code KeepLatest} is {@code keep latest}. */
  static String inWords(Class<?> type) {
    return StepName.of(type).replace('-', ' ');
  }
}
