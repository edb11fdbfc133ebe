package io.millrace.jobs;

import io.millrace.jobs.personal.Tag;
import io.millrace.transforms.Prepared;
import io.millrace.transforms.Source;
import io.millrace.transforms.TagColumns;
import io.millrace.transforms.Transform;
import io.millrace.transforms.TwoInputs;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Where in a job file columns are tagged. */
record TagPlaces(Pipeline pipeline) {

  /** By tag the first place, such as {@code transforms[0]}. */
  Map<Tag, String> all() {
    Map<Tag, String> places = new LinkedHashMap<>();
    source(pipeline.source(), "source", places);
    steps(pipeline.transforms(), "transforms", places);
    for (int i = 0; i < pipeline.outputs().size(); i++) {
      steps(pipeline.outputs().get(i).transforms(), "outputs[" + i + "].transforms", places);
    }
    return places;
  }

  private static void source(Source source, String place, Map<Tag, String> places) {
    if (source instanceof Prepared prepared) {
      source(prepared.source(), place + ".source", places);
      steps(prepared.transforms(), place + ".transforms", places);
    }
  }

  private static void steps(List<Transform> steps, String list, Map<Tag, String> places) {
    for (int i = 0; i < steps.size(); i++) {
      String place = list + "[" + i + "]";
      if (steps.get(i) instanceof TagColumns tagging) {
        tagging
            .columns()
            .forEach((column, word) -> places.putIfAbsent(new Tag(word, column), place));
      } else if (steps.get(i) instanceof TwoInputs two) {
        source(two.with(), place + ".with", places);
      }
    }
  }
}
