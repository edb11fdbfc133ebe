package io.millrace.jobs.sample;

import java.io.IOException;
import java.util.List;

/**
 * Which network lies in which country, made up: most of the IPv4 addresses that users have, with
 * smaller networks inside larger ones, and some of IPv6.
 */
final class Networks implements Feed {

  private static final long FILE = 17;
  private static final int LAST = 223;
  private static final List<String> COUNTRIES =
      List.of(
          "US,United States",
          "GB,United Kingdom",
          "DE,Germany",
          "FR,France",
          "JP,Japan",
          "KR,Korea, Republic of",
          "BR,Brazil",
          "CA,Canada",
          "IN,India",
          "AU,Australia",
          "SE,Sweden",
          "CI,C\u00f4te d'Ivoire",
          "ZA,South Africa",
          "MX,Mexico");

  private final SplitMix64 random;
  private final Csv csv = new Csv("\n").header("network,country_code,country");

  Networks(long seed) {
    random = new SplitMix64(seed, FILE, 0);
  }

  @Override
  public void deliver(Delivery to) throws IOException {
    for (int first = 1; first <= LAST; first++) {
      // Nobody's: private networks, one's own machine, and a few that this list does not know.
      if (first != 10 && first != 127 && first % 25 != 19) {
        addBlock(first);
      }
    }
    for (int i = 0; i < 60; i++) {
      String prefix = "2001:" + Integer.toHexString(0xdb8 + i);
      add(prefix + "::/32");
      if (i % 3 == 0) {
        add(prefix + ":" + Integer.toHexString(random.between(1, 0xffff)) + "::/48");
      }
    }
    to.file("networks.csv", csv.block());
  }

  /** All addresses with this first number: as one network, or in parts; and some inside. */
  private void addBlock(int first) {
    int bits = random.below(3) == 0 ? 0 : random.between(1, 4);
    int parts = 1 << bits;
    for (int part = 0; part < parts; part++) {
      int second = part * (256 / parts);
      add(first + "." + second + ".0.0/" + (8 + bits));
      if (random.below(2) == 0) {
        int inner = second + random.below(256 / parts);
        add(first + "." + inner + ".0.0/16");
        add(first + "." + inner + "." + random.below(256) + ".0/24");
      }
    }
  }

  private void add(String network) {
    String country = COUNTRIES.get(random.below(COUNTRIES.size()));
    csv.row(network, country.substring(0, 2), country.substring(3));
  }
}
