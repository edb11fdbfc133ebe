package io.millrace.jobs.stage;

import io.millrace.transforms.Trace;
import java.io.IOException;
import java.util.Arrays;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeProjection;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.execution.UnsafeExternalRowSorter;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import org.apache.spark.util.collection.unsafe.sort.PrefixComparators;
import org.apache.spark.util.collection.unsafe.sort.RecordComparator;

/**
 * Rows of one task whose partitions have no file yet, brought together by partition: in the memory
 * that Spark grants the task, and on its disks beyond that.
 */
final class RowsAside {

  private final int keys;
  private final int fields;
  private final UnsafeProjection toBinary;
  private final UnsafeExternalRowSorter sorter;

  RowsAside(StageSpec spec) throws IOException {
    this.keys = spec.keys();
    StructType type = new StructType().add("record", spec.schema());
    for (int i = 0; i < keys; i++) {
      type = type.add("key" + i, DataTypes.StringType);
    }
    type = type.add("aside", Trace.ASIDE_TYPE);
    this.fields = type.size();
    this.toBinary = UnsafeProjection.create(type);
    this.sorter =
        UnsafeExternalRowSorter.createWithRecordComparator(
            type,
            () -> new ByKey(fields, keys),
            PrefixComparators.LONG,
            new Hashed(keys),
            TaskContext.get().taskMemoryManager().pageSizeBytes(),
            false);
  }

  void add(InternalRow row) throws IOException {
    sorter.insertRow(row instanceof UnsafeRow binary ? binary : toBinary.apply(row));
  }

  /** Takes one row after the other. */
  @FunctionalInterface
  interface Taking {
    void take(InternalRow row) throws IOException;
  }

  /** Gives them back, those of a partition one after another. */
  void forEach(Taking taking) throws IOException {
    var rows = sorter.sort();
    while (rows.hasNext()) {
      taking.take(rows.next());
    }
  }

  /** Lets go of memory and disk; Spark does at the end of the task. */
  void close() {
    sorter.cleanupResources();
  }

  /** Rows of one partition have one hash. */
  private static final class Hashed extends UnsafeExternalRowSorter.PrefixComputer {

    private final int keys;
    private final Prefix prefix = new Prefix();

    Hashed(int keys) {
      this.keys = keys;
    }

    @Override
    public Prefix computePrefix(InternalRow row) {
      prefix.value = 0;
      for (int i = 1; i <= keys; i++) {
        UTF8String value = row.getUTF8String(i);
        prefix.value = prefix.value * 1_000_003 + (value == null ? 0 : value.hashCode());
      }
      return prefix;
    }
  }

  /** Tells partitions of one hash apart. */
  private static final class ByKey extends RecordComparator {

    private final int keys;
    private final UnsafeRow left;
    private final UnsafeRow right;

    ByKey(int fields, int keys) {
      this.keys = keys;
      this.left = new UnsafeRow(fields);
      this.right = new UnsafeRow(fields);
    }

    @Override
    public int compare(
        Object leftBase,
        long leftOffset,
        int leftLength,
        Object rightBase,
        long rightOffset,
        int rightLength) {
      left.pointTo(leftBase, leftOffset, leftLength);
      right.pointTo(rightBase, rightOffset, rightLength);
      int order = 0;
      for (int i = 1; order == 0 && i <= keys; i++) {
        order = compare(left.getUTF8String(i), right.getUTF8String(i));
      }
      return order;
    }

    /** Nearly always they are equal, as their hashes are. */
    private static int compare(UTF8String one, UTF8String other) {
      if (one == null || other == null) {
        return Boolean.compare(one == null, other == null);
      }
      return one.equals(other) ? 0 : Arrays.compareUnsigned(one.getBytes(), other.getBytes());
    }
  }
}
