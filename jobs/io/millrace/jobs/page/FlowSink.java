package io.millrace.jobs.page;

import static io.millrace.jobs.page.Element.tag;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** The end of an arrow: an output, and what came of it. */
record FlowSink(Report report, JsonNode output, long rejected) {

  Element stop() {
    List<Object> said = new ArrayList<>();
    said.add(tag("div", tag("strong", output.path("target").asText())));
    List<Object> counts = new ArrayList<>();
    Report.count(output, "written")
        .ifPresent(
            count -> {
              counts.add(Figures.rows(count));
              counts.add((count == 1 ? " row " : " rows ") + done());
            });
    Report.count(output, "files")
        .ifPresent(
            files ->
                Report.count(output, "bytes")
                    .ifPresent(
                        bytes -> {
                          if (files > 0) {
                            counts.add(" in ");
                            counts.add(Figures.rows(files));
                            counts.add(files == 1 ? " file, " : " files, ");
                            counts.add(Figures.size(bytes));
                          }
                        }));
    if (counts.isEmpty()) {
      counts.add(
          report.outcome() == Report.Outcome.NOT_ENDED
              ? "nothing was written yet"
              : "nothing was written");
    }
    said.add(tag("div", counts).as("what"));
    if (rejected > 0) {
      said.add(FlowPicture.chip("rejected", "\u2715", rejected, "rejected here"));
    }
    return tag("li", said).as("stop sink");
  }

  /** What readers saw of a run that failed, if only for a moment, no report can tell. */
  private String done() {
    return switch (report.outcome()) {
      case SUCCEEDED, NOTHING_NEW -> "written";
      case FAILED -> "staged; the run failed";
      default -> "staged";
    };
  }
}
