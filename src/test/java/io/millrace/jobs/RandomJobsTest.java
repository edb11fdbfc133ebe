package io.millrace.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.support.SparkExtension;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random jobs over random files: what is written column by column is what Spark's writer would
 * write, file by file and row by row, and what DuckDB makes of the same files. More with {@code
 * -Djobs.cases=2000}, others with {@code -Djobs.first}.
 */
@ExtendWith(SparkExtension.class)
class RandomJobsTest {

  private static final String PARTITION = "CASE WHEN id % 4 = 0 THEN NULL ELSE id % 4 END";

  @TempDir private Path folder;

  static LongStream seeds() {
    long first = Long.getLong("jobs.first", 1);
    return LongStream.range(first, first + Integer.getInteger("jobs.cases", 20));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void bothWritersAndDuckDbAgree(long seed, SparkSession spark) throws Exception {
    Random random = new Random(seed);
    Lake lake = new Lake(folder);
    RandomSource source = new RandomSource(random);
    source.write(lake);
    RandomSteps steps = new RandomSteps(source, source.rows(lake), random);
    boolean partitioned = random.nextBoolean();
    if (partitioned) {
      steps.hocon.add("{ type = derive, columns { p = \"%s\" } }".formatted(PARTITION));
    }
    String compression = List.of("snappy", "zstd", "gzip", "none").get(random.nextInt(4));
    String sink =
        "compression = %s%s".formatted(compression, partitioned ? ", partition-by = [p]" : "");
    String told = "seed " + seed + ": " + steps.hocon + ", " + sink;

    RunReport ours = run("ours", true, source, steps, sink, spark);
    RunReport sparks = run("sparks", false, source, steps, sink, spark);

    assertThat(written(ours)).as(told).endsWith("written column by column");
    assertThat(written(sparks)).as(told).contains("row by row, by Spark's own writer");
    try (Duck duck = Duck.open()) {
      assertThat(files(duck, "ours")).as(told).isEqualTo(files(duck, "sparks"));
      agree(duck, steps, partitioned, told);
      String unfit =
          "select id from (%s) where %s".formatted(source.texts(lake), source.someUnfit());
      for (String way : List.of("ours", "sparks")) {
        assertThat(output(way.equals("ours") ? ours : sparks).get("rejected"))
            .as(told)
            .hasToString(duck.rows("select count(*) from (%s)".formatted(unfit)).get(0));
      }
    }
  }

  private RunReport run(
      String way,
      boolean columnar,
      RandomSource source,
      RandomSteps steps,
      String sink,
      SparkSession spark) {
    Lake lake = new Lake(folder);
    return lake.job(
            """
            name = random
            source %s
            transforms = [%s]
            sink { type = write-files, path = "%s", %s }
            rejects { path = "%s", max-rejects = "100%%" }
            spark { sql.millrace.parquet.columnar = %s
                    sql.codegen.wholeStage = false, sql.codegen.factoryMode = NO_CODEGEN }
            """
                .formatted(
                    source.hocon(lake),
                    String.join("\n", steps.hocon),
                    lake.text(way),
                    sink,
                    lake.text(way + "-bad"),
                    columnar))
        .run(spark);
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> output(RunReport report) {
    return ((List<Map<String, Object>>) report.json().get("outputs")).get(0);
  }

  private static String written(RunReport report) {
    return String.valueOf(output(report).get("plan")).replaceAll("]$", "");
  }

  /** The rows of each file in their order, by its folder and its number. */
  private Map<String, List<String>> files(Duck duck, String way) throws Exception {
    Map<String, List<String>> files = new TreeMap<>();
    for (Path file : parquet(way)) {
      String name = folder.resolve(way).relativize(file).toString();
      files
          .computeIfAbsent(name.replaceAll("(part-\\d+)-.*", "$1"), none -> new ArrayList<>())
          .addAll(duck.rows("select * from read_parquet('%s')".formatted(file)));
    }
    return files;
  }

  private List<Path> parquet(String way) throws Exception {
    try (Stream<Path> all = Files.walk(folder.resolve(way))) {
      return all.filter(file -> file.toString().endsWith(".parquet")).sorted().toList();
    }
  }

  private void agree(Duck duck, RandomSteps steps, boolean partitioned, String told)
      throws Exception {
    String columns =
        steps.columns.stream()
            .map(
                column ->
                    column.type().equals("timestamp")
                        ? "epoch_us(%1$s) as %1$s".formatted(column.name())
                        : column.name())
            .collect(Collectors.joining(", "));
    String expected = "select " + columns + " from (" + steps.query + ")";
    String count = duck.rows("select count(*) from (%s)".formatted(expected)).get(0);
    if (count.equals("0")) {
      assertThat(files(duck, "ours").values().stream().flatMap(List::stream)).as(told).isEmpty();
      return;
    }
    String read =
        "read_parquet('%s/**/*.parquet', hive_partitioning = %s, hive_types_autocast = false)"
            .formatted(folder.resolve("ours"), partitioned);
    try {
      duck.assertSame(expected, "select " + columns + " from " + read);
    } catch (AssertionError e) {
      throw new AssertionError(told + ": " + e.getMessage(), e);
    }
    if (partitioned) {
      assertThat(
              duck.rows(
                  "select distinct coalesce(p, 'none') || ' ' || (id %% 4) from %s order by 1"
                      .formatted(read)))
          .as(told)
          .isSubsetOf("1 1", "2 2", "3 3", "none 0", "__HIVE_DEFAULT_PARTITION__ 0");
    }
  }
}
