package io.millrace.jobs.text;

import io.millrace.transforms.InvalidInputException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where the records lie in a JSON document: a value, or the elements of an array.
 *
 * @param text as the user writes it
 * @param names of the fields that lead there from the document's root
 * @param elements whether only an array will do; without it the value there is the record, or each
 *     of its elements if it is an array
 */
record JsonPath(String text, List<String> names, boolean elements) {

  /** The document itself, or each of its elements if it is an array. */
  static final String ROOT = "$";

  private static final Pattern STEP =
      Pattern.compile("\\.([^.\\[\\]'\"*\\s]+)|\\['([^']*)'\\]|\\[\"([^\"]*)\"\\]");

  static JsonPath of(String text) {
    boolean elements = text.endsWith("[*]");
    int end = elements ? text.length() - 3 : text.length();
    List<String> names = new ArrayList<>();
    int at = text.startsWith(ROOT) ? 1 : end + 1;
    Matcher step = STEP.matcher(text).region(Math.min(at, end), end);
    while (at < end && step.lookingAt()) {
      for (int group = 1; group <= 3; group++) {
        if (step.group(group) != null) {
          names.add(step.group(group));
        }
      }
      at = step.end();
      step.region(at, end);
    }
    if (at != end) {
      throw new InvalidInputException(
          "records is '"
              + text
              + "' but must be a path such as $, $[*], $.persons[*] or $['a b'].c[*]; only the last"
              + " step may be [*]");
    }
    return new JsonPath(text, List.copyOf(names), elements);
  }

  /** What is wrong with a document that has no records there. */
  String absence() {
    String place = elements ? text.substring(0, text.length() - 3) : text;
    return (elements ? "no array at " : "nothing at ") + place;
  }
}
