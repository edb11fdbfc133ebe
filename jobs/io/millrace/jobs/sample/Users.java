package io.millrace.jobs.sample;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Who visits the shop: its users, and a few that it does not know. */
final class Users {

  /** Users that the workshop's text shows. */
  static final int DOCUMENTED = 3;

  private static final List<User> KNOWN =
      List.of(
          new User("Antonetta", "Stills", 'F', "ontistesns0", "105.156.115.196"),
          new User("Kaya", "Gramm", 'F', "agkgamyaar4", "57.143.147.52"),
          new User("Leo", "Canal", 'M', "nealaoaaoc9", "29.152.175.209"));

  private static final long FILE = 1;
  private static final int STRANGERS = 500;

  private final User[] users;
  private final byte[][] visitors;

  private Users(User[] users, byte[][] visitors) {
    this.users = users;
    this.visitors = visitors;
  }

  static Users generate(int count, long seed) {
    Set<String> taken = new HashSet<>();
    KNOWN.forEach(user -> taken.add(user.username));
    User[] users = new User[count];
    byte[][] visitors = new byte[count + STRANGERS][];
    for (int i = 0; i < visitors.length; i++) {
      User user = i < DOCUMENTED ? KNOWN.get(i) : user(new SplitMix64(seed, FILE, i), taken);
      if (i < count) {
        users[i] = user;
      }
      visitors[i] = (user.address + "," + user.username + ",").getBytes(ISO_8859_1);
    }
    return new Users(users, visitors);
  }

  private static User user(SplitMix64 random, Set<String> taken) {
    boolean woman = random.below(2) == 0;
    List<String> firsts = woman ? Names.WOMEN : Names.MEN;
    String first = firsts.get(random.below(firsts.size()));
    String last = Names.FAMILIES.get(random.below(Names.FAMILIES.size()));
    String username = scramble(first + last, random);
    while (!taken.add(username)) {
      username = scramble(first + last, random);
    }
    return new User(first, last, woman ? 'F' : 'M', username, address(random));
  }

  /** Ten letters of {@code name} in any order, and a digit. */
  static String scramble(String name, SplitMix64 random) {
    String letters = name.toLowerCase(Locale.ROOT);
    StringBuilder result = new StringBuilder();
    for (int i = 0; i < 10; i++) {
      result.append(letters.charAt(random.below(letters.length())));
    }
    return result.append(random.below(10)).toString();
  }

  private static String address(SplitMix64 random) {
    int first = random.between(1, 223);
    while (first == 10 || first == 127) {
      first = random.between(1, 223);
    }
    return first + "." + random.below(256) + "." + random.below(256) + "." + random.between(1, 254);
  }

  int count() {
    return users.length;
  }

  User get(int index) {
    return users[index];
  }

  /** {@code address,username,} of a user or, once in a hundred, of a stranger. */
  byte[] visitor(SplitMix64 random) {
    boolean stranger = random.below(100) == 0;
    return visitors[stranger ? users.length + random.below(STRANGERS) : random.below(users.length)];
  }

  /** One user. */
  record User(String first, String last, char gender, String username, String address) {}
}
