package io.millrace.faults;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

/**
 * Which calls go wrong, and which calls there were. The same seed gives the same faults in the same
 * order; which call each of them meets is up to the threads of the client.
 */
public final class Weather {

  private final Random random;
  private final Map<String, Integer> calls = new TreeMap<>();
  private final Map<Fault, Integer> faults = new TreeMap<>();
  private final List<String> copied = new ArrayList<>();
  private double share;
  private int outageIn = Integer.MAX_VALUE;
  private int outageFor;

  /** Calm at first. */
  public Weather(long seed) {
    this.random = new Random(seed);
  }

  /** Nothing goes wrong any more. */
  public synchronized void calm() {
    share = 0;
    outageIn = Integer.MAX_VALUE;
    outageFor = 0;
  }

  /** From now on this share of all calls goes wrong. */
  public synchronized void rough(double ofCalls) {
    calm();
    share = ofCalls;
  }

  /** After so many calls nothing comes through for so many more. */
  public synchronized void outage(int after, int calls) {
    calm();
    outageIn = after;
    outageFor = calls;
  }

  synchronized Optional<Fault> next(S3Call call) {
    calls.merge(call.operation(), 1, Integer::sum);
    if (call.copiesData()) {
      copied.add(call.source());
    }
    Optional<Fault> fault = fault(call);
    fault.ifPresent(kind -> faults.merge(kind, 1, Integer::sum));
    return fault;
  }

  private Optional<Fault> fault(S3Call call) {
    if (outageIn != Integer.MAX_VALUE && outageIn-- <= 0) {
      return outageFor-- > 0
          ? Optional.of(random.nextBoolean() ? Fault.SLOW_DOWN : Fault.LOST_CALL)
          : Optional.empty();
    }
    if (random.nextDouble() >= share) {
      return Optional.empty();
    }
    Fault fault = Fault.values()[random.nextInt(Fault.values().length)];
    return Optional.of(fault == Fault.LATE_ERROR && !call.mayFailLate() ? Fault.SLOW_DOWN : fault);
  }

  /** How often each operation was called. */
  public synchronized Map<String, Integer> calls() {
    return new TreeMap<>(calls);
  }

  /** How often each fault happened. */
  public synchronized Map<Fault, Integer> faults() {
    return new TreeMap<>(faults);
  }

  /** Files of rows that S3 was asked to copy. */
  public synchronized List<String> copied() {
    return List.copyOf(copied);
  }
}
