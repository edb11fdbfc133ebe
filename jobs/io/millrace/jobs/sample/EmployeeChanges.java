package io.millrace.jobs.sample;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A table of employees as a migration service copies it: a full load, then files of changes. The
 * columns are Op, ts, number, last name, first name, extension, mail, office, superior and title;
 * an update holds the row after it, a delete the row before it, and no file has a header.
 */
final class EmployeeChanges implements Feed {

  private static final long FILE = 18;
  private static final int COUNT = 23;
  private static final int PRESIDENT = 1002;
  private static final int STEP = 19;

  private final SplitMix64 random;
  private final List<Row> rows = new ArrayList<>();

  /** One employee. */
  private record Row(
      int number, Person person, int extension, int office, Integer superior, String title) {

    Row named(String last) {
      return new Row(
          number,
          new Person(person.first(), last, person.woman()),
          extension,
          office,
          superior,
          title);
    }

    Row promoted(String to) {
      return new Row(number, person, extension, office, superior, to);
    }
  }

  EmployeeChanges(long seed) {
    random = new SplitMix64(seed, FILE, 0);
    for (int i = 0; i < COUNT; i++) {
      rows.add(row(PRESIDENT + i * STEP, i));
    }
  }

  private Row row(int number, int rank) {
    return new Row(
        number,
        Person.any(random),
        random.between(100, 9999),
        random.between(1, 7),
        rank == 0 ? null : PRESIDENT + (rank - 1) / 5 * STEP,
        rank == 0 ? "President" : rank < 6 ? "Sales Manager, Region " + rank : "Sales Rep");
  }

  @Override
  public void deliver(Delivery to) throws IOException {
    Csv load = new Csv("\n");
    for (int i = 0; i < COUNT; i++) {
      add(load, "I", "2022-07-05 17:59:01." + (123_456 + i), rows.get(i));
    }
    to.file("LOAD00000001.csv", load.block());
    to.file("20220705-180354959.csv", renaming());
    to.file("20220705-181500112.csv", ordinary());
    to.file("20220705-183012640.csv", odd());
    to.file("20220706-070000003.csv", ties());
  }

  /** One update: the president has another last name. */
  private Block renaming() {
    Csv csv = new Csv("\n");
    add(csv, "U", "2022-07-05 18:03:12.000001", rows.get(0).named("Winterbourne"));
    return csv.block();
  }

  /** An update, an insert and a delete, each of a key of its own. */
  private Block ordinary() {
    Csv csv = new Csv("\n");
    add(csv, "U", "2022-07-05 18:14:07.204518", rows.get(7).promoted("Sales Manager, Deputy"));
    add(csv, "I", "2022-07-05 18:14:09.870000", row(1700, 9));
    add(csv, "D", "2022-07-05 18:14:31.000250", rows.get(22));
    return csv.block();
  }

  /** A key deleted and inserted again, and an update of a key that nobody has seen. */
  private Block odd() {
    Csv csv = new Csv("\n");
    add(csv, "D", "2022-07-05 18:29:40.511200", rows.get(12));
    add(csv, "I", "2022-07-05 18:29:40.511900", rows.get(12).promoted("Sales Rep, Returned"));
    add(csv, "U", "2022-07-05 18:29:58.000000", row(1999, 11));
    return csv.block();
  }

  /** Changes of one key at one time: only their order in the file tells which is the last. */
  private Block ties() {
    Csv csv = new Csv("\n");
    String once = "2022-07-06 06:59:12.300000";
    add(csv, "U", once, rows.get(9).promoted("Trainer"));
    add(csv, "U", once, rows.get(9).promoted("Head of Training"));
    String again = "2022-07-06 06:59:45.000007";
    add(csv, "U", again, rows.get(15).promoted("Adviser"));
    add(csv, "D", again, rows.get(15).promoted("Adviser"));
    return csv.block();
  }

  private static void add(Csv csv, String op, String ts, Row row) {
    csv.row(
        op,
        ts,
        row.number,
        row.person.last(),
        row.person.first(),
        "x" + row.extension,
        row.person.email(),
        row.office,
        row.superior,
        row.title);
  }
}
