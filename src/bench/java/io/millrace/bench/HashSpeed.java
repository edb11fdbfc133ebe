package io.millrace.bench;

import io.millrace.udf.Sha256;
import io.millrace.udf.Token;
import io.millrace.udf.keys.Hmac;
import io.millrace.udf.keys.KeyReference;
import io.millrace.udf.keys.TokenKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.spark.unsafe.types.UTF8String;

/** What one hash of an SSN takes on one thread, in turn, so that a busy machine slows all alike. */
final class HashSpeed {

  private static final int ROUNDS = 40;
  private static final int CALLS = 400_000;
  private static final byte[] MESSAGE = "ssn:116481824".getBytes(StandardCharsets.US_ASCII);
  private static final Pattern OPENSSL = Pattern.compile("(?m)^(?:hmac\\()?sha256\\)? +([0-9.]+)k");

  /** Something that hashes once and gives a byte of it. */
  private interface Work {
    int once() throws GeneralSecurityException;
  }

  private final Map<String, List<Double>> nanos = new LinkedHashMap<>();
  private int sink;

  /** A table in Markdown: nanoseconds by call, and to two bare SHA-256. */
  static String markdown(String key) throws Exception {
    HashSpeed speed = new HashSpeed();
    Map<String, Work> works = works(key);
    for (int round = 0; round < ROUNDS; round++) {
      for (Map.Entry<String, Work> work : works.entrySet()) {
        speed.measure(work.getKey(), work.getValue());
      }
    }
    speed.openssl("openssl speed, SHA-256 once", "-evp", "sha256");
    speed.openssl("openssl speed, HMAC-SHA-256", "-hmac", "sha256");
    return speed.table();
  }

  private static Map<String, Work> works(String key) throws GeneralSecurityException {
    Map<String, Work> works = new LinkedHashMap<>();
    MessageDigest bare = Hmac.sha256();
    byte[] hash = new byte[Hmac.LENGTH];
    works.put(
        "two bare SHA-256 (MessageDigest)",
        () -> {
          bare.update(MESSAGE, 0, MESSAGE.length);
          bare.digest(hash, 0, Hmac.LENGTH);
          bare.update(hash, 0, Hmac.LENGTH);
          return bare.digest(hash, 0, Hmac.LENGTH);
        });
    Hmac hmac = TokenKey.of(new KeyReference(key)).hmac();
    works.put(
        "Millrace's HMAC",
        () -> {
          hmac.sign(MESSAGE, 0, MESSAGE.length, hash);
          return hash[0];
        });
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(new byte[Hmac.LENGTH], "HmacSHA256"));
    works.put(
        "javax.crypto.Mac",
        () -> {
          mac.update(MESSAGE, 0, MESSAGE.length);
          mac.doFinal(hash, 0);
          return hash[0];
        });
    UTF8String kind = UTF8String.fromString("ssn");
    UTF8String value = UTF8String.fromString("116-48-1824");
    UTF8String reference = UTF8String.fromString(key);
    works.put(
        "token('ssn', value, key), whole call",
        () -> Token.Bound.invoke(kind, value, reference).numBytes());
    works.put("sha_256(value), whole call", () -> Sha256.Bound.invoke(value).numBytes());
    return works;
  }

  private void measure(String name, Work work) throws GeneralSecurityException {
    long begun = System.nanoTime();
    for (int i = 0; i < CALLS; i++) {
      sink += work.once();
    }
    double each = (System.nanoTime() - begun) / (double) CALLS;
    nanos.computeIfAbsent(name, unknown -> new ArrayList<>()).add(each);
  }

  /** Several short runs, as of the others the best counts. */
  private void openssl(String name, String... algorithm) throws IOException {
    for (int round = 0; round < 3; round++) {
      List<String> command =
          new ArrayList<>(
              List.of("openssl", "speed", "-seconds", "1", "-bytes", "" + MESSAGE.length));
      command.addAll(List.of(algorithm));
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      Matcher speed = OPENSSL.matcher(said);
      if (speed.find()) {
        double each = MESSAGE.length * 1e6 / Double.parseDouble(speed.group(1));
        nanos.computeIfAbsent(name, unknown -> new ArrayList<>()).add(each);
      }
    }
  }

  private String table() {
    StringBuilder page = new StringBuilder("| one thread, 13 bytes | ns | to two bare |\n");
    page.append("| --- | --- | --- |\n");
    double bare = best(nanos.values().iterator().next());
    nanos.forEach(
        (name, all) ->
            page.append(
                String.format(
                    Locale.ROOT, "| %s | %.0f | %.2f |%n", name, best(all), best(all) / bare)));
    return page.append("\nThe best of the rounds. ").append(sink == 0 ? "." : "").toString();
  }

  private static double best(List<Double> all) {
    return all.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
  }
}
