package io.millrace.jobs.text;

import org.apache.spark.sql.vectorized.ColumnVector;

/** Records that are looked at for the columns they have, and give no rows. */
final class JsonShapes implements Decoder {

  private final JsonProblem problem = new JsonProblem();
  private final JsonObjects objects;
  private final JsonShape all = new JsonShape();

  JsonShapes(Dialect dialect) {
    objects = new JsonObjects(dialect, problem);
  }

  JsonShape all() {
    return all;
  }

  @Override
  public boolean decode(byte[] bytes, int from, int to, long position, int row) {
    JsonShape one = new JsonShape();
    boolean fits = objects.read(bytes, from, to, one, row);
    if (fits) { // what is wrong may come behind many good fields
      all.merge(one);
    }
    return fits;
  }

  @Override
  public boolean skips(byte[] bytes, int from, int to) {
    return JsonObjects.skipBlanks(bytes, from, to) == to;
  }

  @Override
  public ColumnVector vector(String column) {
    throw new UnsupportedOperationException("no columns yet");
  }

  @Override
  public void start(FirstRecord first) {}

  @Override
  public void reset() {}

  @Override
  public void seal(byte[] buffer) {}

  @Override
  public void setNull(int row) {}

  @Override
  public String reason() {
    return problem.reason();
  }

  @Override
  public String column() {
    return problem.column();
  }
}
