package io.millrace.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The order in which the Glue workflow of {@code conf/deploy} starts things. */
class WorkflowTest {

  /** Row C2: a crawler, the job, a crawler; and after what fails, nothing. */
  @Test
  void theWorkflowGoesFromCrawlerToJobToCrawler() throws IOException {
    Workflow workflow =
        Workflow.of(
            TemplateCase.of("glue/workflow.yaml", "RawBucket", "raw", "CuratedBucket", "curated"));
    assertThat(workflow.run(Set.of()))
        .containsExactly(
            "crawler id-of-RawCrawler", "job flatten-weblogs", "crawler id-of-ProcessedCrawler");
    assertThat(workflow.run(Set.of("job flatten-weblogs")))
        .containsExactly("crawler id-of-RawCrawler", "job flatten-weblogs");
    assertThat(workflow.run(Set.of("crawler id-of-RawCrawler")))
        .containsExactly("crawler id-of-RawCrawler");
  }

  /** The triggers of a workflow, fired as their predicates say. */
  private record Workflow(List<JsonNode> triggers) {

    static Workflow of(TemplateCase one) throws IOException {
      CloudFormation template = one.template();
      CloudFormationValues values = template.with(one.values());
      return new Workflow(
          Stream.of("Start", "AfterRawCrawler", "AfterJob").map(values::resource).toList());
    }

    List<String> run(Set<String> failing) {
      List<String> started = new ArrayList<>();
      triggers.stream()
          .filter(trigger -> trigger.path("Type").asText().equals("ON_DEMAND"))
          .forEach(trigger -> start(trigger, failing, started));
      return started;
    }

    private static String actor(JsonNode node) {
      return node.has("JobName")
          ? "job " + node.get("JobName").asText()
          : "crawler " + node.path("CrawlerName").asText();
    }

    private void start(JsonNode trigger, Set<String> failing, List<String> started) {
      for (JsonNode action : trigger.path("Actions")) {
        String actor = actor(action);
        started.add(actor);
        String state = failing.contains(actor) ? "FAILED" : "SUCCEEDED";
        triggers.stream()
            .filter(next -> next.path("Type").asText().equals("CONDITIONAL"))
            .filter(next -> fires(next, actor, state))
            .forEach(next -> start(next, failing, started));
      }
    }

    private static boolean fires(JsonNode trigger, String actor, String state) {
      JsonNode condition = trigger.path("Predicate").path("Conditions").path(0);
      return actor(condition).equals(actor)
          && (condition.path("State").asText().equals(state)
              || condition.path("CrawlState").asText().equals(state));
    }
  }
}
