package io.millrace.jobs.text;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apache.spark.sql.types.StructType;

/** Records for the columns of {@link JsonScanTest}, most of them right, some wrong in all ways. */
final class RandomJson {

  private static final String[] VALUES = {
    "1",
    "-0",
    "2147483648",
    "1.5",
    "-0.25e3",
    "1E400",
    "01",
    "1.",
    "-",
    "true",
    "false",
    "null",
    "nul",
    "\"\"",
    "\"x\"",
    "\"2024-02-29\"",
    "\"2024-02-30\"",
    "\"2024-02-29T12:30:00Z\"",
    "\"long enough to be scanned by words\"",
    "\"ä€😀\"",
    "\"a\\\"b\\u00e4\"",
    "\"\\uD83D\"",
    "\"a\tb\"",
    "\"NaN\"",
    "NaN",
    "[]",
    "[1, 2,3 ]",
    "[null]",
    "[[\"a\"],[]]",
    "{}",
    "'x'",
    "[{\"k\":\"a\",\"v\":1.5},{\"v\":2}]",
    "{\"s\":\"a\",\"ä key\":4,\"p\":{\"b\":true}}",
    "{\"k\":1,\"k\":2}",
    "{\"a\":1,\"b\":null}",
    "7".repeat(600),
    "\"" + "x".repeat(600) + "\""
  };
  private static final String[] ESCAPES = {
    "\\\"",
    "\\\\",
    "\\/",
    "\\b",
    "\\f",
    "\\n",
    "\\r",
    "\\t",
    "\\u0000",
    "\\u00e4",
    "\\u20AC",
    "\\ud83d\\uDE00",
    "\\uD83D",
    "\\uDE00",
    "\\ud83dx",
    "\\ud83d\\n",
    "\\ud83d\\ud83d",
    "\\u00",
    "\\u00g0",
    "\\x",
    "\\",
    "\\u",
    "\\uff21"
  };
  private static final String MUTATIONS = "{}[]\",:\\ \t\n\r019eE.+-ntfx'/\u0000\u001f\u007fä";

  private RandomJson() {}

  private static String blanks(Random random) {
    return " \t\r".substring(random.nextInt(4)).repeat(random.nextInt(8) == 0 ? 1 : 0);
  }

  /** Nearly always an object: fields in any order, known and unknown, some twice. */
  static String record(Random random, StructType schema) {
    List<String> names = new ArrayList<>(List.of(schema.fieldNames()));
    for (int i = random.nextInt(4) == 0 ? random.nextInt(30) : 0; i > 0; i--) {
      names.add(random.nextInt(3) == 0 ? "i" : "other" + random.nextInt(40));
    }
    if (random.nextBoolean()) {
      Collections.shuffle(names, random);
    }
    List<String> fields = new ArrayList<>();
    for (String name : names.subList(0, random.nextInt(names.size() + 1))) {
      fields.add(blanks(random) + '"' + name + '"' + blanks(random) + ':' + value(random, name));
    }
    String text = blanks(random) + "{" + String.join(",", fields) + "}" + blanks(random);
    return random.nextInt(3) == 0 ? mutated(random, text) : text;
  }

  /** Mostly one that fits. */
  private static String value(Random random, String name) {
    String fitting =
        switch (name) {
          case "i", "l", "d", "f", "n" -> VALUES[random.nextInt(2)];
          case "b" -> VALUES[9 + random.nextInt(3)];
          case "y" -> VALUES[15];
          case "t" -> VALUES[17];
          case "o" -> VALUES[32];
          case "li" -> VALUES[25 + random.nextInt(3)];
          case "lo" -> VALUES[31];
          case "ll" -> VALUES[28];
          case "m" -> VALUES[34];
          default -> VALUES[13 + random.nextInt(7)];
        };
    if (name.equals("s") && random.nextInt(3) == 0) {
      fitting = escaped(random);
    }
    boolean any = random.nextInt(25) == 0;
    return blanks(random) + (any ? VALUES[random.nextInt(VALUES.length)] : fitting);
  }

  private static String mutated(Random random, String text) {
    int at = random.nextInt(text.length());
    int to = Math.min(text.length(), at + random.nextInt(3));
    int place = random.nextInt(MUTATIONS.length());
    return text.substring(0, at) + MUTATIONS.charAt(place) + text.substring(to);
  }

  /** A text with escapes, most of which there are. */
  private static String escaped(Random random) {
    StringBuilder text = new StringBuilder("\"");
    for (int i = random.nextInt(6); i >= 0; i--) {
      int most = random.nextInt(12) == 0 ? ESCAPES.length : 12;
      text.append(random.nextBoolean() ? "a€" : ESCAPES[random.nextInt(most)]);
    }
    return text.append('"').toString();
  }
}
