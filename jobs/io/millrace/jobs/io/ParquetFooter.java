package io.millrace.jobs.io;

import io.millrace.transforms.InvalidInputException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.HadoopReadOptions;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.hadoop.Footer;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.FileMetaData;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.spark.sql.execution.datasources.parquet.ParquetFileFormat;
import org.apache.spark.sql.execution.datasources.parquet.ParquetToSparkSchemaConverter;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.SchemaUtils;

/**
 * What a Parquet file says of itself.
 *
 * @param columns those that Spark wrote, as it keeps them beside the schema (JSON)
 * @param writer the program that wrote it
 */
record ParquetFooter(
    InputFile file, long rows, MessageType schema, Optional<String> columns, String writer) {

  private static final String OF_SPARK = "org.apache.spark.sql.parquet.row.metadata";

  /** That of {@code file}; fails with an {@link InvalidInputException} if nobody can read it. */
  static ParquetFooter of(InputFile file, Configuration hadoop) throws NoParquetException {
    ParquetTail tail = tail(file, hadoop);
    Optional<String> fault = tail.fault();
    if (fault.isPresent()) {
      throw new NoParquetException(fault.get(), null);
    }
    ParquetReadOptions options = HadoopReadOptions.builder(hadoop, new Path(file.path())).build();
    try (ParquetFileReader reader = ParquetFileReader.open(tail, options)) {
      FileMetaData said = reader.getFooter().getFileMetaData();
      return new ParquetFooter(
          file,
          reader.getRecordCount(),
          said.getSchema(),
          // Most files of a folder have the same.
          Optional.ofNullable(said.getKeyValueMetaData().get(OF_SPARK)).map(String::intern),
          String.valueOf(said.getCreatedBy()));
    } catch (IOException | RuntimeException e) {
      if (options.getDecryptionProperties() != null) {
        // The keys come from elsewhere, so this may be a failure that passes.
        throw new InvalidInputException(
            "cannot read the footer of %s with the keys that are configured: %s; correct the keys, or remove the file"
                .formatted(file.path(), e.getMessage()),
            e);
      }
      throw new NoParquetException(
          tail.isEncrypted()
              ? "its Parquet footer is encrypted, and no keys are configured"
              : "not a Parquet file: its footer is damaged",
          e);
    }
  }

  private static ParquetTail tail(InputFile file, Configuration hadoop) {
    try {
      return ParquetTail.of(file.path(), hadoop);
    } catch (IOException e) {
      throw new InvalidInputException(
          "cannot read %s: %s; make sure that it is there and may be read, then run again"
              .formatted(file.path(), e.getMessage()),
          e);
    }
  }

  /** Its columns that are times of day. */
  ParquetTimes times() {
    return ParquetTimes.of(schema);
  }

  /** The columns, as Spark has them: its own way, without the job in which it would look again. */
  StructType held() {
    ParquetTimes times = times();
    ParquetToSparkSchemaConverter converter = new ParquetToSparkSchemaConverter(SQLConf.get());
    try {
      if (!times.units().isEmpty()) {
        return converter.convert(times.asNumbers(schema));
      }
      Map<String, String> kept = columns.map(json -> Map.of(OF_SPARK, json)).orElse(Map.of());
      ParquetMetadata said = new ParquetMetadata(new FileMetaData(schema, kept, writer), List.of());
      StructType held =
          ParquetFileFormat.readSchemaFromFooter(new Footer(new Path(file.path()), said), converter)
              .asNullable();
      SchemaUtils.checkSchemaColumnNameDuplication(held, SQLConf.get().caseSensitiveAnalysis());
      return held;
    } catch (Exception e) {
      // Spark throws its checked exceptions undeclared; the innermost names the column.
      Throwable innermost = e;
      while (innermost.getCause() != null) {
        innermost = innermost.getCause();
      }
      String said =
          String.valueOf(innermost.getMessage())
              .replaceFirst("^\\[[A-Z_.]+\\] ", "")
              .replaceFirst("[.]?( SQLSTATE: \\w+)?$", "");
      String advice =
          said.contains("NANOS")
              ? "set spark { sql.legacy.parquet.nanosAsLong = true } to read nanoseconds as bigint"
              : "write it again with other names or types";
      throw new InvalidInputException(
          "source: Spark cannot read the columns of %s: %s; %s"
              .formatted(file.path(), said, advice),
          e);
    }
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
