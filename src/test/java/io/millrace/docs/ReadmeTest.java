package io.millrace.docs;

import static io.millrace.support.Table.table;
import static io.millrace.support.Table.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.acme.AddMailDomain;
import com.typesafe.config.ConfigFactory;
import io.millrace.jobs.Catalog;
import io.millrace.jobs.JobFile;
import io.millrace.jobs.Pipeline;
import io.millrace.jobs.config.Binder;
import io.millrace.jobs.config.JobFiles;
import io.millrace.jobs.config.TableConfigs;
import io.millrace.jobs.io.Format;
import io.millrace.jobs.io.MaintainTable;
import io.millrace.jobs.io.ReadFiles;
import io.millrace.jobs.io.ReadTable;
import io.millrace.jobs.io.RegisterTable;
import io.millrace.jobs.io.Sink;
import io.millrace.jobs.io.WriteFiles;
import io.millrace.jobs.io.WriteMode;
import io.millrace.jobs.text.Dialect;
import io.millrace.support.SparkExtension;
import io.millrace.transforms.FlattenRequest;
import io.millrace.transforms.FlattenTimestamp;
import io.millrace.transforms.Join;
import io.millrace.transforms.JoinType;
import io.millrace.transforms.Prepared;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** README and docs/ say what is so. */
@ExtendWith(SparkExtension.class)
class ReadmeTest {

  private static final Path ROOT = Path.of(System.getProperty("millrace.basedir", "."));

  private static String read(String file) throws IOException {
    return Files.readString(ROOT.resolve(file));
  }

  /** The n-th fenced block of a language. */
  private static String block(String markdown, String language, int n) {
    return markdown.split("```" + language + "\n", -1)[n + 1].split("```", -1)[0];
  }

  @Test
  void theStepOfOnesOwnIsTheClassThatTheTestsCompile() throws IOException {
    assertThat(block(read("README.md"), "java", 0))
        .isEqualTo(read("src/test/java/com/acme/AddMailDomain.java"));
  }

  @Test
  void theJobFileBindsWithAStepOfOnesOwnBesideTheOthers() throws IOException {
    String file =
        block(read("README.md"), "hocon", 0)
            .replace(
                "transforms = [",
                "transforms = [ { type = com.acme.AddMailDomain, column = username }\n");
    JobFile job =
        new Binder(Catalog.NAMES)
            .bind(ConfigFactory.parseString(file).resolve().withoutPath("vars"), JobFile.class);
    assertThat(job.transforms())
        .containsExactly(
            new AddMailDomain("username"), new FlattenRequest(), new FlattenTimestamp("timestamp"));
  }

  @Test
  void theSecondInputOfThePageOnJobFilesBinds() throws IOException {
    String file =
        "name = a, source { type = read-files, format = parquet, path = a }, sink { type = write-files, path = b }\n"
            + block(read("docs/job-files.md"), "hocon", 0);
    JobFile job =
        new Binder(Catalog.NAMES).bind(ConfigFactory.parseString(file).resolve(), JobFile.class);
    assertThat(job.transforms()).singleElement().isInstanceOf(Join.class);
    Join join = (Join) job.transforms().get(0);
    assertThat(join.how()).isEqualTo(JoinType.LEFT);
    assertThat(join.with()).isInstanceOf(Prepared.class);
  }

  @Test
  void theSourcesOfThePageOnTablesBind() throws IOException {
    for (int example = 3; example < 5; example++) {
      String file =
          "name = a, sink { type = write-files, path = b }\n"
              + block(read("docs/tables.md"), "hocon", example);
      JobFile job =
          new Binder(Catalog.NAMES).bind(ConfigFactory.parseString(file).resolve(), JobFile.class);
      assertThat(job.source()).containsInstanceOf(ReadTable.class);
    }
  }

  @Test
  void theActionsOfThePageOnTablesBind() throws IOException {
    int example = 0;
    while (!block(read("docs/tables.md"), "hocon", example).contains("actions = [")) {
      example++;
    }
    String file = block(read("docs/tables.md"), "hocon", example);
    JobFile job =
        new Binder(Catalog.NAMES).bind(ConfigFactory.parseString(file).resolve(), JobFile.class);
    assertThat(job.actions()).hasOnlyElementsOfType(MaintainTable.class);
  }

