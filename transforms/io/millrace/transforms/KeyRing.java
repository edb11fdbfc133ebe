package io.millrace.transforms;

import io.millrace.udf.keys.KeyReference;
import io.millrace.udf.keys.KeyUnavailableException;
import io.millrace.udf.keys.TokenKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The keys of a step: one without a name, or several by name, of which one is current. */
record KeyRing(
    Optional<KeyReference> key, Map<String, KeyReference> keys, Optional<String> current) {

  private static final String HOW =
      "such as key = \"env:TOKEN_KEY\", \"file:PATH\" or \"aws-secretsmanager:NAME\"";

  /** A key as this process found it; {@code name} is empty for the only one. */
  record Found(String name, KeyReference reference, String check) {}

  KeyRing {
    if (key.isPresent() == !keys.isEmpty()) {
      throw new IllegalArgumentException(
          key.isPresent()
              ? "either key or keys, not both"
              : "hmac-sha-256 needs a key, by where it is kept, " + HOW);
    }
    for (String name : keys.keySet()) {
      if (!name.matches("[A-Za-z0-9_]+")) {
        throw new IllegalArgumentException(
            "keys: '%s' must be of letters, digits and _: it stands in tokens and names of columns"
                .formatted(name));
      }
    }
    if (current.isPresent() && !keys.containsKey(current.get())) {
      throw new IllegalArgumentException(
          keys.isEmpty()
              ? "current is one of keys, and there are none"
              : "current is '%s' but must be one of %s"
                  .formatted(current.get(), String.join(", ", keys.keySet())));
    }
    if (current.isEmpty() && keys.size() > 1) {
      throw new IllegalArgumentException(
          "current must say which of %s makes the tokens"
              .formatted(String.join(", ", keys.keySet())));
    }
  }

  /** The key whose tokens count. */
  String currentName() {
    return keys.isEmpty() ? "" : current.orElseGet(() -> keys.keySet().iterator().next());
  }

  /** The other keys, in their order. */
  List<String> otherNames() {
    return keys.keySet().stream().filter(name -> !name.equals(currentName())).toList();
  }

  /**
   * All of them, the current one first.
   *
   * @throws InvalidInputException for the first that cannot be had
   */
  List<Found> fetch(String step) {
    List<String> names = new ArrayList<>(List.of(currentName()));
    names.addAll(otherNames());
    List<Found> found = new ArrayList<>();
    for (String name : names) {
      KeyReference reference = key.orElseGet(() -> keys.get(name));
      try {
        found.add(new Found(name, reference, TokenKey.of(reference).check()));
      } catch (KeyUnavailableException e) {
        throw new InvalidInputException(step + ": " + e.getMessage(), e);
      }
    }
    return found;
  }
}
