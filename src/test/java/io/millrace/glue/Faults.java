package io.millrace.glue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What a test wants to go wrong, and what it wants to know: calls per operation. */
final class Faults {

  private record Fault(ServiceException error, int times) {}

  private final Map<String, Integer> calls = new TreeMap<>();
  private final Map<String, Fault> ofCalls = new HashMap<>();
  private final Map<String, Map<List<String>, Fault>> ofItems = new HashMap<>();
  private int pageSize;

  Faults() {
    forget();
  }

  private void forget() {
    calls.clear();
    ofCalls.clear();
    ofItems.clear();
    pageSize = 1000;
  }

  /** Answers a test. */
  synchronized JsonNode control(String what, JsonNode order) {
    switch (what) {
      case "calls" -> {
        ObjectNode told = JsonNodeFactory.instance.objectNode();
        calls.forEach(told::put);
        return told;
      }
      case "fail" -> {
        Fault fault = fault(order);
        String operation = order.path("operation").asText();
        if (order.has("values")) {
          ofItems
              .computeIfAbsent(operation, key -> new HashMap<>())
              .put(Partitions.texts(order.get("values")), fault);
        } else {
          ofCalls.put(operation, fault);
        }
      }
      case "page-size" -> pageSize = order.path("size").asInt();
      case "forget" -> forget();
      default -> throw ServiceException.invalid("no control " + what);
    }
    return JsonNodeFactory.instance.objectNode();
  }

  private static Fault fault(JsonNode order) {
    return new Fault(
        new ServiceException(order.path("error").asText(), order.path("message").asText()),
        order.path("times").asInt());
  }

  synchronized void count(String operation) {
    calls.merge(operation, 1, Integer::sum);
  }

  /** Fails if this call is to. */
  synchronized void call(String operation) {
    Optional<ServiceException> due = due(ofCalls, operation);
    if (due.isPresent()) {
      throw due.get();
    }
  }

  /** What one item of a call that has many is to fail with. */
  synchronized Optional<ServiceException> item(String operation, List<String> values) {
    return due(ofItems.getOrDefault(operation, new HashMap<>()), values);
  }

  private static <T> Optional<ServiceException> due(Map<T, Fault> faults, T of) {
    Fault fault = faults.get(of);
    if (fault == null) {
      return Optional.empty();
    }
    if (fault.times() == 1) {
      faults.remove(of);
    } else {
      faults.put(of, new Fault(fault.error(), fault.times() - 1));
    }
    return Optional.of(fault.error());
  }

  synchronized int pageSize() {
    return pageSize;
  }
}
