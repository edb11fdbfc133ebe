package io.millrace.jobs.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import io.millrace.transforms.InvalidInputException;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.StreamCapabilities;

/**
 * The files of a ledger: one per entry, in JSON lines, the first of which is its {@link Heading}. A
 * file is written under a hidden name and then renamed, so it is there as a whole or not at all.
 */
final class LedgerFolder {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final ObjectReader HEADINGS = JSON.readerFor(Heading.class);
  private static final ObjectReader LINES = JSON.readerFor(FileLine.class);
  private static final ObjectWriter WRITER = JSON.writer();

  /** A file that was listed is gone. */
  static final class GoneException extends InvalidInputException {

    private static final long serialVersionUID = 1L;

    GoneException(String file, Throwable cause) {
      super("ledger: " + file + " is gone; put it back from a copy, or begin anew", cause);
    }
  }

  private final Path folder;
  private final FileSystem files;

  LedgerFolder(Path folder, Configuration hadoop) {
    this.folder = folder;
    try {
      this.files = folder.getFileSystem(hadoop);
    } catch (IOException e) {
      throw new InvalidInputException("ledger: cannot open " + folder + ": " + e.getMessage(), e);
    }
  }

  Path path() {
    return folder;
  }

  /** What is there, in the order in which it counts. */
  List<EntryName> names() {
    try {
      if (!files.exists(folder)) {
        return List.of();
      }
      TreeSet<EntryName> names = new TreeSet<>();
      for (FileStatus each : files.listStatus(folder)) {
        String name = each.getPath().getName();
        if (!name.startsWith(".") && !name.startsWith("_") && !each.isDirectory()) {
          names.add(
              EntryName.parse(name)
                  .orElseThrow(
                      () ->
                          new InvalidInputException(
                              "ledger: %s is no file of a ledger; give the ledger a folder of its own"
                                  .formatted(each.getPath()))));
        }
      }
      return List.copyOf(names);
    } catch (IOException e) {
      throw new InvalidInputException("ledger: cannot list " + folder + ": " + e.getMessage(), e);
    }
  }

  /** Reads one entry, line by line. */
  Heading read(EntryName name, Consumer<FileLine> lines) {
    Path file = new Path(folder, name.text());
    int at = 1;
    try (BufferedReader in = reader(file, name)) {
      String first = in.readLine();
      Heading heading = HEADINGS.readValue(first == null ? "" : first);
      heading.requireKnown(file.toString());
      long expected = heading.lines();
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        at++;
        expected--;
        FileLine read = LINES.readValue(line);
        lines.accept(read);
      }
      if (expected != 0) {
        throw new IOException("lines are missing or too many, by " + expected);
      }
      return heading;
    } catch (FileNotFoundException e) {
      throw new GoneException(file.toString(), e);
    } catch (JsonProcessingException e) {
      throw damaged(file, "line " + at + " is no entry: " + e.getOriginalMessage(), e);
    } catch (IOException | IllegalArgumentException e) {
      throw damaged(file, "line " + at + ": " + e.getMessage(), e);
    }
  }

  private BufferedReader reader(Path file, EntryName name) throws IOException {
    InputStream in = files.open(file);
    InputStream plain = name.isCompressed() ? new GZIPInputStream(in, 1 << 16) : in;
    return new BufferedReader(new InputStreamReader(plain, StandardCharsets.UTF_8), 1 << 16);
  }

  private static InvalidInputException damaged(Path file, String what, Exception cause) {
    return new InvalidInputException(
        "ledger: %s is damaged, %s; put it back from a copy, or begin anew with: ledger reset"
            .formatted(file, what),
        cause);
  }

  /** Writes one entry as a whole. */
  void write(EntryName name, Heading heading, Stream<FileLine> lines) {
    Path file = new Path(folder, name.text());
    Path hidden = new Path(folder, "." + name.text() + ".part");
    try {
      try (FSDataOutputStream out = files.create(hidden, true)) {
        write(name.isCompressed() ? new GZIPOutputStream(out, 1 << 16) : out, heading, lines);
        if (out.hasCapability(StreamCapabilities.HSYNC)) {
          out.hsync();
        }
      }
      if (files.exists(file)) {
        throw new IOException("another run has written it meanwhile");
      }
      if (!files.rename(hidden, file)) {
        throw new IOException("cannot rename " + hidden);
      }
    } catch (IOException e) {
      throw new InvalidInputException("ledger: cannot write " + file + ": " + e.getMessage(), e);
    }
  }

  private static void write(OutputStream out, Heading heading, Stream<FileLine> lines)
      throws IOException {
    Writer text = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), 1 << 16);
    text.write(WRITER.writeValueAsString(heading) + "\n");
    for (var all = lines.iterator(); all.hasNext(); ) {
      text.write(WRITER.writeValueAsString(all.next()));
      text.write('\n');
    }
    text.flush();
    if (out instanceof GZIPOutputStream zip) {
      zip.finish();
    }
  }

  /** Removes entries; one that stays is passed over by what came after it. */
  void delete(List<EntryName> names) {
    for (EntryName name : names) {
      try {
        files.delete(new Path(folder, name.text()), false);
      } catch (IOException e) {
        return;
      }
    }
  }
}
