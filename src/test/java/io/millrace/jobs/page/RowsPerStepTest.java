package io.millrace.jobs.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rows after each step: what follows for certain from the counts of an output, and no more. */
class RowsPerStepTest {

  /** A star marks a step that may change the number of rows. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      nullValues = "-",
      textBlock =
          """
          # steps                    | read | written | rejected                | filtered      | after
            read-files               | 10   | 10      | -                       | -             | 10
            read-files               | 10   | 7       | read 3                  | -             | 7
            read-files cast filter   | 10   | 4       | read 1, cast 2          | filter: a>1 3 | 9 7 4
            read-files cast sql* pad | 10   | 40      | cast 2, pad 1           | -             | 10 8 41 40
            read-files sql* cast sql* | 10  | 40      | cast 2                  | -             | 10 ? ? 40
            read-files cast pad cast | 10   | 5       | cast 4, pad 1           | -             | 10 ? ? 5
            read-files cast pad cast | 10   | 9       | pad 1                   | -             | 10 10 9 9
            read-files cast          | 10   | 7       | schema-changes 1, cast 2 | -            | 10 8
            read-files cast          | 10   | 7       | merge 1, cast 2         | -             | 10 8
            read-files filter        | 10   | 7       | -                       | filter: a\\n>1 3 | 10 7
            read-files current-state | 10   | 7       | merge 1, schema-changes 2 | -           | 10 10
            read-files current-state | 10   | 7       | changes 3               | -             | ? ?
            read-files com.acme.Step cast | 10 | 7    | my rule 3               | -             | ? ? ?
            read-files cast          | -    | 7       | cast 2                  | -             | 9 7
            read-files cast          | 10   | -       | cast 2                  | -             | 10 8
          """)
  void rowsAfterEachStep(
      String steps, Long read, Long written, String rejected, String filtered, String after)
      throws Exception {
    List<String> found = new ArrayList<>();
    List<JsonNode> list = steps(steps);
    RowsPerStep rows =
        new RowsPerStep(list, some(read), output(steps, written, rejected, filtered));
    for (int i = 0; i < list.size(); i++) {
      OptionalLong one = rows.after(i);
      found.add(one.isPresent() ? String.valueOf(one.getAsLong()) : "?");
    }
    assertThat(String.join(" ", found)).isEqualTo(after);
  }

  private static OptionalLong some(Long count) {
    return count == null ? OptionalLong.empty() : OptionalLong.of(count);
  }

  private static List<JsonNode> steps(String names) throws Exception {
    List<JsonNode> all = new ArrayList<>();
    for (String name : names.split(" ", -1)) {
      String json =
          "{\"place\":\"at[%s]\",\"step\":\"%s\"}".formatted(all.size(), name.replace("*", ""));
      all.add(new ObjectMapper().readTree(json));
    }
    return all;
  }

  private static JsonNode output(String steps, Long written, String rejected, String filtered)
      throws Exception {
    List<String> reasons = new ArrayList<>();
    for (String one : parts(rejected)) {
      reasons.add(
          "{\"rule\":\"%s\",\"column\":null,\"reason\":\"r\",\"rows\":%s}"
              .formatted(one.replaceFirst(" \\d+$", ""), one.replaceFirst(".* ", "")));
    }
    List<String> rules = new ArrayList<>();
    for (String one : parts(filtered)) {
      rules.add("\"%s\":%s".formatted(one.replaceFirst(" \\d+$", ""), one.replaceFirst(".* ", "")));
    }
    List<String> recounting = new ArrayList<>();
    List<String> names = Arrays.asList(steps.split(" ", -1));
    for (int i = 0; i < names.size(); i++) {
      if (names.get(i).endsWith("*")) {
        recounting.add("\"at[%s] sql\"".formatted(i));
      }
    }
    String json =
        "{%s \"rejected-by\":%s, \"filtered-by\":{%s}, \"steps-that-change-the-count\":%s}"
            .formatted(
                written == null ? "" : "\"written\":" + written + ",",
                reasons,
                String.join(",", rules),
                recounting);
    return new ObjectMapper().readTree(json);
  }

  private static List<String> parts(String text) {
    return text == null ? List.of() : List.of(text.split(", ", -1));
  }
}
