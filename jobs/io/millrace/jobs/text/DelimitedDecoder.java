package io.millrace.jobs.text;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.vectorized.ColumnVector;

/** Records of delimited text. */
final class DelimitedDecoder implements Decoder {

  private final Dialect dialect;
  private final List<String> names;
  private final ColumnReader[] all;
  private final int[] checked;
  private FieldSplitter fields;
  private Header header;
  private int[] fieldOf;
  private int[] present;
  private int[] absent;
  private String refusal;
  private int size;
  private boolean first;
  private String reason;
  private String column;

  /**
   * @param wanted the columns that the query reads; of the others only those that can fail are
   *     converted
   */
  DelimitedDecoder(StructType schema, Set<String> wanted, Dialect dialect, String zone, int rows) {
    this.dialect = dialect;
    names = List.of(schema.fieldNames());
    Times times = new Times(dialect, zone);
    all = new ColumnReader[names.size()];
    for (int i = 0; i < all.length; i++) {
      boolean text = schema.fields()[i].dataType().equals(DataTypes.StringType);
      all[i] =
          text
              ? new TextColumn(rows, dialect)
              : new TypedColumn(schema.fields()[i].dataType(), rows, dialect, times);
    }
    checked =
        IntStream.range(0, all.length)
            .filter(i -> wanted.contains(names.get(i)) || !(all[i] instanceof TextColumn))
            .toArray();
  }

  @Override
  public ColumnVector vector(String name) {
    return all[names.indexOf(name)].vector();
  }

  @Override
  public void start(FirstRecord of) {
    header = of == null ? null : of.header();
    refusal = null;
    size = of == null ? names.size() : header == null ? of.width() : header.size();
    fieldOf = header == null ? IntStream.range(0, size).toArray() : header.fields();
    if (of != null && header == null) {
      OptionalColumns optional = OptionalColumns.of(names, dialect);
      int[] places = optional.fields(size);
      refusal = places == null ? optional.refusal(size) : null;
      fieldOf = places;
    }
    present = IntStream.of(checked).filter(i -> refusal == null && fieldOf[i] >= 0).toArray();
    absent = IntStream.of(checked).filter(i -> refusal == null && fieldOf[i] < 0).toArray();
    fields = new FieldSplitter(dialect, size);
    first = header == null;
  }

  @Override
  public void reset() {
    for (int i : checked) {
      all[i].reset();
    }
  }

  @Override
  public void seal(byte[] buffer) {
    for (int i : checked) {
      all[i].seal(buffer);
    }
  }

  @Override
  public boolean skips(byte[] bytes, int from, int to) {
    return from == to
        ? size > 1
        : dialect.comment() != Dialect.NONE && bytes[from] == dialect.comment();
  }

  @Override
  public boolean decode(byte[] bytes, int from, int to, long position, int row) {
    if (refusal != null) {
      return reject(refusal, null);
    }
    if (header != null && header.isRepeatedBy(bytes, from, to)) {
      return reject("repeats the header line", null);
    }
    int count = fields.split(bytes, from, to);
    if (fields.problem() != null) {
      return reject(fields.problem(), null);
    }
    if (count != size) {
      String where = count == 1 ? " field where the " : " fields where the ";
      return reject(count + where + whole() + " has " + size, null);
    }
    if (first && position <= 3 && isNames(bytes)) {
      return reject("looks like a header line; set header = true", null);
    }
    for (int i : present) {
      int field = fieldOf[i];
      ColumnReader reader = all[i];
      if (!reader.set(row, bytes, fields.from[field], fields.to[field], fields.kind[field])) {
        return reject(reader.mismatch(), names.get(i));
      }
    }
    for (int i : absent) {
      all[i].setNull(row);
    }
    return true;
  }

  private String whole() {
    return size == names.size() ? "schema" : header == null ? "file's first record" : "header";
  }

  private boolean isNames(byte[] bytes) {
    for (int i = 0; i < fieldOf.length; i++) {
      int field = fieldOf[i];
      if (field >= 0 && !text(bytes, field).equals(names.get(i).toLowerCase(Locale.ROOT))) {
        return false;
      }
    }
    return true;
  }

  private String text(byte[] bytes, int field) {
    byte[] value = Arrays.copyOfRange(bytes, fields.from[field], fields.to[field]);
    return new String(value, StandardCharsets.UTF_8).strip().toLowerCase(Locale.ROOT);
  }

  private boolean reject(String why, String of) {
    reason = why;
    column = of;
    return false;
  }

  @Override
  public void setNull(int row) {
    for (int i : checked) {
      all[i].setNull(row);
    }
  }

  @Override
  public String reason() {
    return reason;
  }

  @Override
  public String column() {
    return column;
  }
}
