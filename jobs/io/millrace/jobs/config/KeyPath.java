package io.millrace.jobs.config;

import com.typesafe.config.ConfigUtil;

/** Where in the tree of keys a value stands: {@code transforms[0].order-by}. */
record KeyPath(String text) {

  static final KeyPath ROOT = new KeyPath("");

  KeyPath key(String name) {
    String quoted = ConfigUtil.joinPath(name);
    return new KeyPath(text.isEmpty() ? quoted : text + "." + quoted);
  }

  KeyPath element(int index) {
    return new KeyPath(text + "[" + index + "]");
  }

  boolean isRoot() {
    return text.isEmpty();
  }

  @Override
  public String toString() {
    return text;
  }
}
