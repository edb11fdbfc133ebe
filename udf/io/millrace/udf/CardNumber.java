package io.millrace.udf;

/** The numbers of payment cards, by check digit, length, and the prefixes of the networks. */
final class CardNumber {

  /** First and last prefix of a network, and the fewest and most digits of its cards. */
  private static final int[][] NETWORKS = {
    {4, 4, 13, 19}, // Visa
    {51, 55, 16, 16}, // Mastercard
    {2221, 2720, 16, 16},
    {34, 34, 15, 15}, // American Express
    {37, 37, 15, 15},
    {300, 305, 14, 19}, // Diners Club
    {3095, 3095, 14, 19},
    {36, 36, 14, 19},
    {38, 39, 14, 19},
    {3528, 3589, 16, 19}, // JCB
    {6011, 6011, 16, 19}, // Discover
    {644, 659, 16, 19},
    {62, 62, 16, 19}, // UnionPay
    {5018, 5018, 12, 19}, // Maestro
    {5020, 5020, 12, 19},
    {5038, 5038, 12, 19},
    {5893, 5893, 12, 19},
    {6304, 6304, 12, 19},
    {6759, 6759, 12, 19},
    {6761, 6763, 12, 19},
  };

  private CardNumber() {}

  /** Whether the first {@code count} digits are the number of a card. */
  static boolean isValid(byte[] digits, int count) {
    return count >= 12
        && count <= digits.length
        && isOfNetwork(digits, count)
        && isLuhn(digits, count);
  }

  private static boolean isOfNetwork(byte[] digits, int count) {
    for (int[] network : NETWORKS) {
      int prefix = 0;
      for (int i = 0, rest = network[0]; rest > 0; rest /= 10, i++) {
        prefix = prefix * 10 + digits[i];
      }
      if (prefix >= network[0]
          && prefix <= network[1]
          && count >= network[2]
          && count <= network[3]) {
        return true;
      }
    }
    return false;
  }

  /** Whether the last digit checks the others (ISO/IEC 7812-1). */
  private static boolean isLuhn(byte[] digits, int count) {
    int sum = 0;
    for (int i = 0; i < count; i++) {
      int digit = digits[count - 1 - i] << (i & 1);
      sum += digit > 9 ? digit - 9 : digit;
    }
    return sum % 10 == 0;
  }
}
