package io.millrace.jobs;

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

/** The shipped jobs over the course's tables, against DuckDB over the raw files. */
@ExtendWith(SparkExtension.class)
class CourseJobsTest {

  @TempDir private Path folder;

  @Test
  void customerQueriesAnswerAsDuckDbDoes(SparkSession spark) throws Exception {
    Lake lake = new Lake(folder);
    new SampleLake(folder.toString(), 10, 5, 42, 0)
        .write(new Configuration(), Set.of("course/customers"));

    Lake.shipped(
            "customer-queries.conf",
            Map.of("vars.raw", lake.text("raw"), "vars.curated", lake.text("course")))
        .run(spark);

    Map<String, String> queries =
        Map.of(
            "two-customers",
            "select customerid, fullname as name from customers where customerid in (371, 377)",
            "names-in-j",
            "select * from customers where starts_with(firstname, 'J')",
            "distinct-names-in-j",
            "select firstname from customers where starts_with(firstname, 'J') group by all",
            "counts",
            """
            select count(*) as customers, count(distinct firstname) as firstnames,
                count(distinct lastname) as lastnames from customers
            """,
            "most-frequent-names",
            """
            select firstname, count(*) as customers from customers group by firstname
            qualify rank() over (order by count(*) desc) = 1
            """,
            "all-names",
            """
            select distinct name, kind from (select firstname as name, 'first' as kind
                from customers union all select lastname, 'last' from customers)
            """);
    try (Duck duck = Duck.open()) {
      duck.view(
          "customers",
          "select * from read_csv('%s', header = false, columns = {'customerid': 'int', 'firstname': 'varchar', 'lastname': 'varchar', 'fullname': 'varchar'})"
              .formatted(lake.path("raw/course/customers/customers.csv")));
      for (Map.Entry<String, String> query : queries.entrySet()) {
        duck.assertSame(
            query.getValue(), Duck.parquet(lake.path("course/queries/" + query.getKey())));
      }
    }
  }
}
