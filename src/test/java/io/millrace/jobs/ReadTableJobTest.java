package io.millrace.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.jobs.table.TableFormat;
import io.millrace.support.SparkExtension;
import io.millrace.transforms.RowWise;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Job files that read a table, also one that they write. */
@ExtendWith(SparkExtension.class)
class ReadTableJobTest {

  @TempDir private Path folder;
  private String table;

  /** Somebody else writes while the job is planned. */
  public record Intruder(String statement) implements RowWise {
    @Override
    public Dataset<Row> apply(Dataset<Row> rows) {
      rows.sparkSession().sql(statement);
      return rows;
    }
  }

  /** The session settings, as a job file has them and as the session has them. */
  private Map<String, String> make(TableFormat format, SparkSession spark) throws Exception {
    boolean iceberg = format == TableFormat.ICEBERG;
    String namespace = iceberg ? "shop" : "read_" + Integer.toUnsignedString(folder.hashCode());
    Map<String, String> settings = new HashMap<>();
    // Compiling what runs once, over a few rows, is most of the time.
    settings.put("sql.codegen.wholeStage", "false");
    settings.put("sql.codegen.factoryMode", "NO_CODEGEN");
    settings.putAll(
        iceberg
            ? Map.of(
                "sql.catalog.lake", "org.apache.iceberg.spark.SparkCatalog",
                "sql.catalog.lake.type", "hadoop",
                "sql.catalog.lake.warehouse", folder + "/warehouse")
            : Map.of(
                "sql.catalog.spark_catalog", "org.apache.spark.sql.delta.catalog.DeltaCatalog"));
    settings.forEach((key, value) -> spark.conf().set("spark." + key, value));
    String catalog = iceberg ? "lake." : "spark_catalog.";
    Files.createDirectories(folder.resolve("warehouse/shop"));
    if (!iceberg) {
      spark.sql("CREATE DATABASE %s LOCATION '%s/db'".formatted(namespace, folder));
    }
    table = catalog + namespace + ".orders";
    spark.sql("CREATE TABLE %s (id INT, n STRING) USING %s".formatted(table, format));
    spark.sql("INSERT INTO " + table + " VALUES (1, '5'), (2, 'x'), (3, '7')");
    return settings;
  }

  private Path file(Map<String, String> settings, TableFormat format, String source) {
    List<String> lines = new ArrayList<>(List.of("name = orders", "spark {"));
    settings.forEach((key, value) -> lines.add("\"%s\" = \"%s\"".formatted(key, value)));
    String word = format.name().toLowerCase(Locale.ROOT);
    lines.add("}");
    lines.add(
        source.replace("TABLE", "type = read-table, format = " + word + ", table = " + table));
    lines.add("outputs = [");
    lines.add(
        "{ sink { type = write-table, format = %s, mode = overwrite, table = %s } }"
            .formatted(word, table));
    lines.add(
        "{ sink { type = write-files, mode = overwrite, path = \"" + folder + "/copy\" } } ]");
    lines.add("rejects.path = \"" + folder + "/bad\"");
    lines.add("reports = \"" + folder + "/reports\"");
    return new Lake(folder).write("job.conf", lines.toArray(String[]::new));
  }

  private static String call(String verb, Path file) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new Verbs(new PrintStream(out, true, StandardCharsets.UTF_8))
        .run(Arguments.parse(new String[] {verb, file.toString()}));
    return out.toString(StandardCharsets.UTF_8);
  }

  private static List<String> lines(Dataset<Row> rows) {
    return rows.collectAsList().stream().map(Row::toString).sorted().toList();
  }

  @ParameterizedTest
  @EnumSource
  void aJobMayOverwriteTheTableThatItReads(TableFormat format, SparkSession spark)
      throws Exception {
    Map<String, String> settings = make(format, spark);
    boolean iceberg = format == TableFormat.ICEBERG;
    String first =
        iceberg
            ? spark.sql("SELECT string(snapshot_id) FROM " + table + ".refs").head().getString(0)
            : "1";
    spark.sql("INSERT INTO " + table + " VALUES (5, '1')");
    Path file =
        file(
            settings,
            format,
            """
            source { TABLE }
            transforms = [
              { type = expect, rules { number = "n <> 'x'" } }
              { type = join, how = semi, on { id = id }, with { TABLE, snapshot = %s } }
            ]
            """
                .formatted(first));
    String old = "%s, %s %s of ".formatted(table, iceberg ? "snapshot" : "version", first);
    assertThat(call("plan", file))
        .contains("Table to be read: " + table + ", " + (iceberg ? "snapshot " : "version 2 of "))
        .contains("Table to be read for transforms[1].with: " + old)
        .contains("  source read-table: id int, n string\n");
    Path early = folder.resolve("early.conf");
    String text = Files.readString(file);
    Files.writeString(
        early, text.replace("snapshot = " + first, "as-of = \"2001-01-01T00:00:00Z\""));
    assertThatThrownBy(() -> call("plan", early))
        .hasMessageStartingWith("transforms[1].with.as-of: %s has no ".formatted(table));

    String intruder =
        "transforms = [ { type = \"%s\", statement = \"INSERT INTO %s VALUES (3, '9')\" }"
            .formatted(Intruder.class.getName(), table);
    Path disturbed = folder.resolve("disturbed.conf");
    Files.writeString(
        disturbed, text.replace("transforms = [", intruder).replace("/reports", "/disturbed"));
    assertThatThrownBy(() -> call("run", disturbed))
        .hasMessageContaining("%s was written by somebody else since this job looked at it", table);
    spark.sql("REFRESH TABLE " + table);
    assertThat(lines(spark.table(table))).contains("[2,x]", "[3,7]", "[3,9]", "[5,1]");
    assertThat(folder.resolve("copy/_SUCCESS")).doesNotExist();
    spark.sql("DELETE FROM " + table + " WHERE n = '9'");

    assertThat(call("run", file))
        .contains("read      4 rows, " + table + ", ")
        .contains("and 3 rows, " + old);
    spark.sql("REFRESH TABLE " + table);
    assertThat(lines(spark.table(table))).containsExactly("[1,5]", "[3,7]");
    Lake lake = new Lake(folder);
    assertThat(lines(lake.rows(spark, "copy"))).containsExactly("[1,5]", "[3,7]");
    assertThat(lines(lake.rows(spark, "bad").select("reason", "raw", "file", "position")))
        .containsExactly("[breaks the rule number,{\"id\":2,\"n\":\"x\"},null,null]");
    JsonNode source = report().get("source");
    assertThat(source.get("table").asText()).isEqualTo(table);
    assertThat(source.get("rows").asLong()).isEqualTo(4);
    assertThat(source.get("counted-by").asText()).isEqualTo(iceberg ? "reader" : "sink");
    assertThat(source.has(iceberg ? "snapshot" : "version")).isTrue();
    assertThat(source.get("committed").asText()).endsWith("Z");
  }

  private JsonNode report() throws Exception {
    try (Stream<Path> files = Files.list(folder.resolve("reports"))) {
      Path file = files.filter(path -> path.toString().endsWith(".json")).findFirst().orElseThrow();
      return new ObjectMapper().readTree(file.toFile());
    }
  }
}
