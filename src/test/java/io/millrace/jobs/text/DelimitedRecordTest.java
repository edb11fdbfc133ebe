package io.millrace.jobs.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.udf.DelimitedRecord;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.unsafe.types.UTF8String;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A record in a column is read as the same line of a file is. */
class DelimitedRecordTest {

  private static final String[] PIECES = {
    ",", ",", ",", "\"", "\"", "\"\"", "\\", "\\\"", ";", "a", "b", "é", " ", "'", "\t"
  };

  @TempDir private Path folder;

  static Stream<Arguments> cases() {
    return Stream.of(
            List.of(",", "\"", "", ""),
            List.of(",", "\"", "\\", "a"),
            List.of(";", "'", "", "b"),
            List.of(",", "", "", ""),
            List.of("\t", "'", "\\", ""))
        .flatMap(dialect -> Stream.of(1L, 2L, 3L).map(seed -> Arguments.of(seed, dialect)));
  }

  @ParameterizedTest(name = "seed {0}, {1}")
  @MethodSource("cases")
  void theFileReaderFindsTheSameFieldsAndProblems(long seed, List<String> dialect) {
    Random random = new Random(seed);
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      StringBuilder line = new StringBuilder(PIECES[random.nextInt(PIECES.length)]);
      for (int pieces = random.nextInt(9); pieces > 0; pieces--) {
        line.append(PIECES[random.nextInt(PIECES.length)]);
      }
      lines.add(line.toString());
    }
    TextFile file = Texts.write(folder.resolve("t.csv"), String.join("\n", lines) + "\n");
    List<Texts.Record> records =
        Texts.read(
            Texts.scan(
                file,
                "x1 string, x2 string, x3 string",
                1 << 20,
                "delimiter=" + dialect.get(0).replace("\t", "\\t"),
                "quote=" + (dialect.get(1).isEmpty() ? "none" : dialect.get(1)),
                "escape=" + (dialect.get(2).isEmpty() ? "doubled" : dialect.get(2)),
                "null-value=" + dialect.get(3)));
    assertThat(records).hasSameSizeAs(lines);
    for (int i = 0; i < lines.size(); i++) {
      InternalRow ours =
          DelimitedRecord.invoke(
              text(lines.get(i)),
              3,
              text(dialect.get(0)),
              text(dialect.get(1)),
              text(dialect.get(2)),
              text(dialect.get(3)));
      Texts.Record theirs = records.get(i);
      String where = "seed %s: %s".formatted(seed, lines.get(i));
      if (theirs.reason() == null) {
        assertThat(ours.isNullAt(0)).as(where).isTrue();
        assertThat(values(ours.getArray(1))).as(where).isEqualTo(theirs.values());
      } else {
        assertThat(ours.isNullAt(0)).as("%s is fine, but %s", where, theirs.reason()).isFalse();
        assertThat(theirs.reason()).as(where).startsWith(ours.getUTF8String(0).toString());
      }
    }
  }

  private static UTF8String text(String text) {
    return UTF8String.fromString(text);
  }

  private static List<Object> values(ArrayData fields) {
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < fields.numElements(); i++) {
      values.add(fields.isNullAt(i) ? null : fields.getUTF8String(i).toString());
    }
    return values;
  }
}
