package io.millrace.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.millrace.jobs.io.Format;
import io.millrace.jobs.io.ReadFiles;
import io.millrace.support.SparkExtension;
import io.millrace.transforms.Sql;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Shipped jobs as they are over published files, which lie beside the project or not at all. */
@ExtendWith(SparkExtension.class)
class RealFilesTest {

  private static final Path DATA = Lake.PROJECT.resolve("../shared/data").normalize();

  @TempDir private Path folder;

  @BeforeEach
  void isThere() {
    assumeTrue(Files.isDirectory(DATA), "../shared/data is absent");
  }

  private void raw(String name, String file) throws Exception {
    Path copy = folder.resolve("raw").resolve(name);
    Files.createDirectories(copy.getParent());
    Files.copy(DATA.resolve(file), copy);
  }

  private Balance run(SparkSession spark, String file) {
    return Lake.shipped(
            file,
            Map.of(
                "vars.raw", folder.resolve("raw").toString(),
                "vars.curated", folder.resolve("out").toString()))
        .run(spark)
        .balances()
        .get(0);
  }

  private String written(String name) {
    return Duck.parquet(folder.resolve("out").resolve(name));
  }

  private List<String> rows(String select, String name) throws Exception {
    try (Duck duck = Duck.open()) {
      return duck.rows(select.formatted("(" + written(name) + ")"));
    }
  }

  @Test
  void postsAreCleanedMappedAndFiltered(SparkSession spark) throws Exception {
    raw("posts/posts.json", "jsonplaceholder/posts.json");

    assertThat(run(spark, "posts-to-parquet.conf").written()).isEqualTo(100);
    assertThat(run(spark, "posts-mapped.conf").written()).isEqualTo(70);
    assertThat(run(spark, "posts-filtered.conf").written()).isEqualTo(90);

    assertThat(rows("select length(body) from %s where id = 2", "cleaned/posts"))
        .containsExactly("206");
    try (Duck duck = Duck.open()) {
      duck.assertSame(
          "select userId::int as userId, id::int as id, title, body from read_json('%s')"
              .formatted(folder.resolve("raw/posts/posts.json")),
          written("cleaned/posts"));
    }
  }

  @Test
  void postsMeetTheirWriters(SparkSession spark) throws Exception {
    raw("posts/posts.json", "jsonplaceholder/posts.json");
    raw("users/users.json", "jsonplaceholder/users.json");

    assertThat(run(spark, "posts-with-users.conf").written()).isEqualTo(100);

    String name = "curated/posts-with-users";
    assertThat(rows("select count(*) from (describe from %s)", name)).containsExactly("19");
    assertThat(rows("select userId, user_id, name, address_zipcode from %s where id = 91", name))
        .containsExactly("10|10|Clementina DuBuque|31428-2261");
  }

  @ParameterizedTest
  @CsvSource({"estonia-ep-popolo-v1.0.json,299", "zimbabwe-senate-ep-popolo-v1.0.json,68"})
  void everyMembershipMeetsItsPersonAndHouse(String file, long memberships, SparkSession spark)
      throws Exception {
    raw("legislators/legislators.json", "popolo-legislatures/" + file);

    assertThat(run(spark, "legislators.conf").written()).isEqualTo(memberships);

    assertThat(rows("select count(*), count(distinct row_id) from %s", "hist_root"))
        .containsExactly(memberships + "|" + memberships);
    for (String array :
        List.of("contact_details", "links", "other_names", "images", "identifiers")) {
      assertThat(elements("hist_" + array)).as(array).isEqualTo(expectedElements(array));
    }
  }

  private String elements(String name) throws Exception {
    return rows("select count(*) from %s", name).get(0);
  }

  /** A person counts once for each membership. */
  private String expectedElements(String array) throws Exception {
    try (Duck duck = Duck.open()) {
      return duck.rows(
              """
              with raw as (select json from read_json_objects('%s', format = 'unstructured')),
                  persons as (select unnest(json->'$.persons[*]') as p from raw),
                  memberships as (select unnest(json->'$.memberships[*]') as m from raw)
              select coalesce(sum(json_array_length(p, '$.%s')), 0)::bigint
              from memberships join persons on (m->>'person_id') = (p->>'id')
              """
                  .formatted(folder.resolve("raw/legislators/legislators.json"), array))
          .get(0);
    }
  }

  @Test
  void filmsKnowTheirNumbers(SparkSession spark) throws Exception {
    raw("movies/bulk_movies.json", "dea-course/bulk_movies.json");
    Path raw = folder.resolve("raw/movies/bulk_movies.json");
    List<String> lines = Files.readAllLines(raw).stream().filter(it -> !it.isBlank()).toList();

    Balance balance = run(spark, "movies.conf");

    assertThat(balance.read()).isEqualTo(lines.size());
    assertThat(balance.written()).isEqualTo(lines.size() / 2);
    assertThat(rows("select id, title, year from %s where id = '2'", "movies"))
        .containsExactly("2|The Manchurian Candidate|1962");
    assertThat(rows("select count(*) from %s where id is null or title is null", "movies"))
        .containsExactly("0");
  }

  @Test
  void zipCodesAreAllThere(SparkSession spark) throws Exception {
    Path file = DATA.resolve("workshop-petstore/zipcodedata.csv");
    new Pipeline(
            "zip codes",
            new ReadFiles(file.toString(), Format.CSV, null, Map.of("header", "true")),
            List.of(new Sql("select State, Zipcode, City from input")),
            new Lake(folder).parquet("out/zipcodes"))
        .run(spark);

    assertThat(rows("select count(*), count(distinct State) from %s", "zipcodes"))
        .containsExactly("42522|62");
    try (Duck duck = Duck.open()) {
      duck.assertSame(
          "select State, Zipcode, City from read_csv('%s', header = true, all_varchar = true, quote = '\"')"
              .formatted(file),
          written("zipcodes"));
    }
  }
}
