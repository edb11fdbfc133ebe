package io.millrace.jobs.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a file holds, every line of it becomes a row or a reject, wherever it is split. */
class RandomBytesTest {

  private static final String SOME = "\"\"\\,,\n\n\r a1-\u00ff\u00c3\u00a4#\0{}[]:";

  @TempDir Path folder;

  static LongStream seeds() {
    return LongStream.range(0, 150);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void noLineIsLost(long seed) {
    Random random = new Random(seed);
    byte[] bytes = new byte[random.nextInt(120)];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) SOME.charAt(random.nextInt(SOME.length()));
    }
    TextFile file = Texts.write(folder.resolve("t"), bytes);
    String escape = random.nextBoolean() ? "escape=\\" : "trim=true";
    List<String> expected = lines(bytes);
    for (long splitBytes : new long[] {1, 1 + random.nextInt(60), 1 << 20}) {
      String name = "seed " + seed + ", split every " + splitBytes;
      TextScan text = Texts.scan(file, "x string, y int", splitBytes, escape);
      assertThat(raw(Texts.read(text))).as(name).isEqualTo(expected);
      TextScan json = Texts.json(file, "x string", splitBytes);
      assertThat(raw(Texts.read(json)))
          .as(name + ", as JSON")
          .isEqualTo(expected.stream().filter(line -> !isBlank(line)).toList());
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void noByteIsLostBetweenQuotes(long seed) {
    Random random = new Random(seed);
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(300); i > 0; i--) {
      text.append("\"\",,\n\r ab\\".charAt(random.nextInt(10)));
    }
    TextFile file = Texts.write(folder.resolve("t"), text.toString());
    List<Texts.Record> records =
        Texts.read(Texts.scan(file, "x string, y string", 1, "multi-line=true"));
    int at = 0;
    for (Texts.Record record : records) {
      int position = (int) record.position();
      assertThat(text.substring(at, position)).as("seed %s", seed).matches("[\r\n]*");
      at = position + record.raw().length();
      assertThat(text.substring(position, at)).as("seed %s", seed).isEqualTo(record.raw());
    }
    assertThat(text.substring(at)).as("seed %s", seed).matches("[\r\n]*");
  }

  private static boolean isBlank(String line) {
    return line.substring(line.indexOf('|') + 1).matches("[ \t\r]*");
  }

  private static List<String> raw(List<Texts.Record> records) {
    return records.stream().map(record -> record.position() + "|" + record.raw()).toList();
  }

  /** Lines that are not empty, with their positions. */
  private static List<String> lines(byte[] bytes) {
    List<String> lines = new ArrayList<>();
    int start = 0;
    for (int at = 0; at <= bytes.length; at++) {
      boolean end = at == bytes.length;
      if (end || bytes[at] == '\n') {
        int stop = !end && at > start && bytes[at - 1] == '\r' ? at - 1 : at;
        if (stop > start) {
          lines.add(start + "|" + new String(bytes, start, stop - start, StandardCharsets.UTF_8));
        }
        start = at + 1;
      }
    }
    return lines;
  }
}
