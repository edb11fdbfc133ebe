package io.millrace.glue;

import static io.millrace.glue.DataCatalog.object;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.glue.DataCatalog.Table;
import java.util.ArrayList;
import java.util.List;

/** The partitions of one table, as one request changes them. */
record Partitions(Table table, ObjectNode request) {

  static List<String> texts(JsonNode values) {
    List<String> texts = new ArrayList<>();
    values.forEach(value -> texts.add(value.asText()));
    return texts;
  }

  ObjectNode get(List<String> values) {
    ObjectNode partition = table.partitions().get(values);
    if (partition == null) {
      throw ServiceException.notFound("Cannot find partition.");
    }
    return partition;
  }

  void create(ObjectNode given) {
    List<String> values = fitting(given);
    ObjectNode partition = described(given).put("CreationTime", DataCatalog.now());
    if (table.partitions().putIfAbsent(values, partition) != null) {
      throw ServiceException.exists("Partition already exists.");
    }
  }

  /** Also of other values, which none may have. */
  void update(List<String> values, ObjectNode given) {
    ObjectNode was = get(values);
    List<String> now = fitting(given);
    if (!now.equals(values) && table.partitions().containsKey(now)) {
      throw ServiceException.exists("Partition already exists.");
    }
    ObjectNode partition = described(given);
    partition.set("CreationTime", was.get("CreationTime"));
    if (!now.equals(values)) {
      table.partitions().remove(values);
    }
    table.partitions().put(now, partition);
  }

  void delete(List<String> values) {
    get(values);
    table.partitions().remove(values);
  }

  private List<String> fitting(ObjectNode given) {
    List<String> values = texts(given.path("Values"));
    if (values.size() != table.description().path("PartitionKeys").size()) {
      throw ServiceException.invalid(
          "The number of partition keys do not match the number of partition values");
    }
    return values;
  }

  private ObjectNode described(ObjectNode given) {
    return given
        .deepCopy()
        .put("DatabaseName", DataCatalog.folded(request, "DatabaseName"))
        .put("TableName", DataCatalog.folded(request, "TableName"))
        .put("CatalogId", DataCatalog.ACCOUNT);
  }

  /** What a call of many items says of one that failed. */
  static ObjectNode error(String field, JsonNode values, ServiceException error) {
    ObjectNode told = object();
    told.set(field, values);
    told.putObject("ErrorDetail")
        .put("ErrorCode", error.type())
        .put("ErrorMessage", error.getMessage());
    return told;
  }
}
