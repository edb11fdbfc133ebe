package io.millrace.jobs.stage;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.catalog.SupportsWrite;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.catalog.TableProvider;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.connector.write.BatchWrite;
import org.apache.spark.sql.connector.write.DataWriter;
import org.apache.spark.sql.connector.write.DataWriterFactory;
import org.apache.spark.sql.connector.write.LogicalWriteInfo;
import org.apache.spark.sql.connector.write.PhysicalWriteInfo;
import org.apache.spark.sql.connector.write.Write;
import org.apache.spark.sql.connector.write.WriteBuilder;
import org.apache.spark.sql.connector.write.WriterCommitMessage;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import org.apache.spark.util.SerializableConfiguration;

/** The staging folders as a table that Spark can write to. */
record StagedTable(Staging staging, StructType type)
    implements SupportsWrite, WriteBuilder, Write, BatchWrite {

  /** How Spark finds the table. */
  public static final class Provider implements TableProvider {

    @Override
    public StructType inferSchema(CaseInsensitiveStringMap options) {
      throw new UnsupportedOperationException("staged files are only written");
    }

    @Override
    public boolean supportsExternalMetadata() {
      return true;
    }

    @Override
    public Table getTable(StructType schema, Transform[] partitions, Map<String, String> options) {
      return new StagedTable(Staging.find(options.get(Staging.ID)), schema);
    }
  }

  @Override
  public String name() {
    return "staged files";
  }

  /** Spark 3.5 still asks for it under this name. */
  @Override
  @Deprecated
  public StructType schema() {
    return type;
  }

  @Override
  public Set<TableCapability> capabilities() {
    return Set.of(TableCapability.BATCH_WRITE, TableCapability.ACCEPT_ANY_SCHEMA);
  }

  @Override
  public WriteBuilder newWriteBuilder(LogicalWriteInfo info) {
    return this;
  }

  @Override
  public Write build() {
    return this;
  }

  @Override
  public BatchWrite toBatch() {
    return this;
  }

  @Override
  public String description() {
    return "staged files in " + staging.spec().data();
  }

  @Override
  public DataWriterFactory createBatchWriterFactory(PhysicalWriteInfo info) {
    var hadoop = SparkSession.active().sparkContext().hadoopConfiguration();
    return new Factory(staging.spec(), new SerializableConfiguration(hadoop));
  }

  @Override
  public void commit(WriterCommitMessage[] messages) {
    staging.finished(Arrays.stream(messages).map(StagedTask.class::cast).toList());
  }

  /** Whoever asked for the write removes the staging folder. */
  @Override
  public void abort(WriterCommitMessage[] messages) {}

  private record Factory(StageSpec spec, SerializableConfiguration hadoop)
      implements DataWriterFactory, Serializable {

    @Override
    public DataWriter<InternalRow> createWriter(int partition, long task) {
      return new StagedRows(spec, hadoop.value(), partition, task);
    }
  }
}
