package io.millrace.jobs.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.transforms.InvalidInputException;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Packed, encoded, changed and broken files. */
class FilesTest {

  private static final String SCHEMA = "x string, y string";
  private static final String TEXT = "a,b\n\u00e4,\u20ac\nc,d\n";
  private static final String[] ROWS = {"0|a|b", "4|\u00e4|\u20ac", "11|c|d"};

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "GZIP,t.csv.gz",
    "GZIP,t.csv",
    "BZIP2,t.csv.bz2",
    "BZIP2,t.csv",
    "ZSTD,t.csv.zst",
    "ZSTD,t.csv",
    "DEFLATE,t.csv.deflate",
    "SNAPPY,t.csv.snappy",
    "LZ4,t.csv.lz4"
  })
  void packedFilesAreReadWhole(Compression compression, String name) throws IOException {
    byte[] packed = Packed.pack(compression, TEXT.getBytes(StandardCharsets.UTF_8));
    TextFile file = Texts.write(folder.resolve(name), packed);
    assertThat(Texts.lines(Texts.read(Texts.scan(file, SCHEMA, 1)))).containsExactly(ROWS);
    assertThat(Texts.lines(Texts.read(Texts.scan(file, SCHEMA, 1 << 20)))).containsExactly(ROWS);
  }

  @ParameterizedTest
  @CsvSource({"GZIP,.gz", "BZIP2,.bz2", "ZSTD,.zst"})
  void severalMembersAreOneFile(Compression compression, String suffix) throws IOException {
    byte[] one = Packed.pack(compression, "a,b\nc,".getBytes(StandardCharsets.UTF_8));
    byte[] two = Packed.pack(compression, "d\ne,f\n".getBytes(StandardCharsets.UTF_8));
    byte[] both = Arrays.copyOf(one, one.length + two.length);
    System.arraycopy(two, 0, both, one.length, two.length);
    TextFile file = Texts.write(folder.resolve("t.csv" + suffix), both);
    assertThat(Texts.lines(Texts.read(Texts.scan(file, SCHEMA, 1 << 20))))
        .containsExactly("0|a|b", "4|c|d", "8|e|f");
  }

  @ParameterizedTest
  @CsvSource({"GZIP,.gz", "BZIP2,.bz2", "ZSTD,.zst", "DEFLATE,.deflate"})
  void aCutFileFailsTheTaskAndSaysWhere(Compression compression, String suffix) throws IOException {
    String text =
        IntStream.range(0, 300_000)
            .mapToObj(i -> i + "," + Integer.toHexString(i * 31))
            .collect(Collectors.joining("\n"));
    byte[] packed = Packed.pack(compression, text.getBytes(StandardCharsets.UTF_8));
    for (int length : List.of(packed.length / 2, packed.length - 3, 12)) {
      byte[] cut = Arrays.copyOf(packed, length);
      TextFile file = Texts.write(folder.resolve("t.csv" + suffix), cut);
      assertThatThrownBy(() -> Texts.read(Texts.scan(file, SCHEMA, 1 << 20)))
          .as("cut to " + length)
          .isInstanceOf(InvalidInputException.class)
          .hasMessageMatching(
              "cannot read .*t.csv\\"
                  + suffix
                  + " at byte \\d+: the "
                  + compression.label()
                  + " stream (ends early|is damaged).*bring.*");
    }
  }

  @Test
  void aDamagedOrMisnamedFileFailsTheTask() throws IOException {
    TextFile plain = Texts.write(folder.resolve("t.csv.gz"), TEXT);
    assertThatThrownBy(() -> Texts.read(Texts.scan(plain, SCHEMA, 1 << 20)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("at byte 0: the gzip stream is damaged")
        .hasMessageContaining("correct its name");
    byte[] packed = Packed.pack(Compression.GZIP, TEXT.repeat(50).getBytes(StandardCharsets.UTF_8));
    packed[packed.length - 6] ^= 1; // the checksum
    TextFile damaged = Texts.write(folder.resolve("d.csv"), packed);
    assertThatThrownBy(() -> Texts.read(Texts.scan(damaged, SCHEMA, 1 << 20)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("the gzip stream is damaged");
  }

  @Test
  void aPackedFileOfNoBytesHasNoRows() throws IOException {
    TextFile nothing = Texts.write(folder.resolve("t.csv.gz"), new byte[0]);
    assertThat(Texts.read(Texts.scan(nothing, SCHEMA, 1))).isEmpty();
    TextFile empty =
        Texts.write(folder.resolve("e.gz"), Packed.pack(Compression.GZIP, new byte[0]));
    assertThat(Texts.read(Texts.scan(empty, SCHEMA, 1))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32", "GB18030"})
  void encodings(String name) {
    TextFile file = Texts.write(folder.resolve("t.csv"), TEXT.getBytes(Charset.forName(name)));
    assertThat(Texts.lines(Texts.read(Texts.scan(file, SCHEMA, 1, "encoding=" + name))))
        .containsExactly(ROWS);
  }

  @Test
  void whatAnEncodingDoesNotHaveIsAReject() {
    byte[] bytes = {'a', ',', (byte) 0xE4, '\n', 'b', ',', (byte) 0x81, '\n', 'c', ',', 'd'};
    TextFile file = Texts.write(folder.resolve("t.csv"), bytes);
    assertThat(Texts.lines(Texts.read(Texts.scan(file, SCHEMA, 1, "encoding=windows-1252"))))
        .containsExactly("0|a|\u00e4", "5! not valid windows-1252", "9|c|d");
    TextFile odd = Texts.write(folder.resolve("u.csv"), new byte[] {'a', 0, ',', 0, 'b', 0, 'c'});
    assertThat(Texts.lines(Texts.read(Texts.scan(odd, SCHEMA, 1, "encoding=UTF-16LE"))))
        .containsExactly("0! not valid UTF-16LE");
  }

  @Test
  void longFilesInOtherEncodingsStayWhole() {
    String text =
        IntStream.range(0, 60_000)
            .mapToObj(i -> i + ",\uD83D\uDE00" + "\u00e4".repeat(i % 7) + "\n")
            .collect(Collectors.joining());
    TextFile file = Texts.write(folder.resolve("t.csv"), text.getBytes(StandardCharsets.UTF_16LE));
    List<Texts.Record> records = Texts.read(Texts.scan(file, SCHEMA, 1, "encoding=UTF-16LE"));
    assertThat(records.stream().map(r -> r.raw() + "\n").collect(Collectors.joining()))
        .isEqualTo(text);
  }

  @Test
  void filesThatChangedFail() throws IOException {
    Path path = folder.resolve("t.csv");
    TextFile file = Texts.write(path, TEXT);
    TextScan scan = Texts.scan(file, SCHEMA, 1 << 20);
    Files.writeString(path, "a,b\n");
    assertThatThrownBy(() -> Texts.read(scan))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("t.csv: it had 15 bytes when the read was planned and has 4 now");
    Files.delete(path);
    assertThatThrownBy(() -> Texts.read(scan))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("t.csv at byte 0: there is no such file");
    Files.createDirectory(path);
    assertThatThrownBy(() -> Texts.read(scan))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("t.csv: it is a directory; name the files in it");
    TextFile old = new TextFile(Texts.write(folder.resolve("o.csv"), TEXT).path(), 15, 1234);
    assertThatThrownBy(() -> Texts.read(Texts.scan(old, SCHEMA, 1 << 20)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("written since");
  }

  @ParameterizedTest
  @CsvSource({
    "1700000000123, 1700000000123, true", "1700000000123, 1700000000000, true",
    "1700000000000, 1700000000999, true", "1700000000123, 1700000000124, false",
    "1700000000123, 1700000001000, false", "1700000000000, 1700000001000, false",
    "0, 1700000000000, true"
  })
  void aStoreMayTellOfOneFileInSecondsOnly(long listed, long asked, boolean same) {
    assertThat(new TextFile("t.csv", 1, listed).isOf(asked)).isEqualTo(same);
  }
}
