package io.millrace.jobs.stage;

import io.millrace.jobs.parquet.ColumnarFormat;
import io.millrace.jobs.parquet.Coverage;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.types.StructType;

/** How the files of one task are written, and what they share. */
final class RecordFormat implements AutoCloseable {

  private final StageSpec.Encoding encoding;
  private final StructType schema;
  private final Configuration hadoop;
  private ColumnarFormat columnar;
  private String schemaText;

  RecordFormat(StageSpec.Encoding encoding, StructType schema, Configuration hadoop) {
    this.encoding = encoding;
    this.schema = schema;
    this.hadoop = hadoop;
  }

  RecordFile open(RecordFile.Target target) throws IOException {
    if (!encoding.isParquet()) {
      return new TextRecordFile(encoding, target, hadoop);
    }
    if (columnar == null && schemaText == null) {
      Configuration settings = ParquetSettings.with(hadoop, encoding.settings());
      if (Coverage.gap(schema, settings).isEmpty()) {
        columnar = new ColumnarFormat(schema, settings);
      } else {
        schemaText = schema.json();
      }
    }
    return columnar == null
        ? new ParquetRecordFile(encoding, target, schemaText, hadoop)
        : new ColumnarRecordFile(columnar, target, hadoop);
  }

  /** No file may be open. */
  @Override
  public void close() {
    if (columnar != null) {
      columnar.close();
      columnar = null;
    }
  }
}
