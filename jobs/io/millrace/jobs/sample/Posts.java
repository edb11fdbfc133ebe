package io.millrace.jobs.sample;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What ten users wrote, ten posts each: as one array, and as a stream of objects. */
final class Posts {

  private static final long FILE = 10;
  private static final int COUNT = 100;
  private static final int LENGTH_OF_THE_SECOND = 206;

  /** Where posts of the stream land, in the order in which they were written. */
  private static final List<String> FOLDERS =
      List.of(
          "2022/08/01/09/posts-1",
          "2022/08/01/09/posts-2",
          "2022/08/01/23/posts-1",
          "2022/08/02/00/posts-1",
          "2022/08/31/07/posts-1");

  private final long seed;

  Posts(long seed) {
    this.seed = seed;
  }

  void deliver(Delivery to) throws IOException {
    to.file("posts.json", Json.pretty(posts(), COUNT));
  }

  /** Objects back to back: nobody puts anything between them. */
  void deliverStream(Delivery to) throws IOException {
    List<Object> posts = posts();
    int each = COUNT / FOLDERS.size();
    for (int i = 0; i < FOLDERS.size(); i++) {
      StringBuilder text = new StringBuilder();
      posts.subList(i * each, (i + 1) * each).forEach(post -> text.append(Json.line(post)));
      to.file(FOLDERS.get(i), Json.block(text, each));
    }
  }

  private List<Object> posts() {
    List<Object> posts = new ArrayList<>();
    for (int id = 1; id <= COUNT; id++) {
      SplitMix64 random = new SplitMix64(seed, FILE, id);
      String title = title(id, random);
      String body = Sentences.lines(random, random.between(3, 4));
      posts.add(
          Json.object(
              "userId",
              (id + 9) / 10,
              "id",
              id,
              "title",
              title,
              "body",
              id == 2 ? Sentences.fitted(body, LENGTH_OF_THE_SECOND, random) : body));
    }
    return posts;
  }

  /** A few hold what a reader might take for something else. */
  private static String title(int id, SplitMix64 random) {
    String words = Sentences.words(random, random.between(2, 8));
    return switch (id) {
      case 17 -> words + " }{ " + words;
      case 23 -> "\"" + words + "\"";
      case 42 -> words + " caf\u00e9";
      default -> words;
    };
  }
}
