package io.millrace.jobs.table;

import io.millrace.transforms.InvalidInputException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.spark.sql.Row;

/**
 * Where the files of an Iceberg table would lie that is yet to be made. Iceberg takes the folder
 * without a look: what lies there would be shown to whoever reads the folder together with the
 * table's files, and removed as orphans of the table.
 */
record TablePlace(TableCatalog catalog) {

  /** What Iceberg's own reading and writing of S3 is told, and what says the same to Hadoop's. */
  private static final Map<String, String> S3 =
      Map.of(
          "s3.endpoint", "fs.s3a.endpoint",
          "s3.path-style-access", "fs.s3a.path.style.access",
          "client.region", "fs.s3a.endpoint.region",
          "s3.access-key-id", "fs.s3a.access.key",
          "s3.secret-access-key", "fs.s3a.secret.key",
          "s3.session-token", "fs.s3a.session.token");

  private static final String METADATA = "metadata";

  /**
   * Fails if another's files lie there, or if it lies in another table.
   *
   * @return that it could not be looked at, in a sentence, if so
   */
  Optional<String> requireFree() {
    Optional<String> folder = folder();
    if (folder.isEmpty()) {
      return Optional.empty();
    }
    Path place = new Path(folder.get());
    try (FileSystem files = FileSystem.newInstance(place.toUri(), hadoop(place))) {
      requireNoTableAround(place, files);
      Optional<Path> other = otherFile(place, files);
      if (other.isPresent()) {
        throw catalog.mistake(
            "table: %s would be made in %s, where other files lie, such as %s; move them away, or take another name: a table needs a folder of its own"
                .formatted(catalog.table(), folder.get(), other.get()));
      }
      return Optional.empty();
    } catch (InvalidInputException e) {
      throw e;
    } catch (IOException | RuntimeException | LinkageError e) {
      return Optional.of(
          "whether other files lie in %s already could not be seen: %s"
              .formatted(folder.get(), Said.by(e)));
    }
  }

  /** As Iceberg's catalogs choose it; a server chooses itself, and Delta looks. */
  private Optional<String> folder() {
    CatalogSettings settings = settings();
    List<String> parts = catalog.table().parts();
    String name = parts.get(parts.size() - 1);
    String warehouse = settings.get("warehouse").replaceFirst("/+$", "");
    if (catalog.format() != TableFormat.ICEBERG) {
      return Optional.empty();
    }
    if (catalog.isOfFolders()) {
      return Optional.of(warehouse + "/" + String.join("/", parts.subList(1, parts.size())));
    }
    boolean unique = Boolean.parseBoolean(settings.get("unique-table-location"));
    if (unique || (!settings.isOfGlue() && !settings.isOfHive())) {
      return Optional.empty();
    }
    return databasePlace()
        .or(() -> warehouse.isEmpty() ? Optional.empty() : Optional.of(inWarehouse(warehouse)))
        .map(place -> place + "/" + name);
  }

  private String inWarehouse(String warehouse) {
    return warehouse + "/" + catalog.table().parts().get(1) + ".db";
  }

  private Optional<String> databasePlace() {
    return catalog
        .spark()
        .sql("DESCRIBE NAMESPACE " + catalog.table().namespace())
        .collectAsList()
        .stream()
        .filter(row -> row.getString(0).equals("Location"))
        .map((Row row) -> row.getString(1).replaceFirst("/+$", ""))
        .filter(place -> !place.isBlank())
        .findFirst();
  }

  private CatalogSettings settings() {
    return new CatalogSettings(catalog.spark(), catalog.table().catalog());
  }

  private Configuration hadoop(Path place) {
    Configuration hadoop = new Configuration(catalog.spark().sparkContext().hadoopConfiguration());
    // A store that does not answer is for the write to tell, which tries longer.
    hadoop.set("fs.s3a.attempts.maximum", "2");
    hadoop.set("fs.s3a.retry.limit", "2");
    if (String.valueOf(place.toUri().getScheme()).matches("s3[n]?")) {
      // As every platform has it where it names nothing else.
      String key = "fs." + place.toUri().getScheme() + ".impl";
      hadoop.setIfUnset(key, "org.apache.hadoop.fs.s3a.S3AFileSystem");
    }
    settings()
        .all()
        .forEach(
            (key, value) -> {
              if (S3.containsKey(key)) {
                hadoop.set(S3.get(key), value);
              } else if (key.startsWith("hadoop.")) {
                hadoop.set(key.substring("hadoop.".length()), value);
              }
            });
    return hadoop;
  }

  /** A catalog of folders takes the folder of a table for a namespace, too. */
  private void requireNoTableAround(Path place, FileSystem files) throws IOException {
    if (!catalog.isOfFolders()) {
      return;
    }
    int levels = catalog.table().parts().size() - 2;
    Path around = place.getParent();
    for (int i = 0; i < levels; i++) {
      if (files.exists(new Path(around, METADATA + "/version-hint.text"))) {
        throw catalog.mistake(
            "table: %s would be made in %s, which is the folder of another table; take another name: a table needs a folder of its own"
                .formatted(catalog.table(), around));
      }
      around = around.getParent();
    }
  }

  /**
   * But for those that lie as Iceberg lays its own: a run that failed, or a table that was dropped,
   * leaves such, and nothing shows them.
   */
  private static Optional<Path> otherFile(Path place, FileSystem files) throws IOException {
    String data = files.makeQualified(new Path(place, "data")) + "/";
    String metadata = files.makeQualified(new Path(place, METADATA)) + "/";
    try {
      RemoteIterator<LocatedFileStatus> all = files.listFiles(place, true);
      while (all.hasNext()) {
        Path file = all.next().getPath();
        boolean own = file.toString().startsWith(data) || file.toString().startsWith(metadata);
        if (!own && !file.getName().startsWith(".")) {
          return Optional.of(file);
        }
      }
    } catch (FileNotFoundException e) {
      // Nothing is there.
    }
    return Optional.empty();
  }
}
