package io.millrace.jobs.table;

import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.util.sketch.BloomFilter;

/** Whether a number may be one of those that a filter was made of. */
final class MightContain implements UDF1<Long, Boolean> {

  private static final long serialVersionUID = 1L;

  private final Broadcast<BloomFilter> sent;
  private transient BloomFilter filter;

  MightContain(Broadcast<BloomFilter> sent) {
    this.sent = sent;
  }

  @Override
  public Boolean call(Long number) {
    if (filter == null) {
      filter = sent.value();
    }
    return filter.mightContainLong(number);
  }
}
