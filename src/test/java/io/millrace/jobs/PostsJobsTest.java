package io.millrace.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.jobs.sample.SampleLake;
import io.millrace.support.SparkExtension;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The shipped jobs over posts and their writers, against DuckDB over the raw files. */
@ExtendWith(SparkExtension.class)
class PostsJobsTest {

  @TempDir private static Path folder;
  private static Duck duck;

  @BeforeAll
  static void lake() throws Exception {
    new SampleLake(folder.toString(), 10, 5, 42, 0)
        .write(new Configuration(), Set.of("posts", "users", "posts-stream"));
    duck =
        Duck.open()
            .view(
                "posts",
                "select userId::int as userId, id::int as id, title, body from read_json('%s')"
                    .formatted(folder.resolve("raw/posts/posts.json")))
            .view(
                "users",
                "select * from read_json('%s')".formatted(folder.resolve("raw/users/users.json")));
  }

  @AfterAll
  static void close() throws Exception {
    duck.close();
  }

  private static Balance run(SparkSession spark, String file) {
    return Lake.shipped(
            file,
            Map.of(
                "vars.raw", folder.resolve("raw").toString(),
                "vars.curated", folder.resolve("book").toString()))
        .run(spark)
        .balances()
        .get(0);
  }

  private static String written(String name) {
    return Duck.parquet(folder.resolve("book").resolve(name));
  }

  @Test
  void postsBecomeTypedParquetWithTheirLineEnds(SparkSession spark) throws Exception {
    assertThat(run(spark, "posts-to-parquet.conf").written()).isEqualTo(100);
    duck.assertSame("select * from posts", written("cleaned/posts"));
    assertThat(
            duck.rows(
                "select length(body), contains(body, chr(10)) from (%s) where id = 2"
                    .formatted(written("cleaned/posts"))))
        .containsExactly("206|true");
  }

  @Test
  void mappedPostsKeepTheirCapitalsAndLackThreeUsers(SparkSession spark) throws Exception {
    Balance balance = run(spark, "posts-mapped.conf");
    assertThat(balance.written()).isEqualTo(70);
    assertThat(balance.filtered()).isEqualTo(30);
    duck.assertSame(
        """
        select userId as "UserID", id as "PostID", title as "Title", body as "Content"
        from posts where userId not in (1, 3, 7)
        """,
        written("etlexport"));
  }

  @Test
  void postsWithUsersHaveNineteenColumnsAndBothIds(SparkSession spark) throws Exception {
    assertThat(run(spark, "posts-with-users.conf").written()).isEqualTo(100);
    duck.assertSame(
        """
        select p.*, u.id::int as user_id, u.name, u.username, u.email,
            u.address.street as address_street, u.address.suite as address_suite,
            u.address.city as address_city, u.address.zipcode as address_zipcode,
            u.address.geo.lat as address_geo_lat, u.address.geo.lng as address_geo_lng,
            u.phone, u.website, u.company.name as company_name,
            u.company.catchPhrase as "company_catchPhrase", u.company.bs as company_bs
        from posts p join users u on p.userId = u.id
        """,
        written("curated/posts-with-users"));
    assertThat(
            duck.rows(
                "select count(*) from (describe %s)"
                    .formatted(written("curated/posts-with-users"))))
        .containsExactly("19");
  }

  @Test
  void theDataFilterLeavesOutBodyAndUser(SparkSession spark) throws Exception {
    assertThat(run(spark, "posts-filtered.conf").written()).isEqualTo(90);
    duck.assertSame(
        "select userId, id, title from posts where userId <> 2", written("posts-filtered"));
  }

  @Test
  void noPostOfTheStreamIsLostThoughNothingIsBetweenThem(SparkSession spark) throws Exception {
    assertThat(run(spark, "posts-stream.conf").written()).isEqualTo(100);
    String file = "regexp_extract(filename, '([0-9]+)/([0-9]+)/([0-9]+)/([0-9]+)/[^/]*$', %s)";
    duck.assertSame(
        """
        select userId, id, title, body, %s as year, %s as month, %s as day, %s as hour,
            length(body)::int as "bodyLength",
            strptime(year || '-' || month || '-' || day, '%%Y-%%m-%%d')::date as when
        from posts join (select filename, unnest(regexp_extract_all(content, '"id": ?([0-9]+)', 1))::int as id
            from read_text('%s/**/[a-z]*')) using (id)
        """
            .formatted(
                file.formatted(1),
                file.formatted(2),
                file.formatted(3),
                file.formatted(4),
                folder.resolve("raw/posts-stream")),
        written("posts-stream"));
    assertThat(
            duck.rows(
                "select \"bodyLength\" from (%s) where id = 2".formatted(written("posts-stream"))))
        .containsExactly("206");
  }
}
