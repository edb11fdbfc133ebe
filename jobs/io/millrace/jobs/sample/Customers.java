package io.millrace.jobs.sample;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The course's customers: a file without header. */
final class Customers implements Feed {

  private static final long FILE = 13;
  private static final int COUNT = 635;
  private static final int FIRST_ID = 293;

  private final long seed;

  Customers(long seed) {
    this.seed = seed;
  }

  /** One customer. */
  record Customer(int id, Person person) {}

  static List<Customer> all(long seed) {
    SplitMix64 random = new SplitMix64(seed, FILE, 0);
    List<Customer> all = new ArrayList<>();
    for (int i = 0; i < COUNT; i++) {
      all.add(new Customer(FIRST_ID + 2 * i, Person.any(random)));
    }
    return all;
  }

  @Override
  public void deliver(Delivery to) throws IOException {
    Csv csv = new Csv("\r\n");
    for (Customer customer : all(seed)) {
      Person person = customer.person;
      csv.row(customer.id, person.first(), person.last(), person.fullName());
    }
    to.file("customers.csv", csv.block());
  }
}
