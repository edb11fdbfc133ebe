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

/** Legislators, joined and taken apart, against DuckDB, which nests and unnests on its own. */
@ExtendWith(SparkExtension.class)
class LegislatorsJobTest {

  @TempDir private static Path folder;
  private static Duck duck;

  @BeforeAll
  static void run(SparkSession spark) throws Exception {
    new SampleLake(folder.toString(), 10, 5, 42, 0)
        .write(new Configuration(), Set.of("legislators"));
    Lake.shipped(
            "legislators.conf",
            Map.of(
                "vars.raw", folder.resolve("raw").toString(),
                "vars.curated", folder.resolve("out").toString()))
        .run(spark);
    String all =
        "select unnest(%s) as r from read_json('"
            + folder.resolve("raw/legislators/*.json")
            + "', maximum_object_size = 100000000)";
    duck =
        Duck.open()
            .view("memberships", all.formatted("memberships"))
            .view("persons", all.formatted("persons"))
            .view("organizations", all.formatted("organizations"))
            .view(
                "history",
                """
                select m.r.person_id as person_id, m.r.organization_id as organization_id,
                    m.r.role as role, m.r.start_date as start_date, p.r as p, o.r as o
                from memberships m join persons p on p.r.id = m.r.person_id
                    join organizations o on o.r.id = m.r.organization_id
                """)
            .view("root", written("hist_root"));
  }

  @AfterAll
  static void close() throws Exception {
    duck.close();
  }

  private static String written(String name) {
    return Duck.parquet(folder.resolve("out").resolve(name));
  }

  @Test
  void theRootHasEveryMembershipWithWhatIsFlatAndTheSizesOfTheArrays() throws Exception {
    duck.assertSame(
        """
        select person_id, organization_id, role, start_date::varchar as start_date, p.name as name,
            o.name as org_name, o.seats::int as seats,
            len(p.links)::int as links_count, len(p.contact_details)::int as contact_details_count
        from history
        """,
        """
        select person_id, organization_id, role, start_date, name, org_name, seats, links_count,
            contact_details_count from root
        """);
    assertThat(duck.rows("select count(*), count(distinct row_id) from root"))
        .containsExactly("150|150");
    assertThat(duck.rows("select count(*) > 0 from root where coalesce(links_count, 0) = 0"))
        .as("rows whose array is empty or missing")
        .containsExactly("true");
  }

  @Test
  void everySideTableJoinsBackToWhatItCameFrom() throws Exception {
    side("contact_details", "type", "value");
    side("links", "note", "url");
    side("other_names", "lang", "name", "note");
    side("images", "url");
    side("identifiers", "scheme", "identifier");
  }

  private static void side(String array, String... fields) throws Exception {
    StringBuilder theirs = new StringBuilder();
    StringBuilder ours = new StringBuilder();
    for (String field : fields) {
      theirs.append(", e.").append(field).append(" as ").append(field);
      ours.append(", s.%s_val_%s as %s".formatted(array, field, field));
    }
    String elements =
        "select person_id, organization_id, start_date, unnest(p.%s) as e, generate_subscripts(p.%s, 1) - 1 as n from history"
            .formatted(array, array);
    duck.assertSame(
        "select person_id, organization_id, start_date::varchar as start_date, n::int as index%s from (%s)"
            .formatted(theirs, elements),
        "select r.person_id, r.organization_id, r.start_date, s.index%s from (%s) s join root r using (row_id)"
            .formatted(ours, written("hist_" + array)));
  }

  @Test
  void theWholeHistoryLiesInAFolderPerHouse() throws Exception {
    duck.assertSame(
        "select o.name as org_name, count(*) as n, sum(len(p.links))::bigint as links from history group by 1",
        "select org_name, count(*) as n, sum(len(links))::bigint as links from (%s) group by 1"
            .formatted(written("history")));
  }
}
