package io.millrace.glue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Databases, their tables with all versions, and the partitions of these. Names are folded. */
final class DataCatalog {

  static final String ACCOUNT = "123456789012";

  /** A database as it is described, and its tables. */
  record Database(ObjectNode description, Map<String, Table> tables) {}

  /** The versions of a table, of which the last counts, and its partitions by their values. */
  record Table(TreeMap<Integer, ObjectNode> versions, Map<List<String>, ObjectNode> partitions) {

    Table(ObjectNode first) {
      this(new TreeMap<>(Map.of(0, first)), new LinkedHashMap<>());
    }

    ObjectNode description() {
      return versions.lastEntry().getValue();
    }
  }

  final Map<String, Database> databases = new TreeMap<>();

  Database database(JsonNode request, String field) {
    String name = folded(request, field);
    Database database = databases.get(name);
    if (database == null) {
      throw ServiceException.notFound("Database " + name + " not found.");
    }
    return database;
  }

  /** The table that {@code field} of a request names, in its {@code DatabaseName}. */
  Table table(JsonNode request, String field) {
    Table table = database(request, "DatabaseName").tables().get(folded(request, field));
    if (table == null) {
      throw ServiceException.notFound("Entity Not Found");
    }
    return table;
  }

  /** A name as it is kept: whatever the locale of this machine. */
  static String folded(JsonNode request, String field) {
    return request.path(field).asText().toLowerCase(Locale.ROOT);
  }

  static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  /** Seconds, as the protocol has times. */
  static double now() {
    return System.currentTimeMillis() / 1000.0;
  }
}
