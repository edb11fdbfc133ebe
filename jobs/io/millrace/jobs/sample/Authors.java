package io.millrace.jobs.sample;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The ten users who wrote the {@link Posts}: nested objects in one array. */
final class Authors implements Feed {

  private static final long FILE = 11;
  private static final int COUNT = 10;

  private final long seed;

  Authors(long seed) {
    this.seed = seed;
  }

  @Override
  public void deliver(Delivery to) throws IOException {
    List<Object> users = new ArrayList<>();
    for (int id = 1; id <= COUNT; id++) {
      users.add(user(id, new SplitMix64(seed, FILE, id)));
    }
    to.file("users.json", Json.pretty(users, COUNT));
  }

  private static Object user(int id, SplitMix64 random) {
    Person person = Person.any(random);
    String place = Person.capital(Names.PLACES.get(random.below(Names.PLACES.size())));
    String trade = Names.FAMILIES.get(random.below(Names.FAMILIES.size()));
    return Json.object(
        "id",
        id,
        "name",
        person.fullName(),
        "username",
        person.first() + "." + place,
        "email",
        person.email(),
        "address",
        address(random),
        "phone",
        "1-%s-555-%s".formatted(random.between(201, 989), random.between(1000, 9999)),
        "website",
        trade.toLowerCase(Locale.ROOT) + ".example.org",
        "company",
        Json.object(
            "name",
            trade + " and " + person.last(),
            "catchPhrase",
            Sentences.words(random, 3),
            "bs",
            Sentences.words(random, 4)));
  }

  private static Object address(SplitMix64 random) {
    String place = Names.PLACES.get(random.below(Names.PLACES.size()));
    return Json.object(
        "street",
        Person.capital(place) + " Street",
        "suite",
        (random.below(2) == 0 ? "Apt. " : "Suite ") + random.between(100, 999),
        "city",
        Person.capital(place + Names.ENDINGS.get(random.below(Names.ENDINGS.size()))),
        "zipcode",
        random.between(10_000, 99_999) + "-" + random.between(1000, 9999),
        "geo",
        Json.object(
            "lat",
            Decimals.text(random.between(-900_000, 900_000), 4),
            "lng",
            Decimals.text(random.between(-1_800_000, 1_800_000), 4)));
  }
}
