package io.millrace.jobs.text;

import io.millrace.transforms.InvalidInputException;
import io.millrace.transforms.Trace;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.vectorized.ColumnVector;

/**
 * The columns of JSON files, from all records of all files. They hold every value of every record
 * that is a JSON object, unchanged; other records are passed over, and become rejects when read.
 */
final class JsonColumns {

  private JsonColumns() {}

  static Inferred infer(
      SparkSession spark, List<TextFile> files, Dialect dialect, long splitBytes) {
    List<SplitPlan.TextPartition> partitions =
        SplitPlan.partitions(scan(files, dialect, splitBytes));
    TextScan scan = scan(List.of(), dialect, splitBytes);
    HadoopSettings hadoop = new HadoopSettings(spark.sparkContext().hadoopConfiguration());
    List<byte[]> parts =
        partitions.isEmpty()
            ? List.of()
            : JavaSparkContext.fromSparkContext(spark.sparkContext())
                .parallelize(partitions, partitions.size())
                .map(partition -> part(partition, scan, hadoop).bytes())
                .collect();
    JsonPart all = new JsonPart(new JsonShape(), null, 0, 0);
    for (byte[] bytes : parts) {
      all = all.with(JsonPart.of(bytes));
    }
    StructType columns = check(all.shape().columns(), all.problem());
    return new Inferred(columns, all.records(), all.others());
  }

  private static TextScan scan(List<TextFile> files, Dialect dialect, long splitBytes) {
    StructType any = new StructType().add("any", DataTypes.StringType);
    return new TextScan(TextFormat.JSON, files, any, dialect, splitBytes);
  }

  private static JsonPart part(
      SplitPlan.TextPartition partition, TextScan scan, HadoopSettings hadoop) {
    StructType columns = new StructType().add(Trace.ASIDE, Trace.ASIDE_TYPE);
    TextReaders readers = new TextReaders(scan, columns, "UTC", hadoop, new RowCount());
    JsonShapes shapes = new JsonShapes(scan.dialect());
    String problem = null;
    long records = 0;
    long others = 0;
    try (TextBatches batches = new TextBatches(readers, partition.splits(), shapes)) {
      while (batches.next()) {
        ColumnVector aside = batches.get().column(0);
        records += batches.get().numRows();
        for (int row = 0; row < batches.get().numRows(); row++) {
          if (!aside.isNullAt(row)) {
            others++;
            problem = problem == null ? problem(aside, row) : problem;
          }
        }
      }
    }
    return new JsonPart(shapes.all(), problem, records, others);
  }

  private static String problem(ColumnVector aside, int row) {
    return aside.getChild(2).getUTF8String(row)
        + " ("
        + aside.getChild(4).getUTF8String(row)
        + ", position "
        + aside.getChild(5).getLong(row)
        + ")";
  }

  private static StructType check(StructType columns, String problem) {
    if (columns.isEmpty()) {
      throw new InvalidInputException(
          "cannot infer columns, as "
              + (problem == null
                  ? "the files hold no JSON object with a field"
                  : "no record is a JSON object with a field; the first one is " + problem)
              + "; give a schema, or correct the options");
    }
    Map<String, String> names = new TreeMap<>();
    for (String name : columns.fieldNames()) {
      String other = names.put(name.toLowerCase(Locale.ROOT), name);
      if (other != null) {
        throw new InvalidInputException(
            "cannot infer columns, as records have both '"
                + other
                + "' and '"
                + name
                + "', which are one name to Spark; give a schema with one of them");
      }
    }
    return columns;
  }
}
