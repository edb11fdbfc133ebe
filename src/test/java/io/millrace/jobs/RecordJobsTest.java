package io.millrace.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.jobs.sample.SampleLake;
import io.millrace.support.SparkExtension;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The shipped jobs over odd records: no JSON, two lines each, or changes of a row. */
@ExtendWith(SparkExtension.class)
class RecordJobsTest {

  @TempDir private static Path folder;
  private static Duck duck;

  @BeforeAll
  static void lake() throws Exception {
    new SampleLake(folder.toString(), 10, 5, 42, 0)
        .write(
            new Configuration(),
            Set.of("course/customer-records", "movies", "dms/classicmodels/employees"));
    duck = Duck.open();
  }

  @AfterAll
  static void close() throws Exception {
    duck.close();
  }

  private static Balance run(SparkSession spark, String file) {
    return Lake.shipped(
            file,
            Map.of(
                "vars.raw", raw("").toString(), "vars.curated", folder.resolve("out").toString()))
        .run(spark)
        .balances()
        .get(0);
  }

  private static Path raw(String name) {
    return folder.resolve("raw").resolve(name);
  }

  private static String written(String name) {
    return Duck.parquet(folder.resolve("out").resolve(name));
  }

  @Test
  void everyRecordInSingleQuotesIsACustomer(SparkSession spark) throws Exception {
    run(spark, "customer-records.conf");

    String text = Files.readString(raw("course/customer-records/records"));
    Matcher record =
        Pattern.compile(
                "\\{'customerid': *'(\\d+)' *, *'firstname': *'([^']*)' *, *'lastname': *'([^']*)' *}")
            .matcher(text);
    List<String> expected = new ArrayList<>();
    while (record.find()) {
      expected.add(record.group(1) + "|" + record.group(2) + "|" + record.group(3));
    }
    assertThat(expected).hasSizeGreaterThan(30);
    assertThat(duck.rows(written("customer-records")))
        .containsExactlyInAnyOrderElementsOf(expected);
  }

  @Test
  void eachFilmKnowsTheLineBeforeIt(SparkSession spark) throws Exception {
    run(spark, "movies.conf");

    List<String> lines = Files.readAllLines(raw("movies/bulk_movies.json"));
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < lines.size(); i += 2) {
      expected.add(
          field("_id\":\"(.*?)\"", lines.get(i))
              + "|"
              + field("title\":\"(.*?)\"", lines.get(i + 1)));
    }
    assertThat(expected).hasSize(40);
    assertThat(duck.rows("select id, title from (%s)".formatted(written("movies"))))
        .containsExactlyInAnyOrderElementsOf(expected);
    assertThat(
            duck.rows(
                "select distinct index, len(genre) > 0 from (%s)".formatted(written("movies"))))
        .containsExactly("movies|true");
  }

  private static String field(String pattern, String line) {
    Matcher found = Pattern.compile(pattern).matcher(line);
    assertThat(found.find()).as(line).isTrue();
    return found.group(1);
  }

  /** The oracle plays all changes one after the other into a table with a primary key. */
  @Test
  void employeesAreWhatTheChangesMakeOfThem(SparkSession spark) throws Exception {
    run(spark, "current-state.conf");

    duck.table(
        """
        create table employees (number int primary key, ts varchar, last varchar, first varchar,
            extension varchar, email varchar, office varchar, superior int, title varchar)
        """);
    int changes = 0;
    for (String file :
        List.of(
            "LOAD00000001.csv",
            "20220705-180354959.csv",
            "20220705-181500112.csv",
            "20220705-183012640.csv",
            "20220706-070000003.csv")) {
      List<String> all =
          duck.rows(
              "select column00 || '|' || column02, column01, column03, column04, column05, column06, column07, coalesce(column08, 'null'), column09 from read_csv('%s', header = false, all_varchar = true, delim = ',', quote = '\"', names = ['column00','column01','column02','column03','column04','column05','column06','column07','column08','column09'])"
                  .formatted(raw("dms/classicmodels/employees/" + file)));
      for (String change : all) {
        play(change.split("\\|", -1));
        changes++;
      }
    }
    assertThat(changes).isEqualTo(34);
    assertThat(
            duck.rows(
                "select employee_number, strftime(ts, '%Y-%m-%d %H:%M:%S.%f'), last_name, first_name, extension, email, office_code, reports_to, job_title from ("
                    + written("employees")
                    + ") order by 1"))
        .hasSize(23)
        .isEqualTo(duck.rows("select * from employees order by 1"));
  }

  private static void play(String[] change) throws Exception {
    duck.table("delete from employees where number = " + change[1]);
    if (!change[0].equals("D")) {
      String values =
          "%s, '%s', '%s', '%s', '%s', '%s', '%s', %s, '%s'"
              .formatted((Object[]) java.util.Arrays.copyOfRange(change, 1, change.length));
      duck.table("insert into employees values (" + values + ")");
    }
  }
}
