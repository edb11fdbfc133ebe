package io.millrace.jobs.parquet;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.ShortType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructType;

/** The fields of a schema, with the columns of a new file. */
final class FieldTree {

  private static final int DIGITS_OF_LONG = 18;

  private final PageBuffers buffers;
  private final Iterator<ColumnDescriptor> leaves;

  private FieldTree(PageBuffers buffers, Iterator<ColumnDescriptor> leaves) {
    this.buffers = buffers;
    this.leaves = leaves;
  }

  /** One per column of {@code rows}, as Spark lays them out in {@code file}. */
  static List<Field> of(StructType rows, MessageType file, PageBuffers buffers) {
    return new FieldTree(buffers, file.getColumns().iterator()).fields(rows, file, 0, 0);
  }

  private List<Field> fields(StructType types, GroupType file, int repetition, int definition) {
    List<Field> fields = new ArrayList<>();
    for (int i = 0; i < types.length(); i++) {
      DataType type = types.fields()[i].dataType();
      fields.add(field(type, file.getType(i), repetition, definition));
    }
    return fields;
  }

  /**
   * @param repetition the level of what holds it
   * @param above the level at which that is there
   */
  private Field field(DataType type, Type file, int repetition, int above) {
    int definition = file.isRepetition(Type.Repetition.OPTIONAL) ? above + 1 : above;
    if (type instanceof StructType struct) {
      return new StructGroup(
          fields(struct, file.asGroupType(), repetition, definition), definition);
    }
    if (type instanceof ArrayType array) {
      GroupType list = file.asGroupType().getType(0).asGroupType();
      return new ListGroup(elements(array.elementType(), list.getType(0), repetition, definition));
    }
    if (type instanceof MapType map) {
      GroupType pairs = file.asGroupType().getType(0).asGroupType();
      Elements keys = elements(map.keyType(), pairs.getType(0), repetition, definition);
      return new MapGroup(
          keys, elements(map.valueType(), pairs.getType(1), repetition, definition));
    }
    return new LeafField(column(type, leaves.next()));
  }

  private Elements elements(DataType type, Type file, int repetition, int definition) {
    Field field = field(type, file, repetition + 1, definition + 1);
    return new Elements(field, width(type), repetition + 1, definition);
  }

  private Chunk column(DataType type, ColumnDescriptor leaf) {
    boolean bytes =
        type instanceof StringType
            || type instanceof BinaryType
            || (type instanceof DecimalType decimal && decimal.precision() > DIGITS_OF_LONG);
    if (bytes) {
      return new BytesChunk(leaf, buffers);
    }
    return type instanceof BooleanType
        ? new BooleanChunk(leaf, buffers)
        : new NumberChunk(leaf, buffers, width(type));
  }

  /** Bytes of a value in an array, and the bytes of its slot that count in a row. */
  private static int width(DataType type) {
    if (type instanceof BooleanType || type instanceof ByteType) {
      return Byte.BYTES;
    }
    if (type instanceof ShortType) {
      return Short.BYTES;
    }
    boolean four =
        type instanceof IntegerType || type instanceof FloatType || type instanceof DateType;
    return four ? Integer.BYTES : Long.BYTES;
  }
}
