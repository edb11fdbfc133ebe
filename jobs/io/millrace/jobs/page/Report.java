package io.millrace.jobs.page;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * One run's report as it was saved, by whatever version. What is not there, or is not of its type,
 * is unknown and no error.
 */
record Report(JsonNode json) {

  /** How a run ended, as far as its report says. */
  enum Outcome {
    SUCCEEDED("succeeded", "\u2713"),
    FAILED("failed", "\u2715"),
    NOTHING_NEW("nothing new", "\u25CB"),
    NOT_ENDED("not ended", "\u2026"),
    UNKNOWN("unknown", "?");

    private final String words;
    private final String sign;

    Outcome(String words, String sign) {
      this.words = words;
      this.sign = sign;
    }

    String words() {
      return words;
    }

    /** So that no colour is needed to tell them apart. */
    String sign() {
      return sign;
    }

    String style() {
      return words.substring(0, 4).strip();
    }
  }

  /** Rows set aside for one reason; the column may be empty. */
  record Reason(String rule, String column, String reason, long rows, JsonNode example) {}

  /** Whether a JSON document is a run's report at all. */
  static boolean isOne(JsonNode json) {
    return json.isObject()
        && json.path("job").isTextual()
        && json.path("run").isTextual()
        && json.path("outcome").isTextual();
  }

  String job() {
    return json.path("job").asText();
  }

  String run() {
    return json.path("run").asText();
  }

  String started() {
    return json.path("started").asText();
  }

  String error() {
    return json.path("error").asText();
  }

  Outcome outcome() {
    if (json.has("nothing-new")) {
      return Outcome.NOTHING_NEW;
    }
    return switch (json.path("outcome").asText()) {
      case "succeeded" -> Outcome.SUCCEEDED;
      case "failed" -> Outcome.FAILED;
      case "running" -> Outcome.NOT_ENDED;
      default -> Outcome.UNKNOWN;
    };
  }

  boolean isOfActions() {
    return json.path("actions").isArray();
  }

  JsonNode source() {
    return json.path("source");
  }

  List<JsonNode> outputs() {
    return list(json.path("outputs"));
  }

  static List<JsonNode> list(JsonNode array) {
    List<JsonNode> all = new ArrayList<>();
    if (array.isArray()) {
      array.forEach(all::add);
    }
    return all;
  }

  static List<String> texts(JsonNode array) {
    return list(array).stream().map(JsonNode::asText).toList();
  }

  static OptionalLong count(JsonNode owner, String key) {
    JsonNode value = owner.path(key);
    return value.isIntegralNumber() && value.canConvertToLong()
        ? OptionalLong.of(value.asLong())
        : OptionalLong.empty();
  }

  OptionalLong read() {
    return count(source(), "rows");
  }

  OptionalLong written() {
    return sum("written");
  }

  OptionalLong filtered() {
    return outputs().size() == 1 ? sum("filtered") : OptionalLong.empty();
  }

  /** Each rejected row once, also one that is set aside before the outputs part. */
  OptionalLong rejected() {
    OptionalLong all = sum("rejected");
    if (all.isEmpty() || outputs().size() == 1) {
      return all;
    }
    OptionalLong shared = sum("rejected-shared");
    return shared.isEmpty() ? shared : OptionalLong.of(all.getAsLong() - shared.getAsLong());
  }

  private OptionalLong sum(String key) {
    long sum = 0;
    for (JsonNode output : outputs()) {
      OptionalLong one = count(output, key);
      if (one.isEmpty()) {
        return one;
      }
      sum += one.getAsLong();
    }
    return outputs().isEmpty() ? OptionalLong.empty() : OptionalLong.of(sum);
  }

  /** The parts of the run, in their order. */
  Map<String, Double> seconds() {
    Map<String, Double> all = new LinkedHashMap<>();
    json.path("seconds")
        .properties()
        .forEach(
            part -> {
              double value = part.getValue().asDouble(-1);
              if (part.getValue().isNumber() && value >= 0 && Double.isFinite(value)) {
                all.put(part.getKey(), value);
              }
            });
    return all;
  }

  /** Of all parts together, else from the begin to the end, in seconds. */
  OptionalDouble took() {
    Map<String, Double> parts = seconds();
    if (!parts.isEmpty()) {
      double sum = parts.values().stream().mapToDouble(Double::doubleValue).sum();
      return OptionalDouble.of(Math.round(sum * 1000) / 1000.0);
    }
    try {
      Duration took =
          Duration.between(Instant.parse(started()), Instant.parse(json.path("ended").asText()));
      return OptionalDouble.of(took.toMillis() / 1000.0);
    } catch (DateTimeException e) {
      return OptionalDouble.empty();
    }
  }

  /** Why rows of an output, or of a second input, were rejected. */
  static List<Reason> rejectedBy(JsonNode owner) {
    return list(owner.path("rejected-by")).stream()
        .map(
            one ->
                new Reason(
                    one.path("rule").asText(),
                    one.path("column").isNull() ? "" : one.path("column").asText(),
                    one.path("reason").asText(),
                    one.path("rows").asLong(),
                    one.path("example")))
        .toList();
  }

  static Map<String, Long> filteredBy(JsonNode owner) {
    Map<String, Long> all = new LinkedHashMap<>();
    owner
        .path("filtered-by")
        .properties()
        .forEach(rule -> all.put(rule.getKey(), rule.getValue().asLong()));
    return all;
  }
}
