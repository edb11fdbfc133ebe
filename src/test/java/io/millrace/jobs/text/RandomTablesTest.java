package io.millrace.jobs.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Random tables, written by a small independent writer, come back as they were. */
class RandomTablesTest {

  private static final String[] PIECES = {
    "",
    "a",
    "bc",
    "\"",
    "\"\"",
    ",",
    ";",
    "'",
    "\\",
    " ",
    "\t",
    "\r",
    "\0",
    "\u00e4",
    "\u20ac",
    "\uD83D\uDE00",
    "\u2028",
    "NULL",
    "0",
    "-17",
    "#",
    "some longer piece of text",
    "\uFEFF"
  };

  @TempDir Path folder;

  static LongStream seeds() {
    return LongStream.range(0, 400);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void whatIsWrittenIsRead(long seed) throws IOException {
    Table table = new Table(new Random(seed));
    byte[] plain = table.bytes.toByteArray();
    Compression packing = table.packing();
    String name = "t.csv" + (packing == null ? "" : "." + packing.label());
    TextFile file = Texts.write(folder.resolve(name), Packed.pack(packing, plain));
    String schema =
        IntStream.range(0, table.columns)
            .mapToObj(i -> "c" + i + " string")
            .collect(Collectors.joining(", "));
    TextScan scan = Texts.scan(file, schema, table.splitBytes(), table.options());
    RowCount count = new RowCount();
    List<Texts.Record> records = Texts.read(scan, count);
    assertThat(records).filteredOn(record -> record.reason() != null).as("seed %s", seed).isEmpty();
    assertThat(records).extracting(Texts.Record::values).as("seed %s", seed).isEqualTo(table.rows);
    assertThat(records)
        .extracting(Texts.Record::position)
        .as("seed %s", seed)
        .isEqualTo(table.positions);
    for (Texts.Record record : records) {
      byte[] raw = record.raw().getBytes(StandardCharsets.UTF_8);
      int at = (int) record.position();
      assertThat(Arrays.copyOfRange(plain, at, at + raw.length)).as("seed %s", seed).isEqualTo(raw);
    }
    assertThat(count.total()).as("seed %s", seed).isEqualTo(table.rows.size());
  }

  /** A random table and its text. */
  private static final class Table {
    private final Random random;
    private final int columns;
    private final boolean multiLine;
    private final boolean header;
    private final char delimiter;
    private final char quote;
    private final boolean backslash;
    private final boolean keepsQuotes;
    private final String nullValue;
    private final int lineEnds;
    private final List<List<Object>> rows = new ArrayList<>();
    private final List<Long> positions = new ArrayList<>();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    Table(Random random) throws IOException {
      this.random = random;
      columns = 1 + random.nextInt(6);
      multiLine = random.nextInt(3) == 0;
      header = random.nextBoolean();
      delimiter = ",;\t|".charAt(random.nextInt(4));
      quote = "\"'".charAt(random.nextInt(2));
      backslash = random.nextInt(3) == 0;
      keepsQuotes = random.nextBoolean();
      nullValue = random.nextInt(3) == 0 ? "NULL" : "";
      lineEnds = random.nextInt(3);
      write(random.nextInt(10) == 0 ? "\uFEFF" : "");
      if (header) {
        write(
            IntStream.range(0, columns)
                    .mapToObj(i -> "C" + i)
                    .collect(Collectors.joining(String.valueOf(delimiter)))
                + lineEnd());
      }
      int count = random.nextInt(20) == 0 ? 20_000 : random.nextInt(40);
      for (int i = 0; i < count; i++) {
        row(i == count - 1);
      }
    }

    private void row(boolean last) throws IOException {
      List<Object> row = new ArrayList<>();
      for (int i = 0; i < columns; i++) {
        row.add(random.nextInt(5) == 0 ? null : value());
      }
      String line =
          row.stream()
              .map(value -> value == null ? nullValue : written((String) value))
              .collect(Collectors.joining(String.valueOf(delimiter)));
      rows.add(row);
      positions.add((long) bytes.size());
      boolean open = last && random.nextBoolean() && !line.isEmpty();
      write(line + (open ? "" : lineEnd()));
    }

    private String value() {
      StringBuilder value = new StringBuilder();
      for (int pieces = random.nextInt(5); pieces > 0; pieces--) {
        boolean lineEnd = multiLine && random.nextInt(6) == 0;
        value.append(lineEnd ? lineEnd() : PIECES[random.nextInt(PIECES.length)]);
      }
      return value.toString();
    }

    private String written(String value) {
      boolean bare =
          value.indexOf(delimiter) < 0
              && value.indexOf('\n') < 0
              && (keepsQuotes ? !value.startsWith("" + quote) : value.indexOf(quote) < 0)
              && !value.endsWith("\r")
              && !value.startsWith("\uFEFF")
              && !value.equals(nullValue)
              && !value.isEmpty();
      if (bare && random.nextBoolean()) {
        return value;
      }
      String escaped =
          backslash
              ? value.replace("\\", "\\\\").replace("" + quote, "\\" + quote)
              : value.replace("" + quote, "" + quote + quote);
      return quote + escaped + quote;
    }

    private String lineEnd() {
      return lineEnds == 0 || (lineEnds == 1 && random.nextBoolean()) ? "\n" : "\r\n";
    }

    private void write(String text) throws IOException {
      bytes.write(text.getBytes(StandardCharsets.UTF_8));
    }

    Compression packing() {
      Compression[] all = Compression.values();
      return random.nextInt(3) == 0 ? all[random.nextInt(all.length)] : null;
    }

    long splitBytes() {
      long small = bytes.size() > 10_000 ? 5_000 : 1;
      return random.nextInt(3) == 0 ? 1 << 26 : small + random.nextInt(200);
    }

    String[] options() {
      return new String[] {
        "delimiter=" + delimiter,
        "quote=" + quote,
        "escape=" + (backslash ? "\\" : "doubled"),
        "unquoted-quotes=" + (keepsQuotes ? "keep" : "reject"),
        "header=" + header,
        "multi-line=" + multiLine,
        "null-value=" + nullValue
      };
    }
  }
}
