package io.millrace.jobs.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/** What is known of the keys of a batch. Its filter is made when a statement first wants it. */
final class SoughtKeys {

  private final List<KeyValues> values;
  private final Supplier<Optional<KeyFilter>> making;
  private Optional<KeyFilter> filter = Optional.empty();
  private boolean asked;

  private SoughtKeys(List<KeyValues> values, Supplier<Optional<KeyFilter>> making) {
    this.values = values;
    this.making = making;
  }

  /**
   * Of the states of a batch.
   *
   * @param table that they are merged into
   * @param views that the filter lives as long as
   */
  static SoughtKeys of(
      Dataset<Row> states, List<String> keys, StateFacts facts, TargetTable table, Views views) {
    LongSupplier rows = () -> table.commits().records().orElse(0L);
    // Few keys are told one by one, and let through hardly more than a filter does.
    boolean each = facts.states() <= KeyValues.FEW && facts.keys().size() == keys.size();
    return new SoughtKeys(
        facts.keys(),
        each ? Optional::empty : () -> KeyFilter.of(states, keys, facts.states(), rows, views));
  }

  /** Conditions of the rows of a table with these columns. */
  List<KeyCondition> in(StructType columns) {
    if (!asked) {
      filter = making.get();
      asked = true;
    }
    List<KeyCondition> all = new ArrayList<>(values);
    filter.filter(one -> one.fits(columns)).ifPresent(all::add);
    return all;
  }
}
