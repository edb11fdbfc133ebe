package io.millrace.udf;

import org.apache.spark.unsafe.types.UTF8String;

/** What a call of {@code token} asks for beside the value: literals, as a rule. */
record TokenCall(
    UTF8String kind, UTF8String key, UTF8String version, UTF8String also, UTF8String check) {

  /** An argument whose null would be taken for a value's. */
  static String text(UTF8String argument, String name) {
    if (argument == null) {
      throw new IllegalArgumentException("token: " + name + " must not be null");
    }
    return argument.toString();
  }

  /** Whether these are the same objects: a literal is one object for all rows of a task. */
  @SuppressWarnings("ReferenceEquality") // identity is the point
  boolean isSame(
      UTF8String kind, UTF8String key, UTF8String version, UTF8String also, UTF8String check) {
    return kind == this.kind
        && key == this.key
        && version == this.version
        && also == this.also
        && check == this.check;
  }

  /** The same with memory of its own. */
  TokenCall kept() {
    return new TokenCall(copy(kind), copy(key), copy(version), copy(also), copy(check));
  }

  private static UTF8String copy(UTF8String text) {
    return text == null ? null : text.clone();
  }
}
