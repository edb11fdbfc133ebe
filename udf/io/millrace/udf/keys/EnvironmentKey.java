package io.millrace.udf.keys;

import java.util.function.UnaryOperator;

/** A key in an environment variable. */
final class EnvironmentKey {

  private EnvironmentKey() {}

  static String fetch(KeyReference reference, String name, UnaryOperator<String> environment) {
    String value = environment.apply(name);
    if (value == null) {
      throw new KeyUnavailableException(
          reference,
          "is missing: the environment variable "
              + name
              + " is not set in this process; set it for the driver and every executor, keep the key in AWS Secrets Manager, or make a new one with: export "
              + name
              + "=$(openssl rand -hex 32)");
    }
    return value;
  }
}
