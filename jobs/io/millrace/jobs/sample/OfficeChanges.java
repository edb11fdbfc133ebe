package io.millrace.jobs.sample;

import java.io.IOException;

/**
 * A table of offices as a migration service copies it by its defaults: the rows of the full load
 * have no Op, those of the changes have. The columns are Op, ts, code, city, phone, country and
 * territory, and no file has a header.
 */
final class OfficeChanges implements Feed {

  private static final String[][] OFFICES = {
    {"1", "San Francisco", "+1 555 0101", "USA", "NA"},
    {"2", "Boston", "+1 555 0102", "USA", "NA"},
    {"3", "Lyon", "+33 555 0103", "France", "EMEA"},
    {"4", "Cork", "+353 555 0104", "Ireland", "EMEA"},
    {"5", "Osaka", "+81 555 0105", "Japan", "Japan"},
    {"6", "Perth", "+61 555 0106", "Australia", "APAC"},
    {"7", "Leeds", "+44 555 0107", "UK", "EMEA"}
  };

  @Override
  public void deliver(Delivery to) throws IOException {
    Csv load = new Csv("\n");
    for (String[] office : OFFICES) {
      Object[] row = new Object[office.length + 1];
      row[0] = "2022-07-05 17:58:40.000000";
      System.arraycopy(office, 0, row, 1, office.length);
      load.row(row);
    }
    to.file("LOAD00000001.csv", load.block());
    to.file("20220705-190000417.csv", opened());
    to.file("20220706-080000022.csv", moved());
  }

  /** An office opens, and one has another phone. */
  private static Block opened() {
    Csv csv = new Csv("\n");
    csv.row("I", "2022-07-05 18:59:02.100000", "8", "Turin", "+39 555 0108", "Italy", "EMEA");
    csv.row("U", "2022-07-05 18:59:31.000000", "4", "Cork", "+353 555 0140", "Ireland", "EMEA");
    return csv.block();
  }

  /** An office moves, and the new one closes; the deletion has nothing but the key. */
  private static Block moved() {
    Csv csv = new Csv("\n");
    csv.row("U", "2022-07-06 07:58:00.000000", "4", "Dublin", "+353 555 0140", "Ireland", "EMEA");
    csv.row("D", "2022-07-06 07:59:00.250000", "8", null, null, null, null);
    return csv.block();
  }
}
