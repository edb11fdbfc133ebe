package io.millrace.jobs.sample;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Where zip codes lie.
 *
 * @param code the postal code of a state, a territory or the armed forces
 * @param count how many zip codes there are
 * @param latitude about the middle
 * @param ranges pairs of first and last number
 */
record State(String code, int count, double latitude, double longitude, List<Integer> ranges) {

  private static final String TABLE =
      """
      PR 176 18.2 -66.4 600-799 900-999
      VI 16 18.0 -64.8 801-851
      NY 2 40.8 -73.0 501-544
      MA 703 42.2 -71.8 1001-2791 5501-5544
      RI 91 41.7 -71.5 2801-2940
      NH 284 43.7 -71.6 3031-3897
      ME 488 45.3 -69.2 3901-4992
      VT 309 44.0 -72.7 5001-5495 5601-5907
      NY 1 41.3 -72.0 6390-6390
      CT 438 41.6 -72.7 6001-6389 6401-6928
      NJ 731 40.2 -74.7 7001-8989
      AE 430 0 0 9001-9898
      NY 2205 42.9 -75.5 10001-14925
      PA 2213 40.9 -77.8 15001-19640
      DE 98 39.0 -75.5 19701-19980
      DC 290 38.9 -77.0 20001-20099 20201-20599
      MD 622 39.0 -76.8 20601-21930
      VA 1241 37.5 -78.9 20101-20199 22001-24658
      WV 856 38.6 -80.6 24701-26886
      NC 1090 35.6 -79.4 27006-28909
      SC 539 33.9 -80.9 29001-29945
      GA 973 32.6 -83.4 30002-31999 39801-39901
      FL 1490 28.6 -82.4 32003-33994 34101-34997
      AA 43 0 0 34001-34099
      AL 838 32.8 -86.8 35004-36925
      TN 796 35.9 -86.4 37010-38589
      MS 533 32.7 -89.7 38601-39776
      KY 962 37.5 -85.3 40003-42788
      OH 1447 40.3 -82.8 43001-45999
      IN 987 39.9 -86.3 46001-47997
      MI 1170 43.3 -84.5 48001-49971
      IA 1063 42.1 -93.5 50001-52809
      WI 898 44.6 -89.9 53001-54990
      MN 1031 46.3 -94.3 55001-56763
      SD 394 44.4 -100.2 57001-57799
      ND 407 47.4 -100.5 58001-58856
      MT 405 47.0 -109.6 59001-59937
      IL 1588 40.0 -89.2 60001-62999
      MO 1171 38.4 -92.5 63001-65899
      KS 756 38.5 -98.4 66002-67954
      NE 620 41.5 -99.8 68001-69367
      LA 725 31.0 -92.0 70001-71497
      AR 709 34.9 -92.4 71601-72959
      OK 776 35.6 -97.5 73001-73199 73401-74966
      TX 2655 31.5 -99.3 75001-79999
      CO 662 39.0 -105.5 80001-81658
      WY 195 43.0 -107.6 82001-83128
      ID 325 44.4 -114.6 83201-83877
      UT 347 39.3 -111.7 84001-84791
      AZ 567 34.3 -111.7 85001-86556
      NM 426 34.4 -106.1 87001-88439
      NV 254 39.3 -116.6 88901-89883
      CA 2653 37.2 -119.5 90001-96162
      AP 176 0 0 96201-96699
      HI 139 20.8 -156.9 96701-96798 96801-96898
      AS 1 -14.3 -170.7 96799-96799
      GU 13 13.4 144.8 96910-96932
      PW 2 7.5 134.6 96939-96940
      FM 4 6.9 158.2 96941-96944
      MP 3 15.2 145.7 96950-96952
      MH 2 7.1 171.2 96960-96970
      OR 486 43.9 -120.6 97001-97920
      WA 733 47.4 -120.5 98001-99403
      AK 274 64.0 -150.0 99501-99950
      """;

  static List<State> all() {
    return TABLE.lines().map(State::parse).toList();
  }

  private static State parse(String line) {
    String[] words = line.split(" ", -1);
    List<Integer> ranges =
        Arrays.stream(words)
            .skip(4)
            .flatMap(range -> Arrays.stream(range.split("-", -1)))
            .map(Integer::valueOf)
            .toList();
    return new State(
        words[0],
        Integer.parseInt(words[1]),
        Double.parseDouble(words[2]),
        Double.parseDouble(words[3]),
        ranges);
  }

  boolean isMilitary() {
    return latitude == 0;
  }

  /** So many different numbers in ascending order, evenly spread; {@code wanted} if it fits. */
  List<Integer> zips(SplitMix64 random, int wanted) {
    List<Integer> possible = new ArrayList<>();
    for (int i = 0; i < ranges.size(); i += 2) {
      for (int zip = ranges.get(i); zip <= ranges.get(i + 1); zip++) {
        possible.add(zip);
      }
    }
    List<Integer> zips = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int from = (int) ((long) possible.size() * i / count);
      int to = (int) ((long) possible.size() * (i + 1) / count);
      int zip = possible.get(from + random.below(to - from));
      boolean fits = wanted >= possible.get(from) && wanted <= possible.get(to - 1);
      zips.add(fits ? wanted : zip);
    }
    return zips;
  }
}
