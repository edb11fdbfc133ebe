package io.millrace.jobs.sample;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Films for a search engine's bulk request: a line that says what to do, a line that is a film. */
final class Movies implements Feed {

  private static final long FILE = 16;
  private static final int COUNT = 40;
  private static final List<String> GENRES =
      List.of("Action", "Comedy", "Crime", "Drama", "Mystery", "Romance", "Thriller", "Western");

  private final long seed;

  Movies(long seed) {
    this.seed = seed;
  }

  @Override
  public void deliver(Delivery to) throws IOException {
    StringBuilder text = new StringBuilder();
    for (int id = 1; id <= COUNT; id++) {
      Object index = Json.object("_index", "movies", "_id", Integer.toString(id));
      text.append(Json.line(Json.object("index", index))).append('\n');
      text.append(Json.line(film(new SplitMix64(seed, FILE, id)))).append('\n');
    }
    to.file("bulk_movies.json", Json.block(text, COUNT));
  }

  private static Object film(SplitMix64 random) {
    List<String> genres = new ArrayList<>();
    for (int at = random.below(GENRES.size()); at < GENRES.size(); at += random.between(1, 6)) {
      genres.add(GENRES.get(at));
    }
    List<String> actors = new ArrayList<>();
    for (int i = random.between(2, 8); i > 0; i--) {
      actors.add(indexed(random));
    }
    return Json.object(
        "director",
        indexed(random),
        "genre",
        genres,
        "year",
        random.between(1935, 2020),
        "actor",
        actors,
        "title",
        Sentences.words(random, random.between(1, 5)));
  }

  private static String indexed(SplitMix64 random) {
    Person person = Person.any(random);
    return person.last() + ", " + person.first();
  }
}
