package io.millrace.jobs.sample;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Orders as an application logs them, nested, one JSON line each. Their form drifts: the second
 * file has a field more and amounts beyond int, in the third references are texts.
 */
final class Events implements Feed {

  private static final long FILE = 21;
  private static final int EACH = 400;
  private static final int FILES = 3;
  private static final Instant BEGIN = Instant.parse("2022-08-01T00:00:00Z");
  private static final int SECONDS = 6 * 24 * 3600;
  private static final List<String> COUNTRIES = List.of("DE", "FR", "GB", "PL", "US");
  private static final long MORE_THAN_INT = 5_000_000_000L;

  private final long seed;

  Events(long seed) {
    this.seed = seed;
  }

  @Override
  public void deliver(Delivery to) throws IOException {
    for (int file = 1; file <= FILES; file++) {
      StringBuilder text = new StringBuilder();
      SplitMix64 random = new SplitMix64(seed, FILE, file);
      for (int i = 0; i < EACH; i++) {
        text.append(Json.line(event(file, (file - 1) * EACH + i + 1, random))).append('\n');
      }
      to.file("events-" + file + ".json", Json.block(text, EACH));
    }
  }

  private static Map<String, Object> event(int file, int id, SplitMix64 random) {
    Object reference = file == 3 ? "R-" + id : (Object) id;
    long amount = file == 1 ? random.between(100, 99_999) : MORE_THAN_INT + random.below(1000);
    return Json.object(
        "id",
        id,
        "time",
        BEGIN.plusSeconds(random.below(SECONDS)).toString(),
        "customer",
        Json.object(
            "name",
            Sentences.words(random, 2),
            "address",
            Json.object("city", Sentences.words(random, 1), "country", any(random))),
        "items",
        items(random),
        "reference",
        reference,
        "amount",
        amount,
        "coupon",
        file > 1 && random.below(3) == 0 ? "SUMMER" : null);
  }

  private static List<Object> items(SplitMix64 random) {
    List<Object> items = new ArrayList<>();
    for (int i = random.below(4); i > 0; i--) {
      items.add(
          Json.object("sku", "S" + random.between(1000, 9999), "count", random.between(1, 5)));
    }
    return items;
  }

  private static String any(SplitMix64 random) {
    return COUNTRIES.get(random.below(COUNTRIES.size()));
  }
}
