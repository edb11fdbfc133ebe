package io.millrace.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.jobs.Catalog;
import io.millrace.jobs.config.Reference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What ArchUnit cannot see: where files lie, how long they are, whether README is true. */
class FoldersTest {

  private static final Path ROOT = Path.of(System.getProperty("millrace.basedir", "."));

  @ParameterizedTest
  @ValueSource(strings = {"jobs", "transforms", "udf"})
  void filesLieWhereTheirPackageSays(String root) throws IOException {
    for (Path file : javaFiles(root)) {
      String folder = ROOT.resolve(root).relativize(file.getParent()).toString().replace('/', '.');
      assertThat(Files.readString(file)).as(file.toString()).contains("package " + folder + ";");
      assertThat(folder).startsWith("io.millrace." + root);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"jobs", "transforms", "udf"})
  void noFileIsLongerThan250LinesAndMostAreShort(String root) throws IOException {
    List<Path> files = javaFiles(root);
    assertThat(files).hasSizeGreaterThan(8);
    for (Path file : files) {
      assertThat(Files.readAllLines(file)).as(file.toString()).hasSizeLessThanOrEqualTo(250);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"jobs", "transforms", "udf"})
  void nothingIsCalledUtilOrHelper(String root) throws IOException {
    for (Path file : javaFiles(root)) {
      assertThat(file.getFileName().toString())
          .doesNotContainPattern("Util|Helper|Manager|^Base|Impl\\.|Abstract|Factory\\.");
    }
  }

  @Test
  void readmeListsEverySourceStepAndSinkWithItsSummary() throws IOException {
    String readme = Files.readString(ROOT.resolve("README.md"));
    Reference reference = new Reference(Catalog.NAMES);
    List<Reference.Entry> entries =
        Catalog.NAMES.kinds().stream().flatMap(kind -> reference.entries(kind).stream()).toList();
    assertThat(entries).hasSizeGreaterThanOrEqualTo(10);
    for (Reference.Entry entry : entries) {
      assertThat(readme).contains("| `" + entry.name() + "` | " + entry.summary() + " |");
    }
    long rows = readme.lines().filter(line -> line.matches("\\| `[a-z0-9-]+` \\| .* \\|")).count();
    assertThat(rows)
        .as("rows of the table, none for a step that is gone")
        .isEqualTo(entries.size());
  }

  private static List<Path> javaFiles(String root) throws IOException {
    try (Stream<Path> files = Files.walk(ROOT.resolve(root))) {
      return files.filter(file -> file.toString().endsWith(".java")).toList();
    }
  }
}
