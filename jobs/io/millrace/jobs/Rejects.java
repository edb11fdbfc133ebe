package io.millrace.jobs;

import io.millrace.transforms.Default;
import io.millrace.transforms.Require;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * Where rejects go, and how many are too many.
 *
 * @param path folder for the rejects as Parquet, a subfolder {@code run=ID} per run
 * @param onReject {@code quarantine} if there is a path and {@code fail} if not, unless given
 * @param maxRejects rows ({@code 1000}) or a share of the rows read ({@code 0.5%}); with more the
 *     job fails and writes nothing
 * @param restricted whether only those read them who may see personal data; else the text of a
 *     record is left out of them where the job tags or protects columns
 */
public record Rejects(
    Optional<String> path,
    Optional<OnReject> onReject,
    Optional<String> maxRejects,
    @Default("false") boolean restricted) {

  /** Any reject fails the job. */
  public static final Rejects NONE =
      new Rejects(Optional.empty(), Optional.empty(), Optional.empty());

  /** For readers who may not see personal data. */
  public Rejects(Optional<String> path, Optional<OnReject> onReject, Optional<String> maxRejects) {
    this(path, onReject, maxRejects, false);
  }

  public Rejects {
    path.ifPresent(value -> Require.notBlank(value, "path"));
    if (onReject.equals(Optional.of(OnReject.QUARANTINE)) && path.isEmpty()) {
      throw new IllegalArgumentException("on-reject = quarantine needs a path to write to");
    }
    maxRejects.ifPresent(Rejects::limit);
    boolean fails = onReject.map(OnReject.FAIL::equals).orElse(path.isEmpty());
    if (restricted && path.isEmpty()) {
      throw new IllegalArgumentException("restricted means nothing without a path for rejects");
    }
    if (maxRejects.isPresent() && fails) {
      throw new IllegalArgumentException(
          "max-rejects means nothing where the first reject fails the job; give a path, or on-reject = drop");
    }
  }

  /** What is done. */
  public OnReject policy() {
    return onReject.orElse(path.isPresent() ? OnReject.QUARANTINE : OnReject.FAIL);
  }

  /** Whether {@code rejected} of {@code read} rows are more than allowed. */
  boolean exceeded(long rejected, long read) {
    if (maxRejects.isEmpty()) {
      return false;
    }
    BigDecimal limit = limit(maxRejects.get());
    return maxRejects.get().trim().endsWith("%")
        ? BigDecimal.valueOf(rejected)
                .movePointRight(2)
                .compareTo(limit.multiply(BigDecimal.valueOf(read)))
            > 0
        : BigDecimal.valueOf(rejected).compareTo(limit) > 0;
  }

  private static BigDecimal limit(String text) {
    boolean share = text.trim().endsWith("%");
    try {
      BigDecimal limit = new BigDecimal(text.trim().replace("%", "").trim());
      boolean whole = share || limit.stripTrailingZeros().scale() <= 0;
      if (limit.signum() >= 0
          && whole
          && (!share || limit.compareTo(BigDecimal.valueOf(100)) <= 0)) {
        return limit;
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(unfit(text), e);
    }
    throw new IllegalArgumentException(unfit(text));
  }

  private static String unfit(String text) {
    return "max-rejects is '"
        + text
        + "' but must be a number of rows such as 1000, or a share such as 0.5%";
  }
}
