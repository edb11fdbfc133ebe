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
                no operation, and not of a full load; nothing is guessed to be an insert | ,2022-01-01 00:00:00,5
                the operation is none of I, U, D | X,2022-01-01 00:00:00,
                the operation is none of I, U, D | X,2022-01-01 00:00:00,
                """));
  }

  @Test
  void onlyADocumentBehindAnIndexOrCreateActionIsAFilm(SparkSession spark) {
    lake()
        .write(
            "raw/movies/a.json",
            "{\"index\":{\"_index\":\"m\",\"_id\":\"1\"}}",
            "{\"title\":\"one\",\"director\":\"d\",\"year\":1999}",
            "{\"delete\":{\"_index\":\"m\",\"_id\":\"4\"}}",
            "{\"create\":{\"_index\":\"m\",\"_id\":\"5\"}}",
            "{\"title\":\"five\",\"year\":2001}",
            "{\"update\":{\"_index\":\"m\",\"_id\":\"1\"}}",
            "{\"doc\":{\"title\":\"uno\"}}",
            "{\"title\":\"of no action\"}",
            "{\"index\":{\"_index\":\"m\",\"_id\":\"2\"}}",
            "{\"title\":\"two\",\"year\":\"bad\"}",
            "{\"index\":{\"_index\":\"m\",\"_id\":\"6\"",
            "{\"title\":\"not of 2\"}",
            "",
            "{\"index\":{\"_index\":\"m\",\"_id\":\"7\"}}");
    lake().write("raw/movies/b.json", "{\"title\":\"not of 7\"}", "[1]");

    Balance balance = run(spark, "movies.conf");

    assertThat(
            text(
                lake()
                    .rows(spark, "out/movies")
                    .select("index", "id", "title", "director", "year")))
        .isEqualTo(
            table(
                """
                index string | id string | title string | director string | year int
                m | 1 | one  | d    | 1999
                m | 5 | five | null | 2001
                """));
    assertThat(balance.read()).isEqualTo(16);
    assertThat(
            text(
                lake()
                    .rows(spark, "out/rejects/movies")
                    .selectExpr(
                        "substr(reason, 17) as broken", "get_json_object(raw, '$.line') as line")))
        .isEqualTo(
            table(
                """
                broken string | line string
                no-update-nor-delete     | {"delete":{"_index":"m","_id":"4"}}
                no-update-nor-delete     | {"update":{"_index":"m","_id":"1"}}
                document-after-an-action | {"doc":{"title":"uno"}}
                document-after-an-action | {"title":"of no action"}
                action-before-a-document | {"index":{"_index":"m","_id":"2"}}
                json                     | {"title":"two","year":"bad"}
                json                     | {"index":{"_index":"m","_id":"6"
                document-after-an-action | {"title":"not of 2"}
                action-before-a-document | {"index":{"_index":"m","_id":"7"}}
                document-after-an-action | {"title":"not of 7"}
                json                     | [1]
                """));
  }
}
