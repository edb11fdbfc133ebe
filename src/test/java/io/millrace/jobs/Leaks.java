package io.millrace.jobs;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;

/**
 * A search for values that must not be found, in every spelling, in the bytes of files and in the
 * rows of Parquet files.
 */
final class Leaks {

  private static final int SHORTEST = 9;

  private final Map<String, String> needles = new LinkedHashMap<>();

  /** A value that must not be found: plain, without its dashes, in hexadecimal, in base64. */
  Leaks value(String name, String value) {
    String digits = value.replaceAll("[- ]", "");
    bytes(name, value.getBytes(UTF_8));
    needles.put(name + " plain", value);
    if (!digits.equals(value)) {
      needles.put(name + " without dashes", digits);
      bytes(name + " without dashes", digits.getBytes(UTF_8));
    }
    return this;
  }

  /** Bytes that must not be found as they are, in hexadecimal, or in base64. */
  Leaks key(String name, byte[] key) {
    needles.put(name + " raw", new String(key, ISO_8859_1));
    bytes(name, key);
    return this;
  }

  private void bytes(String name, byte[] value) {
    String hex = HexFormat.of().formatHex(value);
    needles.put(name + " hex", hex);
    needles.put(name + " HEX", hex.toUpperCase(Locale.ROOT));
    String base64 = Base64.getEncoder().withoutPadding().encodeToString(value);
    needles.put(name + " base64", base64);
    needles.put(name + " base64url", base64.replace('+', '-').replace('/', '_'));
  }

  /** Where which of them are, in files below {@code folder} but not in those left out. */
  List<String> below(Path folder, SparkSession spark, String... leftOut) throws IOException {
    List<String> found = new ArrayList<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = folder.relativize(file).toString();
        if (Stream.of(leftOut).noneMatch(name::startsWith)) {
          in(file, spark).forEach(needle -> found.add(name + ": " + needle));
        }
      }
    }
    return found;
  }

  private List<String> in(Path file, SparkSession spark) {
    try {
      String bytes = new String(Files.readAllBytes(file), ISO_8859_1);
      String rows = "";
      if (file.toString().endsWith(".parquet")) {
        rows = String.join("\n", spark.read().parquet(file.toString()).toJSON().collectAsList());
      }
      return in(bytes + "\n" + rows);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Goes through the text once, however many needles there are. */
  private List<String> in(String text) {
    Map<String, List<Map.Entry<String, String>>> byStart = new HashMap<>();
    for (Map.Entry<String, String> needle : needles.entrySet()) {
      String start = needle.getValue().substring(0, SHORTEST);
      byStart.computeIfAbsent(start, any -> new ArrayList<>()).add(needle);
    }
    Set<String> found = new TreeSet<>();
    for (int at = 0; at + SHORTEST <= text.length(); at++) {
      for (var needle : byStart.getOrDefault(text.substring(at, at + SHORTEST), List.of())) {
        if (text.startsWith(needle.getValue(), at) && isWhole(needle.getValue(), text, at)) {
          found.add(needle.getKey());
        }
      }
    }
    return List.copyOf(found);
  }

  /** Digits that happen to stand amid other digits are another number. */
  private static boolean isWhole(String needle, String text, int at) {
    int end = at + needle.length();
    return !needle.matches("[0-9]+")
        || (!(at > 0 && Character.digit(text.charAt(at - 1), 16) >= 0)
            && !(end < text.length() && Character.digit(text.charAt(end), 16) >= 0));
  }
}
