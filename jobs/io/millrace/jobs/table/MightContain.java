package io.millrace.jobs.table;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.util.sketch.BloomFilter;

/**
 * Whether a number may be one of those that a filter was made of. It is sent as the bytes that it
 * writes, so that no serializer has to know it.
 */
final class MightContain implements UDF1<Long, Boolean> {

  private static final long serialVersionUID = 1L;

  private final Broadcast<byte[]> sent;
  private transient BloomFilter filter;

  MightContain(Broadcast<byte[]> sent) {
    this.sent = sent;
  }

  @Override
  public Boolean call(Long number) throws IOException {
    if (filter == null) {
      filter = BloomFilter.readFrom(new ByteArrayInputStream(sent.value()));
    }
    return filter.mightContainLong(number);
  }
}
