package io.millrace.replica;

import static org.apache.parquet.schema.LogicalTypeAnnotation.dateType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.decimalType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.stringType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.timestampType;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;

/** Writes rows as Parquet with the types that a replication task gives them. */
record ParquetFile(DmsSettings settings, List<TableColumn> columns) {

  private static final int DECIMAL_BYTES = 6;

  void write(Path file, List<DmsRow> rows) throws IOException {
    DmsSettings.Parquet parquet = settings.parquet();
    MessageType schema =
        new MessageType("schema", columns.stream().map(this::type).toArray(Type[]::new));
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(new LocalOutput(file))
            .withType(schema)
            .withWriterVersion(
                parquet.version2()
                    ? ParquetProperties.WriterVersion.PARQUET_2_0
                    : ParquetProperties.WriterVersion.PARQUET_1_0)
            .withDictionaryEncoding(parquet.dictionary())
            .withCompressionCodec(
                parquet.gzip() ? CompressionCodecName.GZIP : CompressionCodecName.UNCOMPRESSED)
            .build()) {
      for (DmsRow row : rows) {
        writer.write(group(schema, row.cells(settings, null)));
      }
    }
  }

  private Type type(TableColumn column) {
    Type.Repetition repetition =
        column.name().equals(settings.timestampColumn())
            ? Type.Repetition.REQUIRED
            : Type.Repetition.OPTIONAL;
    var plain = Types.primitive(physical(column.type()), repetition);
    return switch (column.type()) {
      case NUMERIC -> plain.length(DECIMAL_BYTES).as(decimalType(2, 12)).named(column.name());
      case TEXT -> plain.as(stringType()).named(column.name());
      case DATE -> plain.as(dateType()).named(column.name());
      case TIMESTAMP ->
          plain
              .as(timestampType(settings.parquet().utcTimestamps(), TimeUnit.MICROS))
              .named(column.name());
      default -> plain.named(column.name());
    };
  }

  private static PrimitiveTypeName physical(TableColumn.Type type) {
    return switch (type) {
      case INT, DATE -> PrimitiveTypeName.INT32;
      case BIGINT, TIMESTAMP -> PrimitiveTypeName.INT64;
      case NUMERIC -> PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY;
      case TEXT -> PrimitiveTypeName.BINARY;
      case BOOLEAN -> PrimitiveTypeName.BOOLEAN;
    };
  }

  private Group group(MessageType schema, List<String> cells) {
    Group group = new SimpleGroup(schema);
    for (int i = 0; i < cells.size(); i++) {
      if (cells.get(i) != null) {
        add(group, i, cells.get(i));
      }
    }
    return group;
  }

  private void add(Group group, int column, String cell) {
    switch (columns.get(column).type()) {
      case INT -> group.add(column, Integer.parseInt(cell));
      case BIGINT -> group.add(column, Long.parseLong(cell));
      case NUMERIC -> group.add(column, decimal(cell));
      case TEXT -> group.add(column, cell);
      case BOOLEAN -> group.add(column, Boolean.parseBoolean(cell));
      case DATE -> group.add(column, (int) LocalDate.parse(cell).toEpochDay());
      case TIMESTAMP -> group.add(column, micros(cell));
    }
  }

  private static Binary decimal(String cell) {
    BigInteger unscaled = new BigDecimal(cell).setScale(2).unscaledValue();
    byte[] bytes = new byte[DECIMAL_BYTES];
    Arrays.fill(bytes, (byte) (unscaled.signum() < 0 ? -1 : 0));
    byte[] digits = unscaled.toByteArray();
    System.arraycopy(digits, 0, bytes, DECIMAL_BYTES - digits.length, digits.length);
    return Binary.fromConstantByteArray(bytes);
  }

  private static long micros(String cell) {
    LocalDateTime time = LocalDateTime.parse(cell, RandomValues.TIMESTAMP);
    return ChronoUnit.MICROS.between(LocalDateTime.ofEpochSecond(0, 0, ZoneOffset.UTC), time);
  }
}
