package io.millrace.transforms;

/** What a mask leaves of a value. */
public enum Mask {
  /** The last four characters of a number, {@code ****-****-****-4444}. */
  LAST_FOUR("has not the 8 to 34 characters of which the last four may be shown"),
  /** What follows the {@code @} of an e-mail address. */
  DOMAIN_ONLY("is no e-mail address"),
  /** The year of a date. */
  YEAR_ONLY("is no date such as 1984-03-12"),
  /** Nothing: {@code ****}. */
  FULL("");

  private final String misfit;

  Mask(String misfit) {
    this.misfit = misfit;
  }

  /** What is said of a value that the mask does not fit. */
  String misfit(String column) {
    return column + " " + misfit;
  }
}
