package io.millrace.glue;

import static io.millrace.glue.DataCatalog.object;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Calls that are about partitions, one or many at once. */
record PartitionOperations(DataCatalog catalog, Faults faults) {

  /** What is done with one of many items. */
  @FunctionalInterface
  private interface Change {
    void make(Partitions partitions, JsonNode item);
  }

  Map<String, Operation> all() {
    return Map.of(
        "CreatePartition", this::create,
        "GetPartition", this::get,
        "GetPartitions", this::list,
        "UpdatePartition", this::update,
        "DeletePartition", this::delete,
        "BatchCreatePartition", this::createMany,
        "BatchGetPartition", this::getMany,
        "BatchUpdatePartition", this::updateMany,
        "BatchDeletePartition", this::deleteMany);
  }

  private Partitions partitions(ObjectNode request) {
    return new Partitions(catalog.table(request, "TableName"), request);
  }

  private ObjectNode create(ObjectNode request) {
    partitions(request).create((ObjectNode) request.get("PartitionInput"));
    return object();
  }

  private ObjectNode get(ObjectNode request) {
    List<String> values = Partitions.texts(request.get("PartitionValues"));
    return object().set("Partition", partitions(request).get(values));
  }

  private ObjectNode update(ObjectNode request) {
    List<String> values = Partitions.texts(request.get("PartitionValueList"));
    partitions(request).update(values, (ObjectNode) request.get("PartitionInput"));
    return object();
  }

  private ObjectNode delete(ObjectNode request) {
    partitions(request).delete(Partitions.texts(request.get("PartitionValues")));
    return object();
  }

  private ObjectNode list(ObjectNode request) {
    DataCatalog.Table table = catalog.table(request, "TableName");
    PartitionFilter filter =
        PartitionFilter.parse(
            request.path("Expression").asText(""), table.description().path("PartitionKeys"));
    int segments = request.path("Segment").path("TotalSegments").asInt(1);
    int segment = request.path("Segment").path("SegmentNumber").asInt(0);
    List<ObjectNode> found = new ArrayList<>();
    int at = 0;
    for (Map.Entry<List<String>, ObjectNode> partition : table.partitions().entrySet()) {
      if (at++ % segments == segment && filter.test(partition.getKey())) {
        boolean bare = request.path("ExcludeColumnSchema").asBoolean();
        found.add(bare ? withoutColumns(partition.getValue()) : partition.getValue());
      }
    }
    return Page.of("Partitions", found, request, Math.min(1000, faults.pageSize()));
  }

  private static ObjectNode withoutColumns(ObjectNode partition) {
    ObjectNode bare = partition.deepCopy();
    if (bare.path("StorageDescriptor") instanceof ObjectNode storage) {
      storage.remove("Columns");
    }
    return bare;
  }

  private ObjectNode createMany(ObjectNode request) {
    return many(
        "BatchCreatePartition",
        request,
        "PartitionInputList",
        "Values",
        "PartitionValues",
        (partitions, item) -> partitions.create((ObjectNode) item));
  }

  private ObjectNode updateMany(ObjectNode request) {
    String values = "PartitionValueList";
    return many(
        "BatchUpdatePartition",
        request,
        "Entries",
        values,
        values,
        (partitions, item) ->
            partitions.update(
                Partitions.texts(item.get(values)), (ObjectNode) item.get("PartitionInput")));
  }

  private ObjectNode deleteMany(ObjectNode request) {
    return many(
        "BatchDeletePartition",
        request,
        "PartitionsToDelete",
        "Values",
        "PartitionValues",
        (partitions, item) -> partitions.delete(Partitions.texts(item.get("Values"))));
  }

  /** Each item by itself: those that cannot be done are told, the others are done. */
  private ObjectNode many(
      String operation,
      ObjectNode request,
      String items,
      String values,
      String told,
      Change change) {
    Partitions partitions = partitions(request);
    ObjectNode answer = object();
    ArrayNode errors = answer.putArray("Errors");
    for (JsonNode item : request.get(items)) {
      try {
        Optional<ServiceException> fault =
            faults.item(operation, Partitions.texts(item.path(values)));
        if (fault.isPresent()) {
          throw fault.get();
        }
        change.make(partitions, item);
      } catch (ServiceException e) {
        errors.add(Partitions.error(told, item.path(values), e));
      }
    }
    return answer;
  }

  /** What is not there is not told; what this call did not come to is. */
  private ObjectNode getMany(ObjectNode request) {
    Partitions partitions = partitions(request);
    ObjectNode answer = object();
    ArrayNode found = answer.putArray("Partitions");
    ArrayNode unprocessed = answer.putArray("UnprocessedKeys");
    for (JsonNode key : request.get("PartitionsToGet")) {
      List<String> values = Partitions.texts(key.path("Values"));
      ObjectNode partition = partitions.table().partitions().get(values);
      if (faults.item("BatchGetPartition", values).isPresent()) {
        unprocessed.add(key);
      } else if (partition != null) {
        found.add(partition);
      }
    }
    return answer;
  }
}
