package io.millrace.jobs.sample;

import io.millrace.jobs.sample.TaxiRide.Fare;
import java.io.IOException;
import java.time.LocalDate;
import java.time.LocalDateTime;

/** Half a year of green cabs: times such as {@code 1/1/17 0:01}, and a column that is empty. */
final class GreenTaxi implements Feed {

  private static final String HEADER =
      "VendorID,lpep_pickup_datetime,lpep_dropoff_datetime,store_and_fwd_flag,RatecodeID,"
          + "PULocationID,DOLocationID,passenger_count,trip_distance,fare_amount,extra,mta_tax,"
          + "tip_amount,tolls_amount,ehail_fee,improvement_surcharge,total_amount,payment_type,"
          + "trip_type";
  private static final long FILE = 8;
  private static final LocalDate FIRST = LocalDate.of(2017, 1, 1);
  private static final int DAYS = 181;
  private static final int ZONES = 265;

  private final long seed;

  GreenTaxi(long seed) {
    this.seed = seed;
  }

  @Override
  public void deliver(Delivery to) throws IOException {
    SplitMix64 random = new SplitMix64(seed, FILE, 0);
    Csv csv = new Csv("\r\n").header(HEADER);
    for (int i = 0; i < TaxiRide.ROWS; i++) {
      add(TaxiRide.any(random, i, FIRST, DAYS), random, csv);
    }
    to.file("green_tripdata.csv", csv.unended());
  }

  private static void add(TaxiRide ride, SplitMix64 random, Csv csv) {
    Fare fare = ride.fare();
    csv.row(
        random.below(100) < 18 ? 1 : 2,
        time(ride.pickup()),
        time(ride.dropoff()),
        random.below(300) == 0 ? "Y" : "N",
        ride.rateCode(),
        random.between(1, ZONES),
        random.between(1, ZONES),
        ride.passengers(),
        Decimals.text(ride.miles(), 2),
        Decimals.text(fare.fare(), 2),
        Decimals.text(fare.extra(), 2),
        Decimals.text(fare.tax(), 2),
        Decimals.text(fare.tip(), 2),
        Decimals.text(fare.tolls(), 2),
        null,
        Decimals.text(fare.surcharge(), 2),
        Decimals.text(fare.total(), 2),
        fare.payment(),
        fare.surcharge() == 0 ? 2 : 1);
  }

  private static String time(LocalDateTime time) {
    String minute = (time.getMinute() < 10 ? "0" : "") + time.getMinute();
    String day = time.getMonthValue() + "/" + time.getDayOfMonth() + "/" + time.getYear() % 100;
    return day + " " + time.getHour() + ":" + minute;
  }
}
