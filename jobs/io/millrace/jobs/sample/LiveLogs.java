package io.millrace.jobs.sample;

import java.io.IOException;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Visits as they happen: small files without header, in a folder per hour of UTC. */
final class LiveLogs implements Feed {

  private static final DateTimeFormatter FOLDER =
      DateTimeFormatter.ofPattern("yyyy/MM/dd/HH", Locale.ROOT);
  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss", Locale.ENGLISH);
  private static final long FILE = 6;
  private static final List<String> HOURS =
      List.of(
          "2018-06-29T22",
          "2018-06-29T23",
          "2018-06-30T00",
          "2018-06-30T09",
          "2018-06-30T17",
          "2018-06-30T23",
          "2018-07-01T00",
          "2018-07-01T08",
          "2018-07-05T12");

  private final long seed;
  private final Users users;

  LiveLogs(long seed, Users users) {
    this.seed = seed;
    this.users = users;
  }

  /**
   * One file.
   *
   * @param folder of its hour
   * @param number within the hour, from 1
   */
  record LiveFile(String folder, int number, List<Visit> visits) {}

  /** One line and its time. */
  record Visit(LocalDateTime time, String line) {}

  @Override
  public void deliver(Delivery to) throws IOException {
    for (LiveFile file : files()) {
      Text text = new Text(file.visits.size() * 96);
      file.visits.forEach(visit -> text.add(visit.line).add('\n'));
      to.file(file.folder + "/weblogs-" + file.number, new Block(text, file.visits.size()));
    }
  }

  List<LiveFile> files() {
    List<LiveFile> files = new ArrayList<>();
    for (int hour = 0; hour < HOURS.size(); hour++) {
      SplitMix64 random = new SplitMix64(seed, FILE, hour);
      LocalDateTime begin = LocalDateTime.parse(HOURS.get(hour) + ":00:00");
      int count = random.between(1, 3);
      int seconds = 3600 / count;
      for (int i = 0; i < count; i++) {
        LocalDateTime from = begin.plusSeconds((long) i * seconds);
        files.add(new LiveFile(begin.format(FOLDER), i + 1, visits(random, from, seconds)));
      }
    }
    return files;
  }

  private List<Visit> visits(SplitMix64 random, LocalDateTime from, int seconds) {
    List<Visit> visits = new ArrayList<>();
    for (int at = random.below(12); at < seconds; at += random.below(24)) {
      LocalDateTime time = from.plusSeconds(at);
      Users.User user = users.get(random.below(users.count()));
      visits.add(
          new Visit(
              time,
              "%s,%s,%s,\"GET%s\",200,%s"
                  .formatted(
                      user.address(),
                      user.username(),
                      time.format(CLOCK),
                      Activity.page(random),
                      random.between(300, 1000))));
    }
    return visits;
  }
}
