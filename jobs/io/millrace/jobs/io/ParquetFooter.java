package io.millrace.jobs.io;

import io.millrace.transforms.InvalidInputException;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.FileMetaData;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * What a Parquet file says of itself.
 *
 * @param writer the program that wrote it
 */
record ParquetFooter(InputFile file, long rows, MessageType schema, String writer) {

  /** Those of {@code files}, in their order. */
  static List<ParquetFooter> of(List<InputFile> files, Configuration hadoop) {
    return files.parallelStream().map(file -> of(file, hadoop)).toList();
  }

  private static ParquetFooter of(InputFile file, Configuration hadoop) {
    try (ParquetFileReader reader =
        ParquetFileReader.open(HadoopInputFile.fromPath(new Path(file.path()), hadoop))) {
      FileMetaData said = reader.getFooter().getFileMetaData();
      return new ParquetFooter(
          file, reader.getRecordCount(), said.getSchema(), String.valueOf(said.getCreatedBy()));
    } catch (IOException | RuntimeException e) {
      throw new InvalidInputException(
          "cannot read %s as Parquet: %s; remove or replace the file, or set the right format"
              .formatted(file.path(), e.getMessage()),
          e);
    }
  }

  /** Its columns that are times of day. */
  ParquetTimes times() {
    return ParquetTimes.of(schema);
  }

  /** Whether its dates may count by the Julian calendar before 1582, as those of old Hive do. */
  boolean isMaybeJulian() {
    return writer.startsWith("parquet-mr") || writer.startsWith("impala") || writer.equals("null");
  }

  /**
   * The columns as Spark can read them: of decimals in BINARY its fast reader takes only those of
   * more than 18 digits.
   */
  StructType readable(StructType columns) {
    StructType all = new StructType();
    for (StructField field : columns.fields()) {
      boolean binary = isBinaryDecimal(schema.getType(field.name()));
      all =
          binary && field.dataType() instanceof DecimalType type
              ? all.add(
                  field.name(),
                  DataTypes.createDecimalType(Math.max(19, type.precision()), type.scale()))
              : all.add(field);
    }
    return all;
  }

  private static boolean isBinaryDecimal(Type type) {
    return type.isPrimitive()
        && type.asPrimitiveType().getPrimitiveTypeName() == PrimitiveTypeName.BINARY
        && type.getLogicalTypeAnnotation() instanceof DecimalLogicalTypeAnnotation;
  }
}
