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
  public void start(Header of) {
    header = of;
    size = of == null ? names.size() : of.size();
    fieldOf = of == null ? IntStream.range(0, size).toArray() : of.fields();
    fields = new FieldSplitter(dialect, size);
    first = of == null;
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
    if (header != null && header.isRepeatedBy(bytes, from, to)) {
      return reject("repeats the header line", null);
    }
    int count = fields.split(bytes, from, to);
    if (fields.problem() != null) {
      return reject(fields.problem(), null);
    }
    if (count != size) {
      String where = size == names.size() ? "the schema has " : "the header has ";
      return reject(count + (count == 1 ? " field where " : " fields where ") + where + size, null);
    }
    if (first && position <= 3 && isNames(bytes)) {
      return reject("looks like a header line; set header = true", null);
    }
    for (int i : checked) {
      int field = fieldOf[i];
      ColumnReader reader = all[i];
      if (!reader.set(row, bytes, fields.from[field], fields.to[field], fields.kind[field])) {
        return reject(reader.mismatch(), names.get(i));
      }
    }
    return true;
  }

  private boolean isNames(byte[] bytes) {
    for (int i = 0; i < size; i++) {
      byte[] field = Arrays.copyOfRange(bytes, fields.from[i], fields.to[i]);
      String name = new String(field, StandardCharsets.UTF_8).strip();
      if (!name.toLowerCase(Locale.ROOT).equals(names.get(i).toLowerCase(Locale.ROOT))) {
        return false;
      }
    }
    return true;
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
