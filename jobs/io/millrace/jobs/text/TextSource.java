package io.millrace.jobs.text;

import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.connector.catalog.SupportsRead;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.catalog.TableProvider;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/** The name under which Spark finds this reader; start from {@link TextRows}. */
public final class TextSource implements TableProvider {

  @Override
  public StructType inferSchema(CaseInsensitiveStringMap options) {
    return TextRows.find(options.get(TextRows.SCAN)).scan().rows();
  }

  @Override
  public Table getTable(
      StructType schema, Transform[] partitioning, Map<String, String> properties) {
    CaseInsensitiveStringMap options = new CaseInsensitiveStringMap(properties);
    return new TextTable(TextRows.find(options.get(TextRows.SCAN)));
  }

  private record TextTable(TextRows.Prepared prepared) implements Table, SupportsRead {

    @Override
    public String name() {
      return "millrace-text";
    }

    @Override
    @SuppressWarnings("deprecation") // what columns() falls back on
    public StructType schema() {
      return prepared.scan().rows();
    }

    @Override
    public Set<TableCapability> capabilities() {
      return Set.of(TableCapability.BATCH_READ);
    }

    @Override
    public ScanBuilder newScanBuilder(CaseInsensitiveStringMap options) {
      return new TextScanBuilder(prepared);
    }
  }
}
