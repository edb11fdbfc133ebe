package io.millrace.replica;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.debezium.engine.ChangeEvent;
import io.debezium.engine.DebeziumEngine;
import io.debezium.engine.Header;
import io.debezium.engine.format.Json;
import io.debezium.engine.format.KeyValueHeaderChangeEventFormat;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** What Debezium reads from the log of the database, by table and transaction. */
final class ChangeStream implements AutoCloseable {

  static final String PUBLICATION = "everything";
  static final String SLOT = "recorder";
  static final String END = "the_end";

  /** One row's change as Debezium tells it. */
  record Event(String op, JsonNode before, JsonNode after, JsonNode source, boolean movedKey) {}

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<String, List<Event>> events = new ConcurrentHashMap<>();
  private final CountDownLatch end = new CountDownLatch(1);
  private final ExecutorService thread = Executors.newSingleThreadExecutor();
  private final DebeziumEngine<ChangeEvent<String, String>> engine;

  ChangeStream(int port) {
    engine =
        DebeziumEngine.create(
                KeyValueHeaderChangeEventFormat.of(Json.class, Json.class, Json.class))
            .using(settings(port))
            .using((success, message, error) -> ended(success, message, error))
            .notifying(this::take)
            .build();
    thread.execute(engine);
  }

  private static Properties settings(int port) {
    Properties settings = new Properties();
    settings.putAll(
        Map.of(
            "name", "recorder",
            "connector.class", "io.debezium.connector.postgresql.PostgresConnector",
            "offset.storage", "org.apache.kafka.connect.storage.MemoryOffsetBackingStore",
            "database.hostname", "localhost",
            "database.port", String.valueOf(port),
            "database.user", "postgres",
            "database.password", "postgres",
            "database.dbname", "postgres",
            "topic.prefix", "source"));
    settings.putAll(
        Map.of(
            "plugin.name", "pgoutput",
            "slot.name", SLOT,
            "publication.name", PUBLICATION,
            "publication.autocreate.mode", "disabled",
            "snapshot.mode", "no_data",
            "decimal.handling.mode", "string",
            "time.precision.mode", "adaptive_time_microseconds",
            "tombstones.on.delete", "false",
            "key.converter.schemas.enable", "false",
            "value.converter.schemas.enable", "false"));
    settings.put("header.converter.schemas.enable", "false");
    return settings;
  }

  private void take(ChangeEvent<String, String> change) {
    if (change.value() == null) {
      return;
    }
    JsonNode value = parsed(change.value());
    JsonNode source = value.path("source");
    String table = source.path("table").asText();
    if (table.equals(END)) {
      end.countDown();
    } else if (value.has("op")) {
      boolean moved = change.headers().stream().map(Header::getKey).anyMatch(ChangeStream::isMove);
      events
          .computeIfAbsent(table, name -> new CopyOnWriteArrayList<>())
          .add(event(value, source, moved));
    }
  }

  private static Event event(JsonNode value, JsonNode source, boolean moved) {
    return new Event(
        value.path("op").asText(), value.path("before"), value.path("after"), source, moved);
  }

  private static boolean isMove(String header) {
    return header.equals("__debezium.newkey") || header.equals("__debezium.oldkey");
  }

  private static JsonNode parsed(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Debezium wrote no JSON: " + json, e);
    }
  }

  private void ended(boolean success, String message, Throwable error) {
    if (!success) {
      throw new IllegalStateException("Debezium stopped: " + message, error);
    }
  }

  /** Waits for the change that the recorder made last. */
  void awaitEnd() throws InterruptedException {
    if (!end.await(5, TimeUnit.MINUTES)) {
      throw new IllegalStateException("Debezium never reached the last change");
    }
  }

  List<Event> events(String table) {
    return events.getOrDefault(table, List.of());
  }

  @Override
  public void close() throws IOException {
    engine.close();
    thread.shutdown();
  }
}
