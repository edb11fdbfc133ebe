package io.millrace.jobs.sample;

import java.io.IOException;
import java.util.List;

/**
 * The course's employees: three managers, fourteen who sell, and a header with a blank too much.
 */
final class Employees implements Feed {

  static final int FIRST_ID = 274;
  static final int COUNT = 17;

  private static final String HEADER =
      "employeeid,managerid,firstname,lastname,fullname,jobtitle,organizationlevel,maritalstatus,"
          + "gender,territory,country,group ";
  private static final long FILE = 14;
  private static final int SELLERS_PER_MANAGER = 6;
  private static final List<String> PLACES =
      List.of(
          "Northeast,US,North America",
          "Southwest,US,North America",
          "Canada,CA,North America",
          "France,FR,Europe",
          "Germany,DE,Europe",
          "Australia,AU,Pacific");

  private final long seed;

  Employees(long seed) {
    this.seed = seed;
  }

  @Override
  public void deliver(Delivery to) throws IOException {
    SplitMix64 random = new SplitMix64(seed, FILE, 0);
    Csv csv = new Csv("\r\n").header(HEADER);
    for (int i = 0; i < COUNT; i++) {
      boolean manages = isManager(i);
      Person person = Person.any(random);
      String[] place =
          manages ? new String[3] : PLACES.get(random.below(PLACES.size())).split(",", -1);
      csv.row(
          FIRST_ID + i,
          manages ? null : FIRST_ID + i / SELLERS_PER_MANAGER * SELLERS_PER_MANAGER,
          person.first(),
          person.last(),
          person.fullName(),
          manages ? "Sales Manager" : "Sales Representative",
          manages ? 2 : 3,
          random.below(2) == 0 ? "M" : "S",
          person.woman() ? "F" : "M",
          place[0],
          place[1],
          place[2]);
    }
    to.file("employees.csv", csv.block());
  }

  private static boolean isManager(int index) {
    return index % SELLERS_PER_MANAGER == 0;
  }

  /** Somebody who sells. */
  static int anySeller(SplitMix64 random) {
    int index = random.below(COUNT);
    return FIRST_ID + (isManager(index) ? index + 1 : index);
  }
}
