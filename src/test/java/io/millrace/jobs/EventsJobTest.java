package io.millrace.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.jobs.sample.SampleLake;
import io.millrace.support.SparkExtension;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Nested JSON that drifts, as shipped, to Parquet by day, against DuckDB. */
@ExtendWith(SparkExtension.class)
class EventsJobTest {

  @TempDir private static Path folder;

  @Test
  void everyLineIsARowOfItsDayOrAReject(SparkSession spark) throws Exception {
    new SampleLake(folder.toString(), 1_000, 200, 42, 0)
        .write(new Configuration(), Set.of("events"));
    Lake lake = new Lake(folder);
    lake.write(
        "raw/events/dirty.json", "{\"id\":1,", "no JSON", "{\"id\":7,\"time\":\"yesterday\"}");
    RunReport report =
        Lake.shipped(
                "events-to-parquet.conf",
                Map.of("vars.raw", lake.text("raw"), "vars.curated", lake.text("out")))
            .run(spark);

    Balance balance = report.balances().get(0);
    assertThat(balance.read()).isEqualTo(1_203);
    assertThat(balance.written()).isEqualTo(1_200);
    assertThat(balance.rejected()).isEqualTo(3);
    try (Duck duck = Duck.open()) {
      duck.view(
          "events",
          "select * from read_json('%s', union_by_name = true, timestampformat = 'none', columns = {'id': 'bigint', 'time': 'varchar', 'customer': 'struct(name varchar, address struct(city varchar, country varchar))', 'items': 'struct(sku varchar, count bigint)[]', 'reference': 'varchar', 'amount': 'bigint', 'coupon': 'varchar'})"
              .formatted(lake.path("raw/events/events-*.json")));
      duck.assertSame(
          """
          select amount, coupon, customer.address.city as customer_address_city,
              customer.address.country as customer_address_country, customer.name as customer_name,
              id, len(items) as items, list_sum([i.count for i in items])::bigint as pieces, reference,
              strptime(time, '%Y-%m-%dT%H:%M:%SZ') as time, time[:10]::date as date
          from events
          """,
          """
          select amount, coupon, customer_address_city, customer_address_country, customer_name, id,
              len(items) as items, list_sum([i.count for i in items])::bigint as pieces, reference,
              time::timestamp as time, date
          from (%s)
          """
              .formatted(Duck.parquet(lake.path("out/orders"))));
      assertThat(duck.rows("select count(distinct time[:10]) from events")).containsExactly("6");
    }
    assertThat(lake.data("out/orders").keySet().stream().filter(name -> name.endsWith(".parquet")))
        .as("one file a day")
        .hasSize(6);
  }
}
