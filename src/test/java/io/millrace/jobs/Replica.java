package io.millrace.jobs;

import io.millrace.replica.DmsFiles;
import io.millrace.replica.DmsSettings;
import io.millrace.replica.TableColumn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/**
 * A table that a job makes from files of a replication task, as they arrive: {@code incremental} in
 * a folder in which they stay, else in one that is emptied before. Deleted rows stay if {@code
 * soft}.
 */
record Replica(
    DmsFiles files,
    Target target,
    boolean incremental,
    boolean soft,
    Path folder,
    SparkSession spark) {

  /** Compiling what runs once, over a few rows, is most of the time. */
  private static final Map<String, String> QUICK =
      Map.of("sql.codegen.wholeStage", "false", "sql.codegen.factoryMode", "NO_CODEGEN");

  /** What the table is made of. */
  enum Target {
    PARQUET,
    ICEBERG,
    DELTA
  }

  /** As the files' seed says. */
  static Replica of(DmsFiles files, Target target, Path folder, SparkSession spark) {
    Random random = new Random(files.settings().seed() + 11);
    return new Replica(files, target, random.nextBoolean(), random.nextBoolean(), folder, spark);
  }

  /** Runs the job on each batch; rows can stay only where no history is kept. */
  void merge(int scdType) throws IOException {
    settings().forEach((key, value) -> spark.conf().set("spark." + key, value));
    if (target == Target.ICEBERG) {
      Files.createDirectories(folder.resolve("warehouse/db"));
    } else if (target == Target.DELTA) {
      spark.sql("CREATE DATABASE %s LOCATION '%s/warehouse'".formatted(database(), folder));
    }
    for (int batch = 0; batch < files.batches().size(); batch++) {
      Path inbox = folder.resolve("inbox");
      if (!incremental) {
        delete(inbox);
      }
      files.deliver(batch, inbox);
      new Lake(folder).job(job(inbox, scdType)).run(spark);
    }
  }

  private static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> all = Files.walk(folder)) {
        for (Path path : all.sorted((a, b) -> b.compareTo(a)).toList()) {
          Files.delete(path);
        }
      }
    }
  }

  private String job(Path inbox, int scdType) {
    return """
        name = replica
        source { type = read-files, path = "%s", folders = [], %s, %s }
        transforms = [ { type = normalize-dms-changes %s } %s ]
        sink { %s, changes { keys = [%s], scd-type = %s, deletes = %s } }
        reports = "%s/reports"
        ledger = "%s/ledger"
        spark {
        %s
        }
        """
        .formatted(
            inbox.resolve(files.folder()),
            format(),
            incremental ? "incremental = true, changed-files = reread" : "incremental = false",
            normalizing(),
            casting(),
            sink(),
            String.join(", ", files.recording().keys()),
            scdType,
            soft && scdType == 1 ? "soft" : "hard",
            folder,
            folder,
            settings().entrySet().stream()
                .map(setting -> quoted(setting.getKey()) + " = " + quoted(setting.getValue()))
                .collect(Collectors.joining("\n")));
  }

  private String sink() {
    return switch (target) {
      case PARQUET -> "type = merge-into-files, path = \"" + folder + "/table\"";
      case ICEBERG -> "type = merge-into-table, table = " + name();
      case DELTA ->
          "type = merge-into-table, format = delta, table = "
              + name()
              + ", properties { \"delta.columnMapping.mode\" = name }";
    };
  }

  private String name() {
    return (target == Target.ICEBERG ? "lake.db" : "spark_catalog." + database()) + ".replica";
  }

  private String database() {
    return "replica_" + Integer.toUnsignedString(folder.hashCode());
  }

  private Map<String, String> settings() {
    Map<String, String> settings = new TreeMap<>(QUICK);
    if (target == Target.ICEBERG) {
      settings.put("sql.catalog.lake", "org.apache.iceberg.spark.SparkCatalog");
      settings.put("sql.catalog.lake.type", "hadoop");
      settings.put("sql.catalog.lake.warehouse", folder + "/warehouse");
    } else if (target == Target.DELTA) {
      settings.put("sql.catalog.spark_catalog", "org.apache.spark.sql.delta.catalog.DeltaCatalog");
    }
    return settings;
  }

  private Dataset<Row> table() {
    if (target == Target.PARQUET) {
      return spark.read().parquet(folder + "/table");
    }
    // A session keeps a catalog as it first was.
    SparkSession fresh = spark.newSession();
    settings().forEach((key, value) -> fresh.conf().set("spark." + key, value));
    return fresh.table(name());
  }

  private String format() {
    DmsSettings.Csv csv = files.settings().csv();
    if (csv == null) {
      return "format = parquet";
    }
    return """
        format = csv, schema = %s
        options { header = %s, delimiter = %s, null-value = %s, multi-line = true %s }
        """
        .formatted(
            quoted(schema(csv.notSupplied() != null)),
            csv.header(),
            quoted(csv.delimiter()),
            quoted(csv.nullMarker()),
            files.settings().opInFullLoad() ? "" : ", optional-columns = Op");
  }

  /** Texts, where any value may be a marker; else the columns' own types. */
  private String schema(boolean texts) {
    return files.columns(false).stream()
        .map(column -> "`%s` %s".formatted(column.name(), texts ? "string" : column.type().spark()))
        .collect(Collectors.joining(", "));
  }

  private String normalizing() {
    DmsSettings settings = files.settings();
    String keys = "";
    if (settings.timestampColumn() != null) {
      keys += ", timestamp = " + settings.timestampColumn();
    }
    if (settings.csv() != null && settings.csv().notSupplied() != null) {
      keys += ", not-supplied = " + quoted(settings.csv().notSupplied());
    }
    return keys;
  }

  private String casting() {
    DmsSettings.Csv csv = files.settings().csv();
    if (csv == null || csv.notSupplied() == null) {
      return "";
    }
    String casts =
        files.columns(false).stream()
            .filter(column -> column.type() != TableColumn.Type.TEXT)
            .map(column -> quoted(column.name()) + " = " + quoted(column.type().spark()))
            .collect(Collectors.joining(", "));
    return casts.isEmpty() ? "" : ", { type = cast, columns { " + casts + " } }";
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\t", "\\t") + '"';
  }

  /** The rows that are not deleted, as texts like the database's. */
  List<List<String>> rows() {
    return rows(soft ? "_deletion is null or _change > _deletion" : "true");
  }

  /** The rows for which a condition holds, as texts like the database's. */
  List<List<String>> rows(String condition) {
    Column[] texts = files.recording().columns().stream().map(Replica::text).toArray(Column[]::new);
    List<List<String>> rows = new ArrayList<>();
    for (Row row : table().where(condition).select(texts).collectAsList()) {
      List<String> values = new ArrayList<>();
      for (int i = 0; i < row.size(); i++) {
        values.add(row.getString(i));
      }
      rows.add(values);
    }
    return rows;
  }

  private static Column text(TableColumn column) {
    Column value = functions.col("`" + column.name() + "`");
    return column.type() == TableColumn.Type.TIMESTAMP
        ? functions.date_format(value.cast("timestamp"), "yyyy-MM-dd HH:mm:ss.SSSSSS")
        : value.cast("string");
  }
}
