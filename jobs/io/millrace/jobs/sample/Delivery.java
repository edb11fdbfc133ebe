package io.millrace.jobs.sample;

import io.millrace.jobs.sample.Summary.Written;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** The files of one folder on their way to storage, and what has arrived. */
final class Delivery {

  private final String name;
  private final Path folder;
  private final Configuration hadoop;
  private final List<Written> files = new ArrayList<>();
  private final Map<Dirt, Long> dirt = new EnumMap<>(Dirt.class);

  Delivery(String name, Path folder, Configuration hadoop) {
    this.name = name;
    this.folder = folder;
    this.hadoop = hadoop;
    for (Dirt kind : Dirt.values()) {
      dirt.put(kind, 0L);
    }
  }

  /** Writes a file that is in memory. */
  void file(String path, Block all) throws IOException {
    file(path, writing -> writing.write(all));
  }

  /** Writes a file block by block. */
  void file(
      String path, String header, Blocks blocks, Blocks.Generator lines, LongConsumer progress)
      throws IOException {
    file(path, writing -> writing.write(header, blocks, lines, progress));
  }

  private interface Action {
    void on(Writing writing) throws IOException;
  }

  private void file(String path, Action action) throws IOException {
    Path target = new Path(folder, path);
    Writing writing = new Writing(NewFile.at(target.toString(), hadoop));
    action.on(writing);
    files.add(new Written(name, target.toString(), writing.rows(), writing.bytes()));
    writing.dirt().forEach((kind, lines) -> dirt.merge(kind, lines, Long::sum));
  }

  Summary summary() {
    return new Summary(files, dirt);
  }
}