  @Test
  void theActionsOfThePageOnCatalogsBind() throws IOException {
    String page = read("docs/registering.md");
    String projection =
        "name = b, reports = c, actions = [ { type = register-table, table = d.e, path = f, format = csv, %s } ]"
            .formatted(block(page, "hocon", 1));
    for (String file : List.of(block(page, "hocon", 0), projection)) {
      JobFile job =
          new Binder(Catalog.NAMES).bind(ConfigFactory.parseString(file).resolve(), JobFile.class);
      assertThat(job.actions().get(0)).isInstanceOf(RegisterTable.class);
    }
  }

  @Test
  void theManyTablesOfThePageOnJobFilesBind(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("many.conf");
    Files.writeString(file, block(read("docs/job-files.md"), "hocon", 1));
    TableConfigs tables =
        new JobFiles(location -> Files.readString(Path.of(location)))
            .loadTables(Optional.empty(), file.toString(), Map.of(), glob -> List.of())
            .orElseThrow();
    assertThat(tables.parallelism()).isEqualTo(3);
    assertThat(new Binder(Catalog.NAMES).bindAll(tables.tables(), JobFile.class).values())
        .extracting(job -> job.name() + " " + job.sink().map(Sink::target).orElse(""))
        .containsExactly("current employees lake/hr/employees", "current offices lake/hr/offices");
  }

  @Test
  void theJavaSpellingRunsWithAStepOfOnesOwn(SparkSession spark, @TempDir Path lake)
      throws IOException {
    Path raw = Files.createDirectories(lake.resolve("raw"));
    Files.writeString(
        raw.resolve("a.csv"),
        """
        email,timestamp,request
        ann@example.com,6/Jan/2018:06:51:54,"GET /petstore/Bird/Treats"
        """);
    new Pipeline(
            "flatten-weblogs",
            new ReadFiles(
                raw.toString(),
                Format.CSV,
                "email string, timestamp string, request string",
                Map.of("header", "true")),
            List.of(
                new FlattenRequest(),
                new FlattenTimestamp("timestamp"),
                new AddMailDomain("email")),
            new WriteFiles(lake + "/flat", List.of("toppage"), WriteMode.OVERWRITE))
        .run(spark);
    assertThat(text(spark.read().parquet(lake + "/flat").select("toppage", "year", "mail_domain")))
        .isEqualTo(table("toppage string | year int | mail_domain string\nBird|2018|example.com"));
  }

  @Test
  void everyOptionOfTheTextReaderIsDescribed() throws IOException {
    String page = read("docs/reading-text.md");
    for (Dialect.Option option : Dialect.OPTIONS) {
      assertThat(page)
          .contains(
              "| `%s` | %s | %s |"
                  .formatted(option.name(), option.meaning(), option.defaultValue()));
    }
  }

  @Test
  void theLabsNameEveryShippedJobAndNoOther() throws IOException {
    try (Stream<Path> jobs = Files.list(ROOT.resolve("conf/jobs"))) {
      assertThat(
              java.util.regex.Pattern.compile("`\\./millrace run conf/jobs/(.+?)`")
                  .matcher(read("docs/labs.md"))
                  .results()
                  .map(command -> command.group(1)))
          .containsExactlyInAnyOrderElementsOf(
              jobs.map(job -> job.getFileName().toString()).toList());
    }
  }

  @Test
  void everyLinkToAFileLeadsToOne() throws IOException {
    try (Stream<Path> pages = Files.list(ROOT.resolve("docs"))) {
      for (Path page : Stream.concat(pages, Stream.of(ROOT.resolve("README.md"))).toList()) {
        var links =
            java.util.regex.Pattern.compile("\\]\\(([^)#:]+)\\)").matcher(Files.readString(page));
        while (links.find()) {
          assertThat(page.resolveSibling(links.group(1))).as("link in " + page).exists();
        }
      }
    }
  }
}
