package io.millrace.jobs;

import static org.apache.spark.sql.functions.col;

import io.millrace.jobs.io.Reading;
import io.millrace.jobs.personal.Tag;
import io.millrace.transforms.DetectPii;
import io.millrace.transforms.InvalidInputException;
import io.millrace.transforms.Trace;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Which columns of a job's inputs look personal, for a reader; never a value.
 *
 * @param rows how many of each input are looked at
 */
record PiiText(PrintStream out, int rows) {

  void print(Pipeline pipeline, Flow flow) {
    Set<Tag> tags = new TagPlaces(pipeline).all().keySet();
    print("source", flow.reading(), tags);
    flow.seconds().forEach(second -> print(second.place(), second.reading(), tags));
  }

  private void print(String place, Reading reading, Set<Tag> tags) {
    out.printf(
        Locale.ROOT,
        "%nWhat looks personal in the first %s of %s:%n",
        Amounts.of(rows, "row"),
        place);
    List<Row> found = found(reading.rows());
    if (found.isEmpty()) {
      out.println("  nothing");
    }
    for (Row row : found) {
      String column = row.getAs("column");
      boolean tagged = tags.stream().anyMatch(tag -> tag.column().equalsIgnoreCase(column));
      out.printf(
          Locale.ROOT,
          "  %s: %s of %s look like %s (%.1f %%)%s%n",
          column,
          Amounts.count(row.<Long>getAs("matches")),
          Amounts.of(row.<Long>getAs("filled"), "value"),
          row.<String>getAs("kind"),
          100 * row.<Double>getAs("share"),
          tagged ? "" : ", not tagged");
    }
  }

  private List<Row> found(Dataset<Row> all) {
    Dataset<Row> good =
        Trace.isOn(all) ? all.where(col(Trace.ASIDE).isNull()).drop(Trace.ASIDE) : all;
    try {
      return new DetectPii().apply(good.limit(rows)).collectAsList();
    } catch (InvalidInputException noTexts) {
      return List.of();
    }
  }
}
