package io.millrace.jobs.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import io.millrace.jobs.config.Reference.Entry;
import io.millrace.jobs.config.Reference.EntryKey;
import io.millrace.transforms.ByteSize;
import io.millrace.transforms.Default;
import io.millrace.transforms.Example;
import io.millrace.transforms.Summary;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReferenceTest {

  interface Source {}

  interface Step {}

  enum Mode {
    APPEND,
    OVERWRITE_PARTITIONS
  }

  record Rule(String column, @Default("1") int atLeast) {}

  record Secret(String value) {}

  @Summary("Reads files")
  @Example("{ type = read-files, paths = [raw] }")
  record ReadFiles(List<String> paths, @Default("128 MiB") ByteSize splitSize) implements Source {}

  @Summary("Checks rows against rules")
  @Example(
      """
      {
        type = check-rows
        rules = [{ column = id }]
        key = abc
        with { type = read-files, paths = [b] }
      }
      """)
  record CheckRows(
      List<Rule> rules,
      Secret key,
      Source with,
      Optional<Duration> timeout,
      @Default("append") Mode mode,
      @Default("") String prefix,
      @Default("{}") Map<String, String> options)
      implements Step {}

  record Plain() implements Step {}

  record Node(@Default("{}") Map<String, Node> children, @Default("x") String name)
      implements Step {}

  record Holder(Step step) {}

  private static final TypeNames NAMES = names();
  private static final Reference REFERENCE = new Reference(NAMES);

  @Test
  void anEntryHasAllThatTheRecordSays() {
    Entry entry = REFERENCE.entries(Step.class).get(0);

    assertThat(entry.name()).isEqualTo("check-rows");
    assertThat(entry.summary()).isEqualTo("Checks rows against rules");
    assertThat(entry.keys())
        .containsExactly(
            new EntryKey("rules", "list of rules", "required"),
            new EntryKey("rules[].column", "text", "required"),
            new EntryKey("rules[].at-least", "whole number", "default 1"),
            new EntryKey("key", "secret", "required"),
            new EntryKey("with", "source", "required"),
            new EntryKey("timeout", "duration such as '5 minutes'", "optional"),
            new EntryKey("mode", "one of append, overwrite-partitions", "default append"),
            new EntryKey("prefix", "text", "default \"\""),
            new EntryKey("options", "object whose values are text", "default {}"));
  }

  @Test
  void theExampleBinds() {
    String example = REFERENCE.entries(Step.class).get(0).example();

    Holder bound =
        new Binder(NAMES).bind(ConfigFactory.parseString("step = " + example), Holder.class);
    assertThat(bound.step())
        .isEqualTo(
            new CheckRows(
                List.of(new Rule("id", 1)),
                new Secret("abc"),
                new ReadFiles(List.of("b"), new ByteSize(128 << 20)),
                Optional.empty(),
                Mode.APPEND,
                "",
                Map.of()));
  }

  @Test
  void listsEverythingByKind() {
    assertThat(REFERENCE.text())
        .isEqualTo(
            """
            sources:
              read-files  Reads files

            steps:
              check-rows  Checks rows against rules
              plain
              node
            """);
  }

  @Test
  void showsOneEntryAsAPage() {
    assertThat(REFERENCE.text("read-files"))
        .isEqualTo(
            """
            read-files
              Reads files

              paths       list of text            required
              split-size  size such as '128 MiB'  default 128 MiB

              Example:
                { type = read-files, paths = [raw] }
            """);
    assertThat(REFERENCE.text("plain")).isEqualTo("plain\n\n  no keys\n");
  }

  @Test
  void aRecordThatHoldsItselfHasAnEnd() {
    assertThat(REFERENCE.text("node")).contains("children.<name>.name").hasSizeLessThan(1000);
  }

  @Test
  void suggestsTheClosestName() {
    assertThatThrownBy(() -> REFERENCE.text("read-file"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("nothing is named 'read-file'; did you mean 'read-files'?");
  }

  private static TypeNames names() {
    Map<Class<?>, List<Class<? extends Record>>> known = new LinkedHashMap<>();
    known.put(Source.class, List.of(ReadFiles.class));
    known.put(Step.class, List.of(CheckRows.class, Plain.class, Node.class));
    return TypeNames.of(known);
  }
}
