package io.millrace.jobs.sample;

import java.io.IOException;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** A web server's log in Apache's combined format; the addresses are reserved for documentation. */
final class AccessLog implements Feed {

  private static final long FILE = 19;
  private static final int LINES = 2_000;
  private static final int MOST_SECONDS_BETWEEN = 250;
  private static final LocalDateTime BEGIN = LocalDateTime.of(2018, 6, 28, 22, 0);
  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss", Locale.ENGLISH);
  private static final List<String> NETWORKS =
      List.of("192.0.2.", "198.51.100.", "203.0.113.", "2001:db8::");
  private static final List<String> REFERRERS =
      List.of(
          "-",
          "-",
          "https://www.example.com/petstore/",
          "https://search.example.net/?q=\\\"small dog\\\"");
  private static final List<String> AGENTS =
      List.of(
          "Mozilla/5.0 (X11; Linux x86_64; rv:60.0) Gecko/20100101 Firefox/60.0",
          "Mozilla/5.0 (compatible; ExampleBot/1.0; +https://bot.example.org/)",
          "\\\"Quoted\\\" agent \\\\ 2.1",
          "-");

  private final long seed;

  AccessLog(long seed) {
    this.seed = seed;
  }

  @Override
  public void deliver(Delivery to) throws IOException {
    SplitMix64 random = new SplitMix64(seed, FILE, 0);
    Text text = new Text(LINES * 180);
    LocalDateTime time = BEGIN;
    for (int i = 0; i < LINES; i++) {
      time = time.plusSeconds(random.below(MOST_SECONDS_BETWEEN));
      text.add(line(time, random)).add('\n');
    }
    to.file("access.log", new Block(text, LINES));
  }

  private static String line(LocalDateTime time, SplitMix64 random) {
    String client = any(NETWORKS, random) + random.between(1, 99);
    String user = random.below(9) == 0 ? "user" + random.below(50) : "-";
    int status = any(List.of(200, 200, 200, 200, 200, 200, 206, 304, 404, 408, 500), random);
    // The client of a 408 never said what it wanted.
    String request = status == 408 ? "-" : any(List.of("GET", "GET", "GET", "HEAD"), random);
    boolean empty = status == 304 || status == 408 || request.equals("HEAD");
    if (status != 408) {
      request += " " + Activity.page(random).strip() + " HTTP/1.1";
    }
    return "%s - %s [%s +0000] \"%s\" %s %s \"%s\" \"%s\""
        .formatted(
            client,
            user,
            time.format(CLOCK),
            request,
            status,
            empty ? "-" : random.between(200, 90_000),
            any(REFERRERS, random),
            any(AGENTS, random));
  }

  private static <T> T any(List<T> values, SplitMix64 random) {
    return values.get(random.below(values.size()));
  }
}
