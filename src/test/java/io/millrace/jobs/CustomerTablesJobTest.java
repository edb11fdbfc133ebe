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

/** The shipped jobs that join customers with orders and clean them, against DuckDB. */
@ExtendWith(SparkExtension.class)
class CustomerTablesJobTest {

  @TempDir private Path folder;

  private RunReport run(SparkSession spark, String file) {
    return Lake.shipped(
            file,
            Map.of(
                "vars.raw", folder.resolve("raw").toString(),
                "vars.curated", folder.resolve("out").toString()))
        .run(spark);
  }

  private String written(String name) {
    return Duck.parquet(folder.resolve("out").resolve(name));
  }

  @Test
  void customersAreJoinedWithTheirOrders(SparkSession spark) throws Exception {
    new SampleLake(folder.toString(), 10, 5, 42, 0)
        .write(new Configuration(), Set.of("course/customers", "course/orders"));

    run(spark, "customer-orders.conf");

    String orders =
        "(select salesorderid::int as salesorderid, salesorderdetailid::int as salesorderdetailid, customerid::int as customerid, strptime(orderdate, '%%-m/%%-d/%%Y')::date as orderdate, totaldue::decimal(17,4) as totaldue from read_csv('%s', header = true, all_varchar = true))"
            .formatted(folder.resolve("raw/course/orders/orders.csv"));
    try (Duck duck = Duck.open()) {
      duck.view("orders", orders)
          .view(
              "customers",
              "select * from read_csv('%s', header = false, columns = {'customerid': 'int', 'firstname': 'varchar', 'lastname': 'varchar', 'fullname': 'varchar'})"
                  .formatted(folder.resolve("raw/course/customers/customers.csv")));
      duck.assertSame(
          "select * from customers join orders using (customerid)",
          written("customer-orders/with"));
      duck.assertSame(
          "select * from customers left join orders using (customerid)",
          written("customer-orders/all"));
      duck.assertSame(
          "select * from customers where customerid not in (select customerid from orders)",
          written("customer-orders/without"));
    }
  }

  @Test
  void customersAreCleanedStepByStep(SparkSession spark) throws Exception {
    new SampleLake(folder.toString(), 10, 500, 42, 0)
        .write(new Configuration(), Set.of("userprofile", "zipcodes"));
    new Lake(folder)
        .write(
            "raw/userprofile/untidy.csv",
            "first_name,last_name,username,email,gender,ip_address,phone,zip,cc,password,ssn,age",
            "  Ann ,van   Dyke,Ann1 ,ANN@Example.com,,1.2.3.4,201-555-0100,705,1-2,secret,1-1,41",
            "Ann,van Dyke,ann1,ann@example.com,f,1.2.3.4,201-555-0100,00705,1-2,secret,1-1,40",
            "Bob,,bob,no address,m,1.2.3.4,,10001,,secret,,forty");

    RunReport report = run(spark, "clean-customers.conf");

    assertThat(report.balances().get(0).written()).isEqualTo(502);
    try (Duck duck = Duck.open()) {
      duck.assertSame(
          """
          select first_name, last_name, username, email, gender, ip_address, zip, cc, ssn, age,
              case when n then split_part(email, '@', 1) end as mailbox,
              case when n then split_part(email, '@', 2) end as domain,
              concat_ws(' ', first_name, last_name) as full_name,
              replace(phone, '-', '') as phone_digits
          from (select regexp_replace(trim(first_name), ' +', ' ', 'g') as first_name,
              regexp_replace(trim(last_name), ' +', ' ', 'g') as last_name,
              lower(trim(username)) as username, lower(trim(email)) as email,
              coalesce(upper(trim(gender)), 'U') as gender, ip_address, phone,
              right('00000' || zip, 5) as zip, sha256(cc) as cc, sha256(ssn) as ssn,
              try_cast(age as int) as age, contains(email, '@') as n
              from read_csv('%s/*.csv', header = true, all_varchar = true))
          qualify row_number() over (partition by username order by age desc nulls last) = 1
          """
              .formatted(folder.resolve("raw/userprofile")),
          written("clean-customers"));
      assertThat(
              duck.rows(
                  "select username, first_name, last_name, gender, zip, age, domain from (%s) where zip in ('00705', '10001') and username in ('ann1', 'bob') order by 1"
                      .formatted(written("clean-customers"))))
          .containsExactly(
              "ann1|Ann|van Dyke|U|00705|41|example.com", "bob|Bob|null|M|10001|null|null");
    }
  }
}
