package io.millrace.notebooks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Notebooks as they are committed: without results, and without a trace of who ran them. */
class NotebookFilesTest {

  static final Path ROOT = Path.of(System.getProperty("millrace.basedir", ".")).toAbsolutePath();

  static List<Path> notebooks() throws IOException {
    try (Stream<Path> files = Files.list(ROOT.resolve("notebooks"))) {
      List<Path> all = files.filter(it -> it.toString().endsWith(".ipynb")).sorted().toList();
      assertThat(all).hasSizeGreaterThanOrEqualTo(6);
      return all;
    }
  }

  private static List<JsonNode> cells(Path notebook) throws IOException {
    List<JsonNode> cells = new ArrayList<>();
    new ObjectMapper().readTree(notebook.toFile()).path("cells").forEach(cells::add);
    assertThat(cells).hasSizeGreaterThan(5);
    return cells;
  }

  private static String source(JsonNode cell) {
    StringBuilder lines = new StringBuilder();
    cell.path("source").forEach(line -> lines.append(line.asText()));
    return lines.toString();
  }

  @ParameterizedTest
  @MethodSource("notebooks")
  void noOutputIsCommitted(Path notebook) throws IOException {
    for (JsonNode cell : cells(notebook)) {
      assertThat(cell.path("metadata")).as("notes of a tool in %s", cell).isEmpty();
      if (cell.path("cell_type").asText().equals("code")) {
        assertThat(cell.get("outputs")).as("outputs of %s", cell).isNotNull().isEmpty();
        assertThat(cell.get("execution_count").isNull()).as("count of %s", cell).isTrue();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("notebooks")
  void itRunsOnTheKernelThatStartMakesAndNoPathIsOfOneMachine(Path notebook) throws IOException {
    JsonNode tree = new ObjectMapper().readTree(notebook.toFile());
    assertThat(tree.at("/metadata/kernelspec/name").asText()).isEqualTo("millrace");
    for (JsonNode cell : cells(notebook)) {
      assertThat(source(cell))
          .doesNotContainPattern("(/(home|root|Users|tmp|var|usr|opt|mnt)/|[A-Z]:\\\\|~/|file:/)")
          .doesNotContain(ROOT.toString());
    }
  }

  @ParameterizedTest
  @MethodSource("notebooks")
  void theFirstCellSaysHowToStartItHereAndOnAws(Path notebook) throws IOException {
    JsonNode first = cells(notebook).get(0);
    assertThat(first.path("cell_type").asText()).isEqualTo("markdown");
    assertThat(source(first))
        .startsWith("# ")
        .contains(
            "`notebooks/start --execute notebooks/" + notebook.getFileName() + "`",
            "%extra_jars s3://",
            "%%configure -f\n{ \"conf\": { \"spark.jars\":",
            "```python\n",
            "](README.md#on-aws)");
    assertThat(Files.readString(ROOT.resolve("notebooks/README.md")))
        .contains(
            "\n## On AWS\n",
            "["
                + source(first).lines().findFirst().get().substring(2)
                + "]("
                + notebook.getFileName()
                + ")");
  }

  /** Longer ones are cut off on a page of common width. */
  @ParameterizedTest
  @MethodSource("notebooks")
  void noLineOfCodeIsLongerThan110Letters(Path notebook) throws IOException {
    for (JsonNode cell : cells(notebook)) {
      if (cell.path("cell_type").asText().equals("code")) {
        assertThat(source(cell).lines()).allMatch(line -> line.length() <= 110);
      }
    }
  }

  /** Or it could run to its end whatever the rows are. */
  @ParameterizedTest
  @MethodSource("notebooks")
  void itAssertsAsItGoes(Path notebook) throws IOException {
    long assertions =
        cells(notebook).stream()
            .filter(cell -> cell.path("cell_type").asText().equals("code"))
            .flatMap(cell -> source(cell).lines())
            .filter(line -> line.startsWith("assert "))
            .count();
    assertThat(assertions).isGreaterThanOrEqualTo(3);
  }
}
