package io.millrace.jobs.text;

import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.vectorized.ColumnarBatch;

/** What travels to the tasks and opens partitions there. */
record TextReaders(
    TextScan scan, StructType columns, String zone, HadoopSettings hadoop, RowCount count)
    implements PartitionReaderFactory {

  TextReaders {
    scan =
        new TextScan( // tasks get their files with their splits
            scan.format(),
            List.of(),
            scan.schema(),
            scan.folders(),
            scan.dialect(),
            scan.splitBytes());
  }

  @Override
  public boolean supportColumnarReads(InputPartition partition) {
    return true;
  }

  @Override
  public PartitionReader<ColumnarBatch> createColumnarReader(InputPartition partition) {
    return new TextBatches(this, ((SplitPlan.TextPartition) partition).splits());
  }

  @Override
  public PartitionReader<InternalRow> createReader(InputPartition partition) {
    throw new UnsupportedOperationException("this reader is columnar");
  }
}
