package io.millrace.jobs.sample;

import java.util.List;

/** The lines of userprofile.csv. */
final class Profiles implements Blocks.Generator {

  static final String HEADER =
      "first_name,last_name,username,email,gender,ip_address,phone,zip,cc,password,ssn,age\n";

  private static final String FIRST =
      "Antonetta,Stills,ontistesns0,AntonettaStills@gmail.com,F,105.156.115.196,274-218-6653,76059,"
          + "6835-5177-8166-5873,ettttoette6,116-48-1824,35\n";
  // Reserved names, so that nobody's mailbox is meant.
  private static final List<String> MAIL = List.of("@example.com", "@example.net", "@example.org");
  private static final long FILE = 2;
  private static final int LONGEST = 160;

  private final long seed;
  private final Users users;
  private final Zipcodes zipcodes;

  Profiles(long seed, Users users, Zipcodes zipcodes) {
    this.seed = seed;
    this.users = users;
    this.zipcodes = zipcodes;
  }

  @Override
  public Block generate(long block, long firstRow, int rows) {
    SplitMix64 random = new SplitMix64(seed, FILE, block);
    Text text = new Text(rows * LONGEST);
    for (int i = 0; i < rows; i++) {
      if (firstRow + i == 0) {
        text.add(FIRST);
      } else {
        line(users.get((int) firstRow + i), random, text);
      }
    }
    return new Block(text, rows);
  }

  private void line(Users.User user, SplitMix64 random, Text text) {
    text.add(user.first()).add(',').add(user.last()).add(',').add(user.username()).add(',');
    text.add(user.first()).add(user.last()).add(MAIL.get(random.below(MAIL.size()))).add(',');
    text.add(user.gender()).add(',').add(user.address()).add(',');
    text.add(random.between(201, 989)).add('-').add(random.between(200, 999)).add('-');
    text.add(random.below(10_000), 4).add(',');
    text.add(zipcodes.any(random), 5).add(',');
    card(random, text);
    text.add(',').add(Users.scramble(user.first() + user.last(), random)).add(',');
    socialSecurityNumber(random, text);
    text.add(',').add(random.between(18, 87)).add('\n');
  }

  /** Sixteen digits in fours, the last one after Luhn. */
  private static void card(SplitMix64 random, Text text) {
    int sum = 0;
    for (int i = 0; i < 15; i++) {
      int digit = i == 0 ? random.between(4, 6) : random.below(10);
      int doubled = i % 2 == 0 ? digit * 2 : digit;
      sum += doubled > 9 ? doubled - 9 : doubled;
      text.add(digit);
      if (i % 4 == 3) {
        text.add('-');
      }
    }
    text.add((10 - sum % 10) % 10);
  }

  /** Area 001 to 899 but not 666, group 01 to 99, serial 0001 to 9999. */
  private static void socialSecurityNumber(SplitMix64 random, Text text) {
    int area = random.between(1, 898);
    text.add(area >= 666 ? area + 1 : area, 3).add('-');
    text.add(random.between(1, 99), 2).add('-');
    text.add(random.between(1, 9999), 4);
  }
}
