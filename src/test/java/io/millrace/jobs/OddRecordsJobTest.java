package io.millrace.jobs;

import static io.millrace.support.Table.table;
import static io.millrace.support.Table.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.support.SparkExtension;
import java.nio.file.Path;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The shipped jobs over records that no sample has: nothing becomes a row that it is not. */
@ExtendWith(SparkExtension.class)
class OddRecordsJobTest {

  @TempDir private Path folder;

  private Lake lake() {
    return new Lake(folder);
  }

  private Balance run(SparkSession spark, String file) {
    return Lake.shipped(
            file, Map.of("vars.raw", lake().text("raw"), "vars.curated", lake().text("out")))
        .run(spark)
        .balances()
        .get(0);
  }

  private static String employee(String op, int number, String last) {
    return "%s,2022-01-01 00:00:00,%s,%s,f,x1,e,1,,t".formatted(op, number, last);
  }

  @Test
  void lettersOfChangesMayBeSmallOrAbsentInAFullLoadAndNoOtherIsAnInsert(SparkSession spark) {
    lake()
        .write(
            "raw/dms/classicmodels/employees/LOAD00000001.csv",
            employee("I", 1, "a"),
            employee("i", 2, "b"),
            employee("", 3, "c"),
            employee("\" \"", 4, "d"));
    lake()
        .write(
            "raw/dms/classicmodels/employees/20220101-1.csv",
            employee("d", 1, "a"),
            employee("u", 2, "bb"),
            employee("X", 3, "cc"),
            employee("", 5, "e"),
            employee("X", 6, "f"));

    Balance balance = run(spark, "current-state.conf");

    assertThat(text(lake().rows(spark, "out/employees").select("employee_number", "last_name")))
        .isEqualTo(table("employee_number int|last_name string\n2|bb\n3|c\n4|d"));
    assertThat(balance.rejected()).isEqualTo(3);
    assertThat(
            text(
                lake()
                    .rows(spark, "out/rejects/employees")
                    .selectExpr("reason", "left(raw, 22) as raw")))
        .isEqualTo(
            table(
                """
                reason string | raw string
                breaks the rule known-op | X,2022-01-01 00:00:00,
                breaks the rule known-op | X,2022-01-01 00:00:00,
                breaks the rule known-op | ,2022-01-01 00:00:00,5
                """));
  }
}
