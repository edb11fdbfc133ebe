package io.millrace.jobs;

import static org.apache.spark.sql.functions.coalesce;

import io.millrace.jobs.personal.PersonalColumns;
import io.millrace.jobs.personal.Tag;
import io.millrace.transforms.Columns;
import io.millrace.transforms.Generalise;
import io.millrace.transforms.HashColumns;
import io.millrace.transforms.MaskColumns;
import io.millrace.transforms.NetworkOnly;
import io.millrace.transforms.Personal;
import io.millrace.transforms.TagColumns;
import io.millrace.transforms.Trace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;

/**
 * That no column tagged as personal, and nothing computed from one, reaches an output unprotected
 * unless the output is restricted; and that rejects then hold no text of records.
 */
final class PersonalRule {

  /** What is said of rejects without their text. */
  static final String WITHOUT_TEXT =
      ", without the text of their records, which may be personal: rejects.restricted = true keeps it";

  private static final List<Class<? extends Record>> PROTECTING =
      List.of(HashColumns.class, MaskColumns.class, Generalise.class, NetworkOnly.class);

  private final Pipeline pipeline;
  private final boolean tagging;
  private final boolean protecting;

  PersonalRule(Pipeline pipeline) {
    this.pipeline = pipeline;
    this.tagging = !RecordTree.all(TagColumns.class, pipeline).isEmpty();
    this.protecting =
        PROTECTING.stream().anyMatch(type -> !RecordTree.all(type, pipeline).isEmpty());
  }

  /** Whether the job says which of its columns are personal. */
  boolean isTagging() {
    return tagging;
  }

  /** Whether the job tags or protects columns. */
  boolean isPersonal() {
    return tagging || protecting;
  }

  /** Whether rejects go without the text of their records. */
  boolean isHidingRaw() {
    return isPersonal() && !pipeline.rejects().restricted();
  }

  /** The rows as a sink may have them: without marks, and without raw text where it must not be. */
  Dataset<Row> shown(Dataset<Row> rows) {
    Dataset<Row> hidden = isHidingRaw() ? Trace.withoutRaw(rows) : rows;
    if (Arrays.stream(hidden.schema().fields()).noneMatch(PersonalRule::isMarked)) {
      return hidden;
    }
    return hidden.select(
        Arrays.stream(hidden.schema().fields()).map(PersonalRule::unmarked).toArray(Column[]::new));
  }

  private static boolean isMarked(StructField field) {
    Metadata metadata = field.metadata();
    return metadata.contains(Personal.TAG) || metadata.contains(Personal.PROTECTED);
  }

  /** A plain copy would take the mark along. */
  private static Column unmarked(StructField field) {
    Column column = Columns.named(field.name());
    return isMarked(field) ? coalesce(column).as(field.name()) : column;
  }

  /** What would reach an output that it must not reach. */
  List<String> problems(Flow flow) {
    List<String> problems = new ArrayList<>();
    for (int i = 0; tagging && i < flow.branches().size(); i++) {
      Flow.Branch branch = flow.branches().get(i);
      if (!branch.output().restricted()) {
        String place = "outputs[" + i + "]";
        PersonalColumns.of(branch.rows().drop(Trace.ASIDE))
            .forEach((column, tags) -> problems.add(problem(place, column, tags)));
      }
    }
    return problems;
  }

  private String problem(String place, String column, Set<Tag> tags) {
    Map<Tag, String> places = new TagPlaces(pipeline).all();
    boolean itself = tags.stream().anyMatch(tag -> tag.column().equalsIgnoreCase(column));
    return "%s: column %s %s (%s) and is not protected; use hash-columns, mask-columns, generalise or network-only on it, drop it, or set restricted = true beside the sink of %s, if all who read it may see personal data"
        .formatted(
            place,
            column,
            itself ? "is personal" : "is made from personal data",
            tags.stream()
                .map(
                    tag ->
                        "%s tags %s as %s"
                            .formatted(
                                places.getOrDefault(tag, "the source"), tag.column(), tag.word()))
                .collect(Collectors.joining(", ")),
            place);
  }
}
