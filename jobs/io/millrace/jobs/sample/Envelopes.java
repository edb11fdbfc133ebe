package io.millrace.jobs.sample;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.jobs.sample.LiveLogs.LiveFile;
import io.millrace.jobs.sample.LiveLogs.Visit;
import java.io.IOException;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * The lines of {@link LiveLogs} as CloudWatch hands them to Firehose: one record a line, in it
 * base64 of gzip of an envelope of several events, and now and then one that is only a test of the
 * connection.
 */
final class Envelopes implements Feed {

  private static final long FILE = 7;
  private static final long DIGITS = 1_000_000_000_000_000_000L;
  private static final int MOST_EVENTS = 40;

  private final SplitMix64 random;
  private final List<LiveFile> files;

  Envelopes(long seed, Users users) {
    random = new SplitMix64(seed, FILE, 0);
    files = new LiveLogs(seed, users).files();
  }

  @Override
  public void deliver(Delivery to) throws IOException {
    for (LiveFile file : files) {
      StringBuilder lines = new StringBuilder();
      int records = 0;
      List<Visit> rest = file.visits();
      for (; !rest.isEmpty(); records++) {
        if (records == 0 || random.below(8) == 0) {
          record(lines, control(rest.get(0)));
          records++;
        }
        int count = Math.min(rest.size(), random.between(1, MOST_EVENTS));
        record(lines, data(rest.subList(0, count)));
        rest = rest.subList(count, rest.size());
      }
      to.file(file.folder() + "/envelopes-" + file.number(), Json.block(lines, records));
    }
  }

  private void record(StringBuilder lines, Object envelope) {
    byte[] packed = StoredGzip.of(Json.line(envelope).getBytes(UTF_8));
    String data = Base64.getEncoder().encodeToString(packed);
    lines.append(Json.line(Json.object("recordId", digits(56), "data", data))).append('\n');
  }

  private Object data(List<Visit> visits) {
    List<Object> events = new ArrayList<>();
    visits.forEach(visit -> events.add(event(digits(56), visit, visit.line())));
    return envelope(
        "DATA_MESSAGE", "123456789012", "petstore", "weblogs", List.of("weblogs"), events);
  }

  private static Object control(Visit first) {
    String message = "CWL CONTROL MESSAGE: Checking health of destination Firehose.";
    return envelope(
        "CONTROL_MESSAGE", "CloudwatchLogs", "", "", List.of(), List.of(event("", first, message)));
  }

  private static Object envelope(
      String type, String owner, String group, String stream, List<?> filters, List<?> events) {
    return Json.object(
        "messageType", type,
        "owner", owner,
        "logGroup", group,
        "logStream", stream,
        "subscriptionFilters", filters,
        "logEvents", events);
  }

  private static Object event(String id, Visit visit, String message) {
    long millis = visit.time().toInstant(ZoneOffset.UTC).toEpochMilli();
    return Json.object("id", id, "timestamp", millis, "message", message);
  }

  private String digits(int count) {
    StringBuilder digits = new StringBuilder("3");
    while (digits.length() < count) {
      digits.append(DIGITS + Math.floorMod(random.next(), DIGITS));
    }
    return digits.substring(0, count);
  }
}
