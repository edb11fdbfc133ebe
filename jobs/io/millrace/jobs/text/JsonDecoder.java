package io.millrace.jobs.text;

import java.util.List;
import org.apache.spark.sql.execution.vectorized.OnHeapColumnVector;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.vectorized.ColumnVector;

/**
 * Records that are one JSON object each; every column of the schema is read, wanted or not. Plain
 * ones are scanned; a parser reads the others, and says what is wrong with those that do not fit.
 */
final class JsonDecoder implements Decoder {

  private static final int LONGEST_SCANNED = 1 << 20;
  private static final int SCANS_IN_VAIN = 32;

  private final List<String> names;
  private final JsonStruct record;
  private final JsonObjects objects;
  private final JsonProblem problem = new JsonProblem();
  private int scansInVain;
  private long records;

  JsonDecoder(StructType schema, Dialect dialect, String zone, int rows) {
    names = List.of(schema.fieldNames());
    JsonValue.Context context =
        new JsonValue.Context(dialect, new Times(dialect, zone), new JsonText(), problem);
    record = new JsonStruct(schema, new OnHeapColumnVector(rows, schema), context);
    objects = new JsonObjects(dialect, problem);
  }

  @Override
  public ColumnVector vector(String column) {
    return record.child(names.indexOf(column)).vector();
  }

  @Override
  public void start(FirstRecord first) {}

  @Override
  public void reset() {
    record.reset();
  }

  @Override
  public void seal(byte[] buffer) {}

  @Override
  public boolean skips(byte[] bytes, int from, int to) {
    return JsonObjects.skipBlanks(bytes, from, to) == to;
  }

  @Override
  public boolean decode(byte[] bytes, int from, int to, long position, int row) {
    if (isWorthScanning(to - from)) {
      int end = record.scanValue(bytes, JsonScan.blanks(bytes, from, to), to, row);
      if (end != JsonScan.NOT_PLAIN && JsonScan.blanks(bytes, end, to) == to) {
        scansInVain = 0;
        return true;
      }
      scansInVain++;
    }
    return objects.read(bytes, from, to, record, row);
  }

  /**
   * Where hardly a record is plain only some are tried. A large one goes straight to the parser: a
   * scan that is given up leaves its texts in the columns, where the parser adds them again.
   */
  private boolean isWorthScanning(int length) {
    records++;
    return length <= LONGEST_SCANNED
        && (scansInVain < SCANS_IN_VAIN || records % SCANS_IN_VAIN == 0);
  }

  @Override
  public void setNull(int row) {
    for (int i = 0; i < names.size(); i++) {
      record.child(i).vector().putNull(row);
    }
  }

  @Override
  public String reason() {
    return problem.reason();
  }

  @Override
  public String column() {
    return problem.column();
  }
}
