package io.millrace.replica;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The changes of one table as lines; a changed key, which Debezium tells as two, is one again. */
final class RecordedEvents {

  private final List<TableColumn> columns;
  private final Map<Long, List<ChangeStream.Event>> left = new TreeMap<>();

  RecordedEvents(List<TableColumn> columns, List<ChangeStream.Event> events) {
    this.columns = columns;
    for (ChangeStream.Event event : events) {
      left.computeIfAbsent(event.source().path("txId").asLong(), id -> new ArrayList<>())
          .add(event);
    }
  }

  /** The changes of a transaction: letter, position in the log, commit time, both images. */
  List<String> lines(long transaction) {
    List<ChangeStream.Event> events = left.remove(transaction);
    List<String> lines = new ArrayList<>();
    Iterator<ChangeStream.Event> each =
        (events == null ? List.<ChangeStream.Event>of() : events).iterator();
    while (each.hasNext()) {
      ChangeStream.Event event = each.next();
      if (event.movedKey()) {
        lines.add(line("U", event, event.before(), each.next().after()));
      } else {
        lines.add(line(letter(event.op()), event, event.before(), event.after()));
      }
    }
    return lines;
  }

  private static String letter(String op) {
    return switch (op) {
      case "c" -> "I";
      case "u" -> "U";
      case "d" -> "D";
      default -> throw new IllegalStateException("Debezium told an operation " + op);
    };
  }

  private String line(String letter, ChangeStream.Event event, JsonNode before, JsonNode after) {
    List<String> fields = new ArrayList<>();
    fields.add(letter);
    fields.add(event.source().path("lsn").asText());
    fields.add(event.source().path("ts_us").asText());
    fields.addAll(letter.equals("I") ? nothing() : image(before));
    fields.addAll(letter.equals("D") ? nothing() : image(after));
    return Fields.line("change", fields);
  }

  private List<String> nothing() {
    return Collections.nCopies(columns.size(), null);
  }

  private List<String> image(JsonNode row) {
    List<String> values = new ArrayList<>();
    for (TableColumn column : columns) {
      JsonNode value = row.path(column.name());
      if (value.isMissingNode()) {
        throw new IllegalStateException("no " + column.name() + " in " + row);
      }
      values.add(value.isNull() ? null : text(column.type(), value));
    }
    return values;
  }

  private static String text(TableColumn.Type type, JsonNode value) {
    return switch (type) {
      case DATE -> LocalDate.ofEpochDay(value.asLong()).toString();
      case TIMESTAMP -> {
        long second = Math.floorDiv(value.asLong(), 1_000_000L);
        int micros = (int) Math.floorMod(value.asLong(), 1_000_000L);
        yield LocalDateTime.ofEpochSecond(second, micros * 1_000, ZoneOffset.UTC)
            .format(RandomValues.TIMESTAMP);
      }
      default -> value.asText();
    };
  }

  void assertAllWritten() {
    if (!left.isEmpty()) {
      throw new IllegalStateException("changes of transactions that did not commit: " + left);
    }
  }
}
