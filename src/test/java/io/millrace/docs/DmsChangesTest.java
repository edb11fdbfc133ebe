package io.millrace.docs;

import static io.millrace.support.Table.table;
import static io.millrace.support.Table.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValueFactory;
import io.millrace.jobs.Catalog;
import io.millrace.jobs.config.Binder;
import io.millrace.jobs.io.ReadFiles;
import io.millrace.jobs.io.Reading;
import io.millrace.jobs.io.Sink;
import io.millrace.jobs.io.WriteFiles;
import io.millrace.jobs.text.Dialect;
import io.millrace.support.SparkExtension;
import io.millrace.transforms.NormalizeDmsChanges;
import io.millrace.transforms.Source;
import io.millrace.transforms.Trace;
import io.millrace.transforms.Transform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What docs/dms-changes.md shows is what happens. */
@ExtendWith(SparkExtension.class)
class DmsChangesTest {

  record Start(Source source, List<Transform> transforms) {}

  @TempDir private Path folder;

  private static String page() throws IOException {
    return Files.readString(Path.of(System.getProperty("millrace.basedir"), "docs/dms-changes.md"));
  }

  private static List<String> blocks(String kind) throws IOException {
    Matcher block = Pattern.compile("(?s)```" + kind + "\n(.*?)```").matcher(page());
    return block.results().map(found -> found.group(1)).toList();
  }

  private Start start() throws IOException {
    Config config =
        ConfigFactory.parseString(blocks("hocon").get(0))
            .withValue("source.path", ConfigValueFactory.fromAnyRef(folder.toString()));
    return new Binder(Catalog.NAMES).bind(config.resolve(), Start.class);
  }

  @Test
  void theRowsOfThePage(SparkSession spark) throws IOException {
    List<String> files = blocks("csv");
    Files.writeString(folder.resolve("LOAD00000001.csv"), files.get(0));
    Files.writeString(folder.resolve("20260102-030405678.csv"), files.get(1));
    String expected = page().split("are rejects.\n\n```\n", -1)[1].split("```", -1)[0];
    Start start = start();
    try (Reading reading = ((ReadFiles) start.source()).open(spark)) {
      Dataset<Row> rows = start.transforms().get(0).apply(reading.rows());
      assertThat(
              text(
                  rows.where(Trace.ASIDE + " is null")
                      .selectExpr(
                          "id",
                          "name",
                          "replace(office, '\n', ' ') as office",
                          "_change.phase",
                          "_change.at",
                          "_change.op")))
          .isEqualTo(table(expected));
      assertThat(
              rows.where(Trace.ASIDE + ".kind = 'reject'")
                  .orderBy(Trace.POSITION)
                  .select("id")
                  .collectAsList())
          .extracting(row -> row.getInt(0))
          .containsExactly(3, 4);
    }
  }

  @Test
  void everyKeyOfThePageIsOne() throws IOException {
    List<String> known =
        Stream.concat(
                Dialect.OPTIONS.stream().map(Dialect.Option::name),
                Stream.of(NormalizeDmsChanges.class, ReadFiles.class, WriteFiles.class)
                    .flatMap(step -> Arrays.stream(step.getRecordComponents()))
                    .map(part -> part.getName().replaceAll("([A-Z])", "-$1"))
                    .map(name -> name.toLowerCase(Locale.ROOT)))
            .toList();
    Matcher key = Pattern.compile("`([a-z]+(?:-[a-z]+)*)( = [^`]*)?`").matcher(page());
    List<String> named =
        key.results()
            .filter(found -> found.group(2) != null || found.group(1).contains("-"))
            .map(found -> found.group(1))
            .filter(name -> Catalog.NAMES.find(Source.class, name).isEmpty())
            .filter(name -> Catalog.NAMES.find(Transform.class, name).isEmpty())
            .filter(name -> Catalog.NAMES.find(Sink.class, name).isEmpty())
            .distinct()
            .toList();
    assertThat(named).hasSizeGreaterThan(6).isSubsetOf(known);
  }
}
