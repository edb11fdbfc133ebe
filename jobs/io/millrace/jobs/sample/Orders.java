package io.millrace.jobs.sample;

import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** The course's orders: one row per thing bought, amounts with four decimals. */
final class Orders implements Feed {

  private static final String HEADER =
      "salesorderid,salesorderdetailid,orderdate,duedate,shipdate,employeeid,customerid,subtotal,"
          + "taxamt,freight,totaldue,productid,orderqty,unitprice,unitpricediscount,linetotal";
  private static final long FILE = 15;
  private static final int ROWS = 2_000;
  private static final int FIRST_ORDER = 71_001;
  private static final int FIRST_DETAIL = 110_001;
  private static final int MOST_LINES = 8;
  private static final LocalDate FIRST_DAY = LocalDate.of(2013, 11, 1);
  private static final int DAYS = 210;

  private final long seed;

  Orders(long seed) {
    this.seed = seed;
  }

  /** One thing bought; amounts in ten-thousandths. */
  private record Line(int product, int quantity, long price, int discountPercent) {

    static Line any(SplitMix64 random) {
      return new Line(
          random.between(707, 999),
          random.between(1, 12),
          random.between(20_000, 20_000_000) / 10 * 10L,
          random.below(12) == 0 ? random.between(1, 4) * 5 : 0);
    }

    long total() {
      return price * quantity * (100 - discountPercent) / 100;
    }
  }

  @Override
  public void deliver(Delivery to) throws IOException {
    SplitMix64 random = new SplitMix64(seed, FILE, 0);
    List<Customers.Customer> customers = Customers.all(seed);
    Csv csv = new Csv("\r\n").header(HEADER);
    int rows = 0;
    for (int order = FIRST_ORDER; rows < ROWS; order++) {
      int size = Math.min(random.between(1, MOST_LINES), ROWS - rows);
      int customer = customers.get(random.below(customers.size())).id();
      add(order, FIRST_DETAIL + rows, customer, lines(size, random), random, csv);
      rows += size;
    }
    to.file("orders.csv", csv.block());
  }

  private static List<Line> lines(int size, SplitMix64 random) {
    List<Line> lines = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      lines.add(Line.any(random));
    }
    return lines;
  }

  private static void add(
      int order, int firstDetail, int customer, List<Line> lines, SplitMix64 random, Csv csv) {
    LocalDate day = FIRST_DAY.plusDays(random.below(DAYS));
    int employee = Employees.anySeller(random);
    long subtotal = lines.stream().mapToLong(Line::total).sum();
    long tax = subtotal * 96 / 1000;
    long freight = subtotal * 3 / 100;
    for (int i = 0; i < lines.size(); i++) {
      Line line = lines.get(i);
      csv.row(
          order,
          firstDetail + i,
          date(day),
          date(day.plusDays(12)),
          date(day.plusDays(7)),
          employee,
          customer,
          Decimals.text(subtotal, 4),
          Decimals.text(tax, 4),
          Decimals.text(freight, 4),
          Decimals.text(subtotal + tax + freight, 4),
          line.product,
          line.quantity,
          Decimals.text(line.price, 4),
          Decimals.text(line.discountPercent, 2),
          Decimals.text(line.total(), 4));
    }
  }

  private static String date(LocalDate day) {
    return day.getMonthValue() + "/" + day.getDayOfMonth() + "/" + day.getYear();
  }
}
