package io.millrace.jobs.text;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.connector.read.InputPartition;

/** Cuts files into splits and packs splits into partitions, both in file order. */
final class SplitPlan {

  private SplitPlan() {}

  /** Splits that one task reads, one after the other. */
  record TextPartition(List<Split> splits) implements InputPartition {}

  static List<TextPartition> partitions(TextScan scan) {
    List<TextPartition> partitions = new ArrayList<>();
    List<Split> packed = new ArrayList<>();
    long size = 0;
    for (Split split : splits(scan)) {
      long bytes = split.to() - split.from();
      if (!packed.isEmpty() && size + bytes > scan.splitBytes()) {
        partitions.add(new TextPartition(List.copyOf(packed)));
        packed.clear();
        size = 0;
      }
      packed.add(split);
      size += TextFile.cost(bytes);
    }
    if (!packed.isEmpty()) {
      partitions.add(new TextPartition(List.copyOf(packed)));
    }
    return partitions;
  }

  static List<Split> splits(TextScan scan) {
    List<Split> splits = new ArrayList<>();
    for (TextFile file : scan.files()) {
      if (isWhole(scan, file)) {
        splits.add(new Split(splits.size(), file, 0, file.length(), true));
        continue;
      }
      long from = 0;
      do {
        long to =
            file.length() - from > scan.splitBytes() ? from + scan.splitBytes() : file.length();
        splits.add(new Split(splits.size(), file, from, to, false));
        from = to;
      } while (from < file.length());
    }
    return splits;
  }

  private static boolean isWhole(TextScan scan, TextFile file) {
    boolean multiLine = scan.format() == TextFormat.DELIMITED && scan.dialect().multiLine();
    return scan.isDocuments()
        || multiLine
        || !scan.dialect().isBytewise()
        || Compression.ofName(file.path()) != null;
  }
}
