package io.millrace.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.jobs.sample.SampleLake;
import io.millrace.support.SparkExtension;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The shipped job that keeps many tables by changes. */
@ExtendWith(SparkExtension.class)
class CurrentTablesJobTest {

  @TempDir private Path folder;

  private String run() {
    String job = Lake.PROJECT.resolve("conf/jobs/current-tables.conf").toString();
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    new Verbs(new PrintStream(printed, true, StandardCharsets.UTF_8))
        .run(
            Arguments.parse(
                new String[] {
                  "run", job, "--vars.raw", folder + "/raw", "--vars.curated", folder + "/out"
                }));
    return printed.toString(StandardCharsets.UTF_8);
  }

  private List<String> rows(Duck duck, String columns, String table) throws Exception {
    return duck.rows(
        "select %s from read_parquet('%s/out/tables/%s/*.parquet') order by all"
            .formatted(columns, folder, table));
  }

  @Test
  void employeesAreAsTheyAreNowAndOfOfficesAllVersions(SparkSession spark) throws Exception {
    new SampleLake(folder.toString(), 10, 5, 42, 0)
        .write(
            new Configuration(),
            Set.of("dms/classicmodels/employees", "dms/classicmodels/offices"));

    assertThat(run())
        .contains("employees  read 34, written ", "offices  read 11, ", "2 of 2 tables succeeded");
    try (Duck duck = Duck.open()) {
      assertTables(duck);
      assertThat(run()).contains("2 of 2 tables succeeded");
      assertTables(duck);
    }
    Lake.shipped(
            "current-state.conf",
            Map.of("vars.raw", folder + "/raw", "vars.curated", folder + "/once"))
        .run(spark);
    assertThat(new Lake(folder).rows(spark, "once/employees").drop("ts").collectAsList())
        .containsExactlyInAnyOrderElementsOf(
            new Lake(folder).rows(spark, "out/tables/employees").drop("_change").collectAsList());
  }

  private void assertTables(Duck duck) throws Exception {
    assertThat(
            rows(
                duck,
                "office_code, city, phone, strftime(__start_at, '%d %H:%M'), strftime(__end_at, '%d %H:%M')",
                "offices"))
        .containsExactly(
            "1|San Francisco|+1 555 0101|05 17:58|null",
            "2|Boston|+1 555 0102|05 17:58|null",
            "3|Lyon|+33 555 0103|05 17:58|null",
            "4|Cork|+353 555 0104|05 17:58|05 18:59",
            "4|Cork|+353 555 0140|05 18:59|06 07:58",
            "4|Dublin|+353 555 0140|06 07:58|null",
            "5|Osaka|+81 555 0105|05 17:58|null",
            "6|Perth|+61 555 0106|05 17:58|null",
            "7|Leeds|+44 555 0107|05 17:58|null",
            "8|Turin|+39 555 0108|05 18:59|06 07:59");
    assertThat(rows(duck, "count(*), count(distinct employee_number)", "employees"))
        .containsExactly("23|23");
  }
}
