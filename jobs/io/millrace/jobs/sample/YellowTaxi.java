package io.millrace.jobs.sample;

import io.millrace.jobs.sample.TaxiRide.Fare;
import java.io.IOException;
import java.time.LocalDate;
import java.time.LocalDateTime;

/** Three months of yellow cabs: times such as {@code 2016-01-01 00:00:00}, and coordinates. */
final class YellowTaxi implements Feed {

  private static final String HEADER =
      "VendorID,tpep_pickup_datetime,tpep_dropoff_datetime,passenger_count,trip_distance,"
          + "pickup_longitude,pickup_latitude,RatecodeID,store_and_fwd_flag,dropoff_longitude,"
          + "dropoff_latitude,payment_type,fare_amount,extra,mta_tax,tip_amount,tolls_amount,"
          + "improvement_surcharge,total_amount";
  private static final long FILE = 9;
  private static final LocalDate FIRST = LocalDate.of(2016, 1, 1);
  private static final int DAYS = 91;
  private static final int LONGITUDE = -73_975_000;
  private static final int LATITUDE = 40_750_000;
  private static final int SPREAD = 60_000;

  private final long seed;

  YellowTaxi(long seed) {
    this.seed = seed;
  }

  @Override
  public void deliver(Delivery to) throws IOException {
    SplitMix64 random = new SplitMix64(seed, FILE, 0);
    Csv csv = new Csv("\n").header(HEADER);
    for (int i = 0; i < TaxiRide.ROWS; i++) {
      add(TaxiRide.any(random, i, FIRST, DAYS), random, csv);
    }
    to.file("yellow_tripdata.csv", csv.block());
  }

  private static void add(TaxiRide ride, SplitMix64 random, Csv csv) {
    Fare fare = ride.fare();
    // Some devices know no place and tell 0.
    boolean located = random.below(60) > 0;
    csv.row(
        vendor(random),
        time(ride.pickup()),
        time(ride.dropoff()),
        ride.passengers(),
        Decimals.text(ride.miles(), 2),
        located ? near(LONGITUDE, random) : "0",
        located ? near(LATITUDE, random) : "0",
        ride.rateCode(),
        random.below(200) == 0 ? "Y" : "N",
        located ? near(LONGITUDE, random) : "0",
        located ? near(LATITUDE, random) : "0",
        fare.payment(),
        Decimals.text(fare.fare(), 2),
        Decimals.text(fare.extra(), 2),
        Decimals.text(fare.tax(), 2),
        Decimals.text(fare.tip(), 2),
        Decimals.text(fare.tolls(), 2),
        Decimals.text(fare.surcharge(), 2),
        Decimals.text(fare.total(), 2));
  }

  /** Two that have a name, and now and then one that has none. */
  private static int vendor(SplitMix64 random) {
    int share = random.below(1_000);
    return share < 3 ? 6 : share < 470 ? 1 : 2;
  }

  private static String near(int millionths, SplitMix64 random) {
    return Decimals.text(millionths + random.between(-SPREAD, SPREAD), 6);
  }

  private static String time(LocalDateTime time) {
    String iso = time.toString();
    return iso.replace('T', ' ') + (iso.length() == 16 ? ":00" : "");
  }
}
