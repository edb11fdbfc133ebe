package io.millrace.glue;

import static io.millrace.glue.DataCatalog.object;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.glue.DataCatalog.Database;
import java.util.Map;
import java.util.TreeMap;

/** Calls that are about databases. */
record DatabaseOperations(DataCatalog catalog, Faults faults) {

  Map<String, Operation> all() {
    return Map.of(
        "CreateDatabase", this::create,
        "GetDatabase", this::get,
        "GetDatabases", this::list,
        "UpdateDatabase", this::update,
        "DeleteDatabase", this::delete);
  }

  private ObjectNode create(ObjectNode request) {
    ObjectNode given = (ObjectNode) request.get("DatabaseInput");
    String name = DataCatalog.folded(given, "Name");
    Database database = new Database(described(given, name), new TreeMap<>());
    database.description().put("CreateTime", DataCatalog.now());
    if (catalog.databases.putIfAbsent(name, database) != null) {
      throw ServiceException.exists("Database already exists.");
    }
    return object();
  }

  private static ObjectNode described(ObjectNode given, String name) {
    return given.deepCopy().put("Name", name).put("CatalogId", DataCatalog.ACCOUNT);
  }

  private ObjectNode get(ObjectNode request) {
    return object().set("Database", catalog.database(request, "Name").description());
  }

  private ObjectNode list(ObjectNode request) {
    return Page.of(
        "DatabaseList",
        catalog.databases.values().stream().map(Database::description).toList(),
        request,
        Math.min(100, faults.pageSize()));
  }

  private ObjectNode update(ObjectNode request) {
    Database database = catalog.database(request, "Name");
    String name = DataCatalog.folded(request, "Name");
    ObjectNode description = described((ObjectNode) request.get("DatabaseInput"), name);
    description.set("CreateTime", database.description().get("CreateTime"));
    catalog.databases.put(name, new Database(description, database.tables()));
    return object();
  }

  private ObjectNode delete(ObjectNode request) {
    catalog.database(request, "Name");
    catalog.databases.remove(DataCatalog.folded(request, "Name"));
    return object();
  }
}
