package io.millrace.jobs;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** A folder that changes as CSV {@code n,op,id,dept,name} are merged into, run by run. */
final class MergedFolder {

  static final String SCHEMA = "n int, op string, id int, dept string, name string";

  private final Path folder;
  private final SparkSession spark;
  private int batches;
  String schema = SCHEMA;
  String keys = "[id]";
  String rules = "";
  String sink = "";

  MergedFolder(Path folder, SparkSession spark) {
    this.folder = folder;
    this.spark = spark;
  }

  /** One run over these lines as a file. */
  RunReport merge(String... lines) {
    String in = folder + "/in/" + batches++;
    new Lake(folder).write("in/" + (batches - 1) + "/changes.csv", lines);
    return new Lake(folder)
        .job(
            """
            name = merge
            source { type = read-files, format = csv, path = "%s", schema = "%s" }
            sink {
              type = merge-into-files
              path = "%s/table"
              changes { keys = %s, sequence-by = [n], apply-as-delete-when = "op = 'D'", except-columns = [op, n]%s }
              %s
            }
            rejects { path = "%s/rejects" }
            # Compiling what runs once, over a few rows, is most of the time.
            spark { "sql.codegen.wholeStage" = false, "sql.codegen.factoryMode" = NO_CODEGEN }
            """
                .formatted(in, schema, folder, keys, rules, sink, folder))
        .run(spark);
  }

  List<String> rows(String... columns) {
    String[] rest = Arrays.copyOfRange(columns, 1, columns.length);
    return spark.read().parquet(folder + "/table").select(columns[0], rest).collectAsList().stream()
        .map(MergedFolder::text)
        .sorted()
        .toList();
  }

  private static String text(Row row) {
    List<String> values = new ArrayList<>();
    for (int i = 0; i < row.size(); i++) {
      values.add(String.valueOf(row.get(i)));
    }
    return String.join("|", values);
  }

  List<String> table() {
    return rows("id", "dept", "name");
  }
}
