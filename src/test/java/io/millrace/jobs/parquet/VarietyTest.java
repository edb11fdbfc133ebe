package io.millrace.jobs.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** From how many values, of how many kinds, a column is taken to have each value once. */
class VarietyTest {

  @TempDir private Path folder;

  private static Variety of(int values, int kinds, boolean random) {
    Variety variety = new Variety();
    Random any = new Random(7);
    long[] hashes = new long[100];
    for (int from = 0; from < values && variety.isOpen(); from += hashes.length) {
      for (int i = 0; i < hashes.length; i++) {
        hashes[i] = LongDictionary.hash(random ? any.nextInt(kinds) : (from + i) % kinds);
      }
      variety.see(hashes, hashes.length);
    }
    return variety;
  }

  @ParameterizedTest(name = "{0} values of {1} kinds, random {2}: open {3}, unique {4}")
  @CsvSource({
    "19_900, 1_000_000_000, true, true, false",
    "20_000, 1_000_000_000, true, false, true",
    "20_000, 20_000, false, false, true",
    "20_000, 5_000_000, true, false, true",
    "20_000, 131_072, true, false, false",
    "20_000, 19_000, false, false, false",
    "20_000, 5_000, false, false, false",
    "3_000, 100, false, false, false",
    "20_000, 2, false, false, false",
    "20_000, 1, false, false, false"
  })
  void fewRepeatsMakeItUnique(
      String values, String kinds, boolean random, boolean open, boolean unique) {
    int count = Integer.parseInt(values.replace("_", ""));
    Variety variety = of(count, Integer.parseInt(kinds.replace("_", "")), random);
    assertThat(variety.isOpen()).isEqualTo(open);
    assertThat(variety.isUnique()).isEqualTo(unique);
  }

  @ParameterizedTest(name = "{0} of ten values are the same")
  @ValueSource(ints = {2, 5, 9})
  void aValueThatComesOftenIsSeen(int often) {
    for (long same = 0; same < 50; same++) {
      Variety variety = new Variety();
      long[] hashes = new long[20_000];
      for (int i = 0; i < hashes.length; i++) {
        hashes[i] = LongDictionary.hash(i % 10 < often ? same : 1_000 + i);
      }
      variety.see(hashes, hashes.length);
      assertThat(variety.isOpen()).isFalse();
      assertThat(variety.isUnique()).as("value %s", same).isFalse();
    }
  }

  /** Later files may have other values, and are looked at again. */
  @Test
  void theVerdictHoldsForSomeChunks() {
    Variety variety = of(20_000, 1_000_000_000, true);
    for (int i = 0; i < 16; i++) {
      assertThat(variety.allowsDictionary()).isFalse();
    }
    assertThat(variety.allowsDictionary()).isTrue();
    assertThat(variety.isOpen()).isTrue();
    assertThat(variety.isUnique()).isFalse();
    variety.see(new long[20_000], 20_000);
    assertThat(variety.isOpen()).isFalse();
    assertThat(variety.isUnique()).isFalse();
  }

  /** What the first file of a task shows holds for its other ones. */
  @Test
  void aTaskDoesWithoutDictionaries() throws Exception {
    StructType schema = StructType.fromDDL("text string, number bigint, kind string");
    try (ColumnarFormat format = new ColumnarFormat(schema, ColumnarFiles.settings(Map.of()))) {
      write(format, "first", 0, 25_000);
      write(format, "second", 25_000, 25_300);
      // The same 100 values again, in which a dictionary by itself would be worth its while.
      write(format, "third", 0, 100, 0, 100, 0, 100, 0, 100);
    }
    for (String file : new String[] {"first", "second", "third"}) {
      try (ParquetFileReader reader = ColumnarFiles.open(folder.resolve(file))) {
        var columns = reader.getFooter().getBlocks().get(0).getColumns();
        assertThat(columns)
            .as(file)
            .extracting(column -> column.hasDictionaryPage())
            .containsExactly(false, false, true);
      }
    }
    assertThat(ColumnarFiles.groups(folder.resolve("third")))
        .hasSize(400)
        .endsWith("text: text 99\nnumber: 99\nkind: kind 4\n");
  }

  private void write(ColumnarFormat format, String name, int... ranges) throws Exception {
    ColumnarFile file = format.open(new org.apache.hadoop.fs.Path(folder.resolve(name).toUri()));
    for (int range = 0; range < ranges.length; range += 2) {
      for (long i = ranges[range]; i < ranges[range + 1]; i++) {
        Object[] row = {
          UTF8String.fromString("text " + i), i, UTF8String.fromString("kind " + i % 5)
        };
        file.append(new GenericInternalRow(row));
      }
    }
    file.close();
  }
}
