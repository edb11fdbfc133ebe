package io.millrace.jobs.sample;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The files of a sample lake as they stand on disk. */
final class LakeFiles {

  static final String ACTIVITY = "raw/useractivity/useractivity.csv";
  static final String PROFILE = "raw/userprofile/userprofile.csv";
  static final String ZIPCODES = "raw/zipcodes/zipcodedata.csv";

  /** The folders of the web shop. */
  static final Set<String> SHOP = Set.of("useractivity", "userprofile", "zipcodes");

  private LakeFiles() {}

  static List<String> lines(Path lake, String file) throws IOException {
    return Files.readAllLines(lake.resolve(file), UTF_8);
  }

  /** The lines after the header. */
  static List<String> rows(Path lake, String file) throws IOException {
    List<String> lines = lines(lake, file);
    return lines.subList(1, lines.size());
  }

  /** All lines, one character for a byte. */
  static List<String> latin(Path lake, String file) throws IOException {
    return Files.readAllLines(lake.resolve(file), ISO_8859_1);
  }

  static List<String> hashes(Path lake) throws Exception {
    List<String> hashes = new ArrayList<>();
    for (String file : List.of(ACTIVITY, PROFILE, ZIPCODES)) {
      hashes.add(sha256(Files.readAllBytes(lake.resolve(file))));
    }
    return hashes;
  }

  static String sha256(byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  static List<String> namesIn(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
