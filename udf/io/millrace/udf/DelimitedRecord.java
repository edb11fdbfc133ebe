package io.millrace.udf;

import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.sql.connector.catalog.functions.BoundFunction;
import org.apache.spark.sql.connector.catalog.functions.ScalarFunction;
import org.apache.spark.sql.connector.catalog.functions.UnboundFunction;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.Platform;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * {@code delimited_record(text, count, delimiter, quote, escape, null_value)}: the fields of one
 * delimited record, by the rules of the CSV reader. Either {@code fields} holds {@code count} of
 * them or {@code problem} says why not; null for null. Delimiter, quote and escape are one ASCII
 * character each; an empty quote means none, an empty escape that quotes are doubled. An unquoted
 * field equal to {@code null_value} is null.
 */
public final class DelimitedRecord implements UnboundFunction, ScalarFunction<InternalRow> {

  private static final StructType TYPE =
      new StructType()
          .add("problem", DataTypes.StringType)
          .add("fields", DataTypes.createArrayType(DataTypes.StringType));

  /** The fields or the problem; Spark's generated code calls this. */
  public static InternalRow invoke(
      UTF8String text,
      int count,
      UTF8String delimiter,
      UTF8String quote,
      UTF8String escape,
      UTF8String nullValue) {
    if (text == null || delimiter == null || quote == null || escape == null || nullValue == null) {
      return null;
    }
    DelimitedFields fields =
        new DelimitedFields(text, count, letter(delimiter), letter(quote), letter(escape));
    String problem = fields.split(nullValue);
    return new GenericInternalRow(
        problem == null
            ? new Object[] {null, new GenericArrayData(fields.values())}
            : new Object[] {UTF8String.fromString(problem), null});
  }

  private static int letter(UTF8String text) {
    return text.numBytes() == 0
        ? DelimitedFields.NONE
        : Platform.getByte(text.getBaseObject(), text.getBaseOffset());
  }

  @Override
  public String name() {
    return "delimited_record";
  }

  @Override
  public String canonicalName() {
    return "io.millrace.delimited_record(string,int,string,string,string,string)";
  }

  @Override
  public String description() {
    return "delimited_record(text, count, delimiter, quote, escape, null_value): fields, or a problem";
  }

  @Override
  public BoundFunction bind(StructType arguments) {
    List<String> names = List.of("text", "count", "delimiter", "quote", "escape", "null_value");
    Arguments.require(this, arguments, names, inputTypes());
    return this;
  }

  @Override
  public DataType[] inputTypes() {
    DataType text = DataTypes.StringType;
    return new DataType[] {text, DataTypes.IntegerType, text, text, text, text};
  }

  @Override
  public StructType resultType() {
    return TYPE;
  }
}
