package io.millrace.udf;

import com.fasterxml.jackson.core.io.SegmentedStringWriter;
import com.fasterxml.jackson.core.util.BufferRecycler;
import java.lang.reflect.Constructor;
import java.util.Arrays;
import java.util.Objects;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.json.JSONOptions;
import org.apache.spark.sql.catalyst.json.JacksonGenerator;
import org.apache.spark.sql.connector.catalog.functions.BoundFunction;
import org.apache.spark.sql.connector.catalog.functions.ScalarFunction;
import org.apache.spark.sql.connector.catalog.functions.UnboundFunction;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * {@code record_json(record)}: a record (struct) as JSON, as Spark's {@code to_json} writes it
 * without options, in the session's time zone. Null for null. Unlike {@code to_json} it does not
 * keep Spark 3.5 from compiling what stands beside it as a whole. It is made for the few rows that
 * are set aside, and slow for all of them.
 */
public final class RecordJson implements UnboundFunction {

  @Override
  public String name() {
    return "record_json";
  }

  @Override
  public String description() {
    return "record_json(record): a struct as JSON, as to_json writes it";
  }

  @Override
  public BoundFunction bind(StructType arguments) {
    if (arguments.length() != 1
        || !(arguments.fields()[0].dataType() instanceof StructType record)) {
      throw new UnsupportedOperationException(
          "record_json takes (record struct), not (%s)."
              .formatted(Arguments.types(arguments.fields())));
    }
    return new OfType(record, SQLConf.get().sessionLocalTimeZone());
  }

  /** For records of one type. */
  public static final class OfType implements ScalarFunction<UTF8String> {

    private final StructType record;
    private final String zone;
    private transient JSONOptions options;

    OfType(StructType record, String zone) {
      this.record = record;
      this.zone = zone;
    }

    /** Spark's generated code calls this. */
    public UTF8String invoke(InternalRow row) {
      if (row == null) {
        return null;
      }
      SegmentedStringWriter text = new SegmentedStringWriter(new BufferRecycler());
      if (options == null) {
        options = withoutOptions(zone);
      }
      JacksonGenerator json = new JacksonGenerator(record, text, options);
      json.write(row);
      json.close();
      return UTF8String.fromString(content(text));
    }

    @Override
    public UTF8String produceResult(InternalRow arguments) {
      return invoke(arguments.isNullAt(0) ? null : arguments.getStruct(0, record.length()));
    }

    @Override
    public String name() {
      return "record_json";
    }

    @Override
    public String canonicalName() {
      return "io.millrace.record_json(" + record.catalogString() + ")";
    }

    @Override
    public DataType[] inputTypes() {
      return new DataType[] {record};
    }

    @Override
    public DataType resultType() {
      return DataTypes.StringType;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof OfType same && record.equals(same.record) && zone.equals(same.zone);
    }

    @Override
    public int hashCode() {
      return Objects.hash(record, zone);
    }

    /** Short, for plans. */
    @Override
    public String toString() {
      return name();
    }
  }

  private static String content(SegmentedStringWriter text) {
    try {
      return text.getAndClear();
    } catch (Exception e) { // declared by some versions of Jackson only
      throw new IllegalStateException(e);
    }
  }

  /** None; by reflection, since Scala's own map has other classes in 2.12 and 2.13. */
  private static JSONOptions withoutOptions(String zone) {
    try {
      Class<?> maps = Class.forName("scala.collection.immutable.Map$");
      Object none = maps.getMethod("empty").invoke(maps.getField("MODULE$").get(null));
      Constructor<?> maker =
          Arrays.stream(JSONOptions.class.getConstructors())
              .filter(one -> one.getParameterTypes()[0].isInstance(none))
              .findFirst()
              .orElseThrow();
      return (JSONOptions) maker.newInstance(none, zone, "");
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("Spark's writer of JSON is not as in 3.5 and 4.1", e);
    }
  }
}
