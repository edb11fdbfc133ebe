package io.millrace.jobs.sample;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/** Members of a parliament: one object that holds arrays of persons, organizations, memberships. */
final class Legislators implements Feed {

  private static final long FILE = 12;
  private static final int PERSONS = 60;
  private static final int MEMBERSHIPS = 150;
  private static final List<String> ORGANIZATIONS =
      List.of("Upper House", "Meadow Party", "Harbour Party", "Mountain League", "Independents");

  private final long seed;

  Legislators(long seed) {
    this.seed = seed;
  }

  @Override
  public void deliver(Delivery to) throws IOException {
    List<Object> persons = new ArrayList<>();
    for (int i = 0; i < PERSONS; i++) {
      persons.add(person(i, new SplitMix64(seed, FILE, i)));
    }
    SplitMix64 random = new SplitMix64(seed, FILE, -1);
    List<Object> organizations = new ArrayList<>();
    ORGANIZATIONS.forEach(name -> organizations.add(organization(name, random)));
    List<Object> memberships = new ArrayList<>();
    for (int i = 0; i < MEMBERSHIPS; i++) {
      memberships.add(membership(random));
    }
    Object all =
        Json.object("persons", persons, "organizations", organizations, "memberships", memberships);
    to.file("legislators.json", Json.pretty(all, 1));
  }

  private static String personId(int index) {
    return "person-" + (1001 + index);
  }

  private static String organizationId(String name) {
    return "org-" + name.toLowerCase(Locale.ROOT).replace(' ', '-');
  }

  private static Object person(int index, SplitMix64 random) {
    Person person = Person.any(random);
    String id = personId(index);
    String sortName = person.last() + ", " + person.first();
    return Json.object(
        "birth_date", random.below(10) == 0 ? null : date(random, 1935, 1990),
        "contact_details", contacts(person, random),
        "family_name", person.last(),
        "gender", random.below(12) == 0 ? null : person.woman() ? "female" : "male",
        "given_name", person.first(),
        "id", id,
        "identifiers", identifiers(id, random),
        "images", some(random, 2, () -> Json.object("url", "https://example.org/" + id + ".jpg")),
        "links", links(id, random),
        "name", person.fullName(),
        "other_names", otherNames(person, sortName, random),
        "sort_name", sortName);
  }

  private static List<Object> contacts(Person person, SplitMix64 random) {
    return some(
        random,
        2,
        () -> Json.object("type", "email", "value", person.email()),
        () -> Json.object("type", "phone", "value", "555-" + random.between(1000, 9999)));
  }

  private static List<Object> identifiers(String id, SplitMix64 random) {
    return some(
        random,
        3,
        () -> Json.object("identifier", "Q" + random.between(10_000, 99_999), "scheme", "q"),
        () -> Json.object("identifier", id + "-" + random.below(90), "scheme", "roll"));
  }

  private static List<Object> links(String id, SplitMix64 random) {
    return some(
        random,
        4,
        () -> Json.object("note", "page", "url", "https://example.org/p/" + id),
        () -> Json.object("url", "https://example.com/" + id));
  }

  private static List<Object> otherNames(Person person, String sortName, SplitMix64 random) {
    return some(
        random,
        3,
        () -> Json.object("lang", "en", "name", person.fullName(), "note", "multilingual"),
        () -> Json.object("name", sortName));
  }

  /** A list, an empty one, or null as if there were no such field. */
  @SafeVarargs
  private static List<Object> some(SplitMix64 random, int most, Supplier<Object>... kinds) {
    int share = random.below(10);
    if (share == 0) {
      return null;
    }
    int count = share == 1 ? 0 : random.between(1, most);
    List<Object> list = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      list.add(kinds[random.below(kinds.length)].get());
    }
    return list;
  }

  private static Object organization(String name, SplitMix64 random) {
    boolean house = name.equals(ORGANIZATIONS.get(0));
    return Json.object(
        "classification",
        house ? "legislature" : "party",
        "id",
        organizationId(name),
        "name",
        name,
        "seats",
        house ? PERSONS : null,
        "links",
        some(random, 2, () -> Json.object("note", "page", "url", "https://example.org/o")));
  }

  private static Object membership(SplitMix64 random) {
    return Json.object(
        "end_date",
        random.below(2) == 0 ? null : date(random, 2016, 2021),
        "organization_id",
        organizationId(ORGANIZATIONS.get(random.below(ORGANIZATIONS.size()))),
        "person_id",
        personId(random.below(PERSONS)),
        "role",
        "member",
        "start_date",
        date(random, 2005, 2015));
  }

  private static String date(SplitMix64 random, int firstYear, int lastYear) {
    return "%s-%s-%s"
        .formatted(
            random.between(firstYear, lastYear), random.between(10, 12), random.between(10, 28));
  }
}
