package io.millrace.jobs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** A table that a job makes from a folder of files of AWS DMS, and what its parts say. */
final class DmsTable {

  private static final String FILES = "in/hr/people/";

  private final Lake lake;
  private final SparkSession spark;
  private String source = "";
  private String step = "{ type = normalize-dms-changes, timestamp = ts }";
  private String changes = "keys = [id]";
  private String sink = "";
  private String rejects = "";
  private String table = "table";

  /** With files of Op, ts, id, name and office. */
  DmsTable(Path folder, SparkSession spark) {
    this.lake = new Lake(folder);
    this.spark = spark;
    csv("Op string, ts string, id int, name string, office string", "");
  }

  DmsTable csv(String schema, String options) {
    source =
        "format = csv, schema = \"%s\", options { null-value = \"NULL\", %s }"
            .formatted(schema, options);
    return this;
  }

  DmsTable parquet() {
    source = "format = parquet";
    return this;
  }

  /** Only files that no run has read. */
  DmsTable incremental() {
    source += ", incremental = true";
    return this;
  }

  DmsTable steps(String steps) {
    step = steps;
    return this;
  }

  DmsTable changes(String settings) {
    changes = settings;
    return this;
  }

  DmsTable sink(String settings) {
    sink = settings;
    return this;
  }

  /** Another folder for the rows. */
  DmsTable into(String folder) {
    table = folder;
    return this;
  }

  DmsTable quarantining() {
    rejects = "rejects { path = \"" + lake.text("rejects") + "\" }";
    return this;
  }

  /** One more file of text in the folder. */
  DmsTable file(String name, String... lines) {
    lake.write(FILES + name, lines);
    return this;
  }

  /** One more file of text, last modified at a time. */
  DmsTable fileOf(Instant time, String name, String... lines) {
    try {
      Files.setLastModifiedTime(lake.write(FILES + name, lines), FileTime.from(time));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  /** One more Parquet file in the folder, of these rows. */
  DmsTable file(String name, Dataset<Row> rows) throws IOException {
    rows.coalesce(1).write().parquet(lake.text("written/" + name));
    try (Stream<Path> written = Files.list(lake.path("written/" + name))) {
      Path part = written.filter(path -> path.toString().endsWith("parquet")).findFirst().get();
      Files.createDirectories(lake.path(FILES));
      Files.copy(part, lake.path(FILES + name));
    }
    return this;
  }

  /** Takes the files away, as a step that archives what was read does. */
  DmsTable without(String... names) {
    for (String name : names) {
      try {
        Files.delete(lake.path(FILES + name));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return this;
  }

  RunReport run() {
    return lake.job(
            """
            name = people
            source { type = read-files, path = "%s", %s }
            transforms = [ %s ]
            sink { type = merge-into-files, path = "%s", changes { %s }, %s }
            %s
            """
                .formatted(
                    lake.text(FILES), source, step, lake.text(table), changes, sink, rejects))
        .run(spark);
  }

  Dataset<Row> rows(String... columns) {
    return lake.rows(spark, table).selectExpr(columns);
  }

  Dataset<Row> rejected() {
    return lake.rows(spark, "rejects")
        .selectExpr("reason", "substring_index(file, '/', -1) as file", "position");
  }

  /** The table's files and their bytes. */
  java.util.Map<String, String> bytes() {
    return lake.data(table);
  }
}
