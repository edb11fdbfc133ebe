package io.millrace.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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

/** The shipped data quality job: what meets the rules, what breaks which, and when it stops. */
@ExtendWith(SparkExtension.class)
class QualityJobTest {

  @TempDir private Path folder;

  private RunReport run(SparkSession spark) {
    return Lake.shipped(
            "employee-quality.conf",
            Map.of(
                "vars.raw", folder.resolve("raw").toString(),
                "vars.curated", folder.resolve("out").toString()))
        .run(spark);
  }

  @Test
  void rulesAreCountedAndTooManyBreachesStopTheRun(SparkSession spark) throws Exception {
    new SampleLake(folder.toString(), 10, 5, 42, 0)
        .write(new Configuration(), Set.of("course/employees"));
    Balance balance = run(spark).balances().get(0);

    try (Duck duck = Duck.open()) {
      duck.view(
          "employees",
          "select * from read_csv('%s/raw/course/employees/*.csv', header = true)"
              .formatted(folder));
      duck.assertSame(
          """
          select e.employeeid::int as employeeid, e.fullname from employees e
          where e.managerid in (select employeeid from employees)
          """,
          "select employeeid, fullname from (%s)"
              .formatted(Duck.parquet(folder.resolve("out/employees-checked"))));
      assertThat(
              duck.rows(
                  "select reason, count(*) from (%s) group by all"
                      .formatted(Duck.parquet(folder.resolve("out/rejects/employees")))))
          .containsExactly("breaks the rule has-manager|3");
    }
    assertThat(balance.rejected()).isEqualTo(3);
    assertThat(balance.written() + balance.filtered()).isEqualTo(14);

    new Lake(folder)
        .write(
            "raw/course/employees/more.csv",
            "employeeid,managerid,firstname,lastname,fullname,jobtitle,organizationlevel,maritalstatus,gender,territory,country,group ",
            "275,274,A,B,A B,Clerk,3,S,F,,,",
            "999,274,A,B,A B,Clerk,9,S,F,,,");
    assertThatThrownBy(() -> run(spark))
        .hasMessageStartingWith(
            "employee-quality: 6 of 19 rows were rejected, more than max-rejects = 20% allows; nothing was written.")
        .hasMessageContaining("2 x expect-unique: employeeid occurs more than once")
        .hasMessageContaining("1 x expect: breaks the rule known-level");
  }
}
