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
  private final Path place;
  private final Path target;
  private final Configuration hadoop;
  private final List<Written> files = new ArrayList<>();
  private final Map<Dirt, Long> dirt = new EnumMap<>(Dirt.class);

  /**
   * Nothing delivered yet.
   *
   * @param place where the files are written
   * @param target where they will stand in the end
   */
  Delivery(String name, Path place, Path target, Configuration hadoop) {
    this.name = name;
    this.place = place;
    this.target = target;
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
    Writing writing = new Writing(NewFile.at(new Path(place, path).toString(), hadoop));
    action.on(writing);
    String shown = new Path(target, path).toString();
    files.add(new Written(name, shown, writing.rows(), writing.bytes()));
    writing.dirt().forEach((kind, lines) -> dirt.merge(kind, lines, Long::sum));
  }

  Summary summary() {
    return new Summary(files, dirt);
  }
}
