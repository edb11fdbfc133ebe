package io.millrace.jobs.sample;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.LongConsumer;

/** One file on its way to storage, counted. */
final class Writing {

  private final NewFile file;
  private final Map<Dirt, Long> dirt = new EnumMap<>(Dirt.class);
  private long rows;
  private long bytes;

  Writing(NewFile file) {
    this.file = file;
  }

  /** Writes a file that is in memory. */
  void write(Block all) throws IOException {
    file.write(out -> add(all, out));
  }

  /** Writes a file block by block. */
  void write(String header, Blocks blocks, Blocks.Generator lines, LongConsumer progress)
      throws IOException {
    file.write(
        out -> {
          add(new Block(new Text(header.length()).add(header), 0), out);
          blocks.each(
              lines,
              block -> {
                add(block, out);
                progress.accept(rows);
              });
        });
  }

  private void add(Block block, OutputStream out) throws IOException {
    out.write(block.text().bytes(), 0, block.text().length());
    rows += block.rows();
    bytes += block.text().length();
    for (Dirt kind : Dirt.values()) {
      dirt.merge(kind, block.dirt()[kind.ordinal()], Long::sum);
    }
  }

  long rows() {
    return rows;
  }

  long bytes() {
    return bytes;
  }

  /** The number of malformed lines of each kind. */
  Map<Dirt, Long> dirt() {
    return Collections.unmodifiableMap(dirt);
  }
}
