package io.millrace.notebooks;

import static io.millrace.notebooks.NotebookFilesTest.ROOT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.jobs.sample.SampleLake;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileUtil;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Notebooks run from top to bottom by the command that is documented for it: the first of them, or
 * all by {@code -Dmillrace.notebooks=all}.
 */
class NotebooksTest {

  private static final Path TARGET = ROOT.resolve("target/notebooks");
  private static final int MOST_MINUTES = 10;
  private static final Set<String> SOME = Set.of("1-first-steps.ipynb");

  @TempDir private Path folder;

  @BeforeAll
  static void needJupyter() throws IOException {
    boolean there =
        Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
            .anyMatch(path -> Files.isExecutable(Path.of(path, "jupyter-nbconvert")));
    if (System.getenv("CI") == null) {
      assumeTrue(there, "notebooks are not run: apt-get install jupyter-nbconvert");
    }
    assertThat(there).as("jupyter-nbconvert is needed: .ci/run installs it").isTrue();
    makeLake(TARGET.resolve("lake/raw"));
  }

  /** As notebooks/start makes it: whoever is interrupted leaves no half of a lake. */
  private static void makeLake(Path raw) throws IOException {
    Path making = Files.createTempDirectory(Files.createDirectories(TARGET), "making.");
    SampleLake.at(making.toString()).write(new Configuration());
    Files.createDirectories(raw.getParent());
    FileUtil.fullyDelete(raw.toFile());
    Files.move(making.resolve("raw"), raw);
    FileUtil.fullyDelete(making.toFile());
  }

  static List<Path> notebooks() throws IOException {
    boolean all = System.getProperty("millrace.notebooks", "some").equals("all");
    return NotebookFilesTest.notebooks().stream()
        .filter(notebook -> all || SOME.contains(notebook.getFileName().toString()))
        .toList();
  }

  /** The exit code of the command. */
  private int execute(Path notebook, Path log) throws Exception {
    ProcessBuilder start =
        new ProcessBuilder(
            ROOT.resolve("notebooks/start").toString(), "--execute", notebook.toString());
    String kernel = ROOT.resolve("target/notebook-kernel.jar").toString();
    String classPath = System.getProperty("java.class.path") + File.pathSeparator + kernel;
    start.environment().put("NOTEBOOKS_CLASSPATH", classPath);
    start.environment().put("JAVA_HOME", System.getProperty("java.home"));
    start.redirectErrorStream(true).redirectOutput(log.toFile());
    Process process = start.start();
    boolean ended = process.waitFor(MOST_MINUTES, TimeUnit.MINUTES);
    process.destroyForcibly();
    assertThat(ended).as("ended within %s minutes", MOST_MINUTES).isTrue();
    return process.exitValue();
  }

  @ParameterizedTest
  @MethodSource("notebooks")
  void itRunsFromTopToBottom(Path notebook) throws Exception {
    Path log = folder.resolve("log");
    assertThat(execute(notebook, log)).as(() -> read(log)).isZero();

    int shown = 0;
    for (JsonNode output : outputs(notebook)) {
      assertThat(output.path("output_type").asText()).isIn("execute_result", "stream");
      if (output.path("name").asText().equals("stderr")) {
        // The parts of a job; all else is a warning that nobody has looked at.
        assertThat(output.path("text"))
            .allSatisfy(line -> assertThat(line.asText()).matches("[a-z-]+: .+, after \\d+ s\n"));
      }
      shown += output.path("data").has("text/html") ? 1 : 0;
    }
    assertThat(shown).as("tables and charts").isPositive();
  }

  private static List<JsonNode> outputs(Path notebook) throws IOException {
    Path executed = TARGET.resolve("executed").resolve(notebook.getFileName());
    List<JsonNode> outputs = new ArrayList<>();
    for (JsonNode cell : new ObjectMapper().readTree(executed.toFile()).path("cells")) {
      cell.path("outputs").forEach(outputs::add);
    }
    return outputs;
  }

  /** Cells after the first one with code, which opens the session. */
  private Path notebook(String name, String... sources) throws IOException {
    ObjectMapper json = new ObjectMapper();
    ObjectNode tree = (ObjectNode) json.readTree(notebooks().get(0).toFile());
    JsonNode session = tree.path("cells").get(1);
    ArrayNode cells = tree.putArray("cells").add(session);
    for (String source : sources) {
      ObjectNode cell = session.deepCopy();
      cell.put("id", "cell-" + cells.size()).putArray("source").add(source);
      cells.add(cell);
    }
    Path notebook = folder.resolve(name);
    json.writeValue(notebook.toFile(), tree);
    return notebook;
  }

  /** A value of the data may hold markup, and a notebook runs the scripts in it. */
  @Test
  void onlyTablesAndChartsAreMarkup() throws Exception {
    String rows = "spark.sql(\"select '<b>x</b>' as name, 1 as n\")";
    Path notebook =
        notebook(
            "markup.ipynb",
            "\"<b>x</b>\"",
            rows + ".first()",
            "List.of(\"<b>x</b>\")",
            "Map.of(\"<b>x</b>\", \"<b>x</b>\")",
            "new String[] {\"<b>x</b>\"}",
            "Table.of(%s)".formatted(rows),
            "BarChart.of(\"<b>x</b>\", %s)".formatted(rows));
    Path log = folder.resolve("log");
    assertThat(execute(notebook, log)).as(() -> read(log)).isZero();
    List<String> shown = new ArrayList<>();
    for (JsonNode output : outputs(notebook)) {
      output.path("data").fieldNames().forEachRemaining(shown::add);
      assertThat(output.path("data").path("text/html").asText()).doesNotContain("<b>");
    }
    String text = "text/plain";
    assertThat(shown).containsExactly(text, text, text, text, text, "text/html", "text/html");
  }

  /** Or the tests above could not fail. */
  @Test
  void anAssertionThatDoesNotHoldFailsTheNotebook() throws Exception {
    Path wrong = notebook("wrong.ipynb", "assert 1 + 1 == 3 : \"one and one are \" + (1 + 1);");
    Path log = folder.resolve("log");
    assertThat(execute(wrong, log)).isNotZero();
    assertThat(read(log)).contains("one and one are 2");
  }

  private static String read(Path log) {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
