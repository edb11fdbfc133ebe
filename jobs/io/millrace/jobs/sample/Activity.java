package io.millrace.jobs.sample;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;
import java.util.List;

/** The lines of useractivity.csv, in blocks that do not depend on each other. */
final class Activity implements Blocks.Generator {

  static final String HEADER = "ip_address,username,timestamp,request,http,bytes\n";

  private static final List<String> FIRST =
      List.of(
          "105.156.115.196,ontistesns0,17/Jan/2018:10:43:54,\"GET /petstore/Cats/Treats\",200,314\n",
          "57.143.147.52,agkgamyaar4,14/Jun/2018:06:39:54,\"GET /petstore/Fish/Food\",200,575\n",
          "29.152.175.209,nealaoaaoc9,6/Jan/2018:06:51:54,\"GET /petstore/Bird/Treats\",200,419\n");

  private static final byte[][] PAGES =
      bytes(
          " /petstore/Fish/Feeders",
          " /petstore/Cats/DryFood",
          " /petstore/Bird/Etc",
          " /petstore/Dogs/DryFood",
          " /petstore/Dogs/CannedFood",
          " /petstore/Fish/PlantCare",
          " /petstore/Fish/Food",
          " /petstore/Cats/WetFood",
          " /petstore/Bird/Treats",
          " /petstore/Bird/Food",
          " /petstore/Dogs/FoodToppers",
          " /petstore/Cats/Treats");
  private static final byte[][] METHODS = bytes("GET", "DELETE", "PUT");
  private static final byte[][] STATUSES = bytes("200", "404", "500");
  private static final byte[][] MONTHS =
      bytes(
          "/Jan/", "/Feb/", "/Mar/", "/Apr/", "/May/", "/Jun/", "/Jul/", "/Aug/", "/Sep/", "/Oct/",
          "/Nov/", "/Dec/");
  private static final int[] DAYS = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

  private static final long LINES = 3;
  private static final long FAULTS = 4;
  private static final int LONGEST = 96;

  private final SampleLake lake;
  private final Users users;

  Activity(SampleLake lake, Users users) {
    this.lake = lake;
    this.users = users;
  }

  @Override
  public Block generate(long block, long firstRow, int rows) {
    SplitMix64 random = new SplitMix64(lake.seed(), LINES, block);
    SplitMix64 faults = new SplitMix64(lake.seed(), FAULTS, block);
    Text text = new Text(rows * LONGEST);
    long[] dirt = new long[Dirt.values().length];
    for (int i = 0; i < rows; i++) {
      int start = text.length();
      if (firstRow + i < FIRST.size()) {
        text.add(FIRST.get((int) (firstRow + i)));
        continue;
      }
      line(random, text);
      if (lake.dirty() > 0 && faults.share() < lake.dirty()) {
        Dirt kind = Dirt.any(faults);
        dirt[kind.ordinal()]++;
        String good = text.cut(start);
        text.add(kind.line(fields(good), faults)).add('\n');
      }
    }
    return new Block(text, rows, dirt);
  }

  /** A blank and the path of a page. */
  static String page(SplitMix64 random) {
    return new String(PAGES[random.below(PAGES.length)], ISO_8859_1);
  }

  private static List<String> fields(String line) {
    return Arrays.asList(line.substring(0, line.length() - 1).split(",", -1));
  }

  private void line(SplitMix64 random, Text text) {
    text.add(users.visitor(random));
    timestamp(random, text);
    text.add(',').add('"').add(METHODS[oneOf(random, 92, 97)]);
    text.add(PAGES[random.below(PAGES.length)]).add('"');
    text.add(',').add(STATUSES[oneOf(random, 90, 96)]);
    text.add(',').add(random.between(300, 1000)).add('\n');
  }

  private static void timestamp(SplitMix64 random, Text text) {
    int month = random.below(12);
    int day = random.between(1, DAYS[month]);
    boolean padded = random.below(10) == 0; // two spellings of the day occur in such logs
    text.add(day, day > 9 || padded ? 2 : 1);
    text.add(MONTHS[month]).add(random.below(100) < 85 ? 2018 : 2017);
    text.add(':').add(random.below(24), 2);
    text.add(':').add(random.below(60), 2);
    text.add(':').add(random.below(60), 2);
  }

  /** 0, 1 or 2: the places where two marks part a hundred. */
  private static int oneOf(SplitMix64 random, int first, int second) {
    int percent = random.below(100);
    return percent < first ? 0 : percent < second ? 1 : 2;
  }

  private static byte[][] bytes(String... texts) {
    return Arrays.stream(texts).map(text -> text.getBytes(ISO_8859_1)).toArray(byte[][]::new);
  }
}
