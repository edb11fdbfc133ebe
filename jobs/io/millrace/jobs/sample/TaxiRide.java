package io.millrace.jobs.sample;

import java.time.LocalDate;
import java.time.LocalDateTime;

/**
 * One made-up ride in a city.
 *
 * @param miles in hundredths
 */
record TaxiRide(
    LocalDateTime pickup,
    LocalDateTime dropoff,
    int passengers,
    int miles,
    int rateCode,
    Fare fare) {

  /** Rides of one file. */
  static final int ROWS = 20_000;

  private static final int FLAT_RATE = 2;
  private static final int NEGOTIATED = 5;

  /**
   * What a ride costs, in cents.
   *
   * @param payment 1 card, 2 cash, 3 no charge, 4 dispute
   */
  record Fare(int fare, int extra, int tax, int tip, int tolls, int surcharge, int payment) {

    int total() {
      return fare + extra + tax + tip + tolls + surcharge;
    }

    /** The booking that takes it back. */
    Fare reversed(int reason) {
      return new Fare(-fare, -extra, -tax, 0, -tolls, -surcharge, reason);
    }
  }

  /** Ride {@code row} of {@link #ROWS} that are spread over so many days, most of them late. */
  static TaxiRide any(SplitMix64 random, int row, LocalDate first, int days) {
    LocalDate day = first.plusDays((long) row * days / ROWS);
    int hour = Math.max(random.below(24), random.below(24));
    LocalDateTime pickup = day.atTime(hour, random.below(60), random.below(60));
    int miles = 30 + random.below(400) + (random.below(6) == 0 ? random.below(1_500) : 0);
    int seconds = 60 + miles * random.between(2, 5);
    int rateCode = rateCode(random);
    Fare fare = fare(random, miles, hour, rateCode);
    int luck = random.below(2_000);
    return new TaxiRide(
        pickup,
        pickup.plusSeconds(seconds),
        random.below(100) < 72 ? 1 : random.between(2, 6),
        miles,
        rateCode,
        luck < 5 ? fare.reversed(3 + luck % 2) : fare);
  }

  /** Nearly all rides run by the meter. */
  private static int rateCode(SplitMix64 random) {
    int share = random.below(1_000);
    return share < 978 ? 1 : share < 994 ? NEGOTIATED : FLAT_RATE + share % 3;
  }

  private static Fare fare(SplitMix64 random, int miles, int hour, int rateCode) {
    boolean metered = rateCode != NEGOTIATED;
    int driven = miles * 5 / 2 / 50 * 50; // 2.50 a mile, in steps of half a dollar
    int fare = rateCode == FLAT_RATE ? 5_200 : 250 + driven + random.below(5) * 50;
    int extra = !metered ? 0 : hour >= 20 || hour < 6 ? 50 : hour >= 16 ? 100 : 0;
    int tolls = random.below(40) == 0 ? 554 : 0;
    boolean card = random.below(100) < 48;
    int tip = card ? fare * random.between(0, 30) / 100 : 0;
    return new Fare(fare, extra, metered ? 50 : 0, tip, tolls, metered ? 30 : 0, card ? 1 : 2);
  }
}
