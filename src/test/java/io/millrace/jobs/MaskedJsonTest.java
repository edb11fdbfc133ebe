package io.millrace.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Whoever may read a report, or a list of tables, learns no credentials of a URL from it. */
class MaskedJsonTest {

  @Test
  void credentialsOfUrlsAreMaskedWhereverTheyStand() throws Exception {
    String url = "ftp://me:pa55@host/in";
    Map<String, Object> report =
        Map.of(
            "error",
            "cannot list " + url + ": refused",
            "source",
            Map.of("paths", List.of(url + "/a.csv"), "rows", 3L),
            "outputs",
            List.of(Map.of("target", url, "path", "hdfs://nn:8020/a@b.csv")),
            "filtered-by",
            Map.of("filter: a like '" + url + "'", 1L),
            "table",
            new TableStatus.Ended("failed", "r", url + "/r.json", "no " + url, "/in"));
    String json = MaskedJson.mapper().writeValueAsString(report);
    assertThat(json).doesNotContain("pa55");
    assertThat(new ObjectMapper().readTree(json))
        .isEqualTo(
            new ObjectMapper()
                .readTree(
                    """
                    {"error": "cannot list ftp://me:****@host/in: refused",
                     "source": {"paths": ["ftp://me:****@host/in/a.csv"], "rows": 3},
                     "outputs": [{"target": "ftp://me:****@host/in", "path": "hdfs://nn:8020/a@b.csv"}],
                     "filtered-by": {"filter: a like 'ftp://me:****@host/in'": 1},
                     "table": {"outcome": "failed", "run": "r", "report": "ftp://me:****@host/in/r.json",
                       "error": "no ftp://me:****@host/in", "folder": "/in"}}
                    """));
  }
}
