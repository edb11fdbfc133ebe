package io.millrace.jobs.sample;

import java.io.IOException;
import java.util.List;

/** Some of the {@link Customers} as a stream left them: single quotes, and nothing between. */
final class CustomerRecords implements Feed {

  private static final int COUNT = 36;

  private final long seed;

  CustomerRecords(long seed) {
    this.seed = seed;
  }

  @Override
  public void deliver(Delivery to) throws IOException {
    List<Customers.Customer> some = Customers.all(seed).subList(0, COUNT);
    StringBuilder text = new StringBuilder();
    for (Customers.Customer customer : some) {
      text.append(
          "{'customerid': '%s' , 'firstname':'%s' , 'lastname': '%s'}"
              .formatted(customer.id(), customer.person().first(), customer.person().last()));
    }
    to.file("records", Json.block(text, COUNT));
  }
}
