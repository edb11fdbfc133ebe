package io.millrace.glue;

import static io.millrace.glue.DataCatalog.object;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.glue.DataCatalog.Table;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Calls that are about tables. */
record TableOperations(DataCatalog catalog, Faults faults) {

  Map<String, Operation> all() {
    return Map.of(
        "CreateTable", this::create,
        "GetTable", this::get,
        "GetTables", this::list,
        "GetTableVersions", this::versions,
        "UpdateTable", this::update,
        "DeleteTable", this::delete);
  }

  private ObjectNode create(ObjectNode request) {
    Map<String, Table> tables = catalog.database(request, "DatabaseName").tables();
    ObjectNode description = described(request, 0).put("CreateTime", DataCatalog.now());
    String name = description.get("Name").asText();
    if (tables.putIfAbsent(name, new Table(description)) != null) {
      throw ServiceException.exists("Table already exists.");
    }
    return object();
  }

  private static ObjectNode described(ObjectNode request, int version) {
    ObjectNode given = (ObjectNode) request.get("TableInput");
    return given
        .deepCopy()
        .put("Name", DataCatalog.folded(given, "Name"))
        .put("DatabaseName", DataCatalog.folded(request, "DatabaseName"))
        .put("UpdateTime", DataCatalog.now())
        .put("VersionId", Integer.toString(version))
        .put("CatalogId", DataCatalog.ACCOUNT)
        .put("CreatedBy", "arn:aws:iam::" + DataCatalog.ACCOUNT + ":user/test")
        .put("IsRegisteredWithLakeFormation", false);
  }

  private ObjectNode get(ObjectNode request) {
    return object().set("Table", catalog.table(request, "Name").description());
  }

  private ObjectNode list(ObjectNode request) {
    // The language knows * for anything, and | for one or the other.
    Pattern names = Pattern.compile(request.path("Expression").asText("*").replace("*", ".*"));
    List<ObjectNode> found =
        catalog.database(request, "DatabaseName").tables().values().stream()
            .map(Table::description)
            .filter(table -> names.matcher(table.get("Name").asText()).matches())
            .toList();
    return Page.of("TableList", found, request, Math.min(100, faults.pageSize()));
  }

  private ObjectNode versions(ObjectNode request) {
    List<ObjectNode> newestFirst =
        catalog.table(request, "TableName").versions().descendingMap().values().stream()
            .map(
                table -> {
                  ObjectNode version = object();
                  version.set("VersionId", table.get("VersionId"));
                  return version.<ObjectNode>set("Table", table);
                })
            .toList();
    return Page.of("TableVersions", newestFirst, request, Math.min(100, faults.pageSize()));
  }

  /** With a version, the caller must have seen the last one; without, the last caller wins. */
  private ObjectNode update(ObjectNode request) {
    JsonNode given = request.get("TableInput");
    Table table =
        catalog.table(
            object()
                .put("DatabaseName", DataCatalog.folded(request, "DatabaseName"))
                .put("Name", DataCatalog.folded(given, "Name")),
            "Name");
    int last = table.versions().lastKey();
    if (request.hasNonNull("VersionId")
        && !request.get("VersionId").asText().equals(Integer.toString(last))) {
      throw new ServiceException(
          "ConcurrentModificationException",
          "Update table failed due to concurrent modifications.");
    }
    ObjectNode description = described(request, last + 1);
    description.set("CreateTime", table.description().get("CreateTime"));
    if (request.path("SkipArchive").asBoolean()) {
      table.versions().remove(last);
    }
    table.versions().put(last + 1, description);
    return object();
  }

  private ObjectNode delete(ObjectNode request) {
    catalog.table(request, "Name");
    catalog.database(request, "DatabaseName").tables().remove(DataCatalog.folded(request, "Name"));
    return object();
  }
}
