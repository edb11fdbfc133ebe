package io.millrace.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigResolveOptions;
import io.millrace.jobs.config.Binder;
import io.millrace.jobs.config.JobFiles;
import io.millrace.jobs.io.ReadFiles;
import io.millrace.jobs.sample.SampleLake;
import io.millrace.support.Keys;
import io.millrace.support.S3Server;
import io.millrace.support.SparkExtension;
import io.millrace.transforms.AddRowId;
import io.millrace.transforms.AddRunTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileUtil;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Shipped jobs with all they read and write in an object store leave the rows that they leave in
 * folders of this machine; those of actions move none. {@code -Dmillrace.jobs=all} for every one of
 * them.
 */
@ExtendWith(SparkExtension.class)
class ShippedJobsInStoreTest {

  private static final String BUCKET = "lake";

  /** Of several kinds: partitions with a ledger, many outputs, many tables, records. */
  private static final Set<String> SOME = Set.of("flatten-new-weblogs.conf", "current-tables.conf");

  private static S3Server server;

  @TempDir private Path folder;

  @BeforeAll
  static void start(@TempDir Path folder) throws Exception {
    server = S3Server.start(folder, BUCKET);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static List<Path> jobs() throws IOException {
    boolean all = System.getProperty("millrace.jobs", "some").equals("all");
    try (Stream<Path> files = Files.list(Lake.PROJECT.resolve("conf/jobs"))) {
      return files
          .filter(file -> all || SOME.contains(file.getFileName().toString()))
          .sorted()
          .toList();
    }
  }

  /** The job of a file, or those of its tables, whose paths all lie below {@code root}. */
  private List<Pipeline> pipelines(Path file, String root) throws IOException {
    Map<String, String> settings = new HashMap<>();
    settings.put("spark.sql.codegen.wholeStage", "false");
    settings.put("spark.sql.codegen.factoryMode", "NO_CODEGEN");
    Config vars =
        ConfigFactory.parseFile(file.toFile())
            .resolve(ConfigResolveOptions.defaults().setAllowUnresolved(true))
            .getConfig("vars");
    // A job without a place for rejects refuses the first one, as it should.
    boolean rejects = Files.readString(file).lines().anyMatch(line -> line.startsWith("rejects"));
    for (String name : List.of("raw", "curated")) {
      if (vars.hasPath(name)) {
        String lake = name.equals("raw") && !rejects ? root + "/clean" : root;
        settings.put("vars." + name, vars.getString(name).replaceFirst("lake(?=/)", lake));
      }
    }
    if (vars.hasPath("key")) {
      settings.put("vars.key", Keys.file(folder, 1).text());
    }
    JobFiles files = new JobFiles(location -> Files.readString(Path.of(location)));
    Collection<JobFile> tables =
        files
            .loadTables(Optional.empty(), file.toString(), settings, glob -> List.of())
            .map(many -> new Binder(Catalog.NAMES).bindAll(many.tables(), JobFile.class).values())
            .orElseGet(() -> List.of(Lake.bound(file, settings)));
    return tables.stream().filter(job -> job.actions().isEmpty()).map(JobFile::pipeline).toList();
  }

  private static List<ReadFiles> sources(Pipeline job) {
    return RecordTree.all(ReadFiles.class, job.source(), job.transforms(), job.outputs());
  }

  /** Whether one reads what the other writes. */
  private static boolean needs(Pipeline reader, Pipeline writer) {
    return writer.folders().stream()
        .anyMatch(
            written ->
                sources(reader).stream()
                    .anyMatch(source -> (source.path() + "/").startsWith(written + "/")));
  }

  /** All of them, each after those whose rows it reads. */
  private List<Pipeline> inOrder(String root) throws IOException {
    List<Pipeline> left = new ArrayList<>();
    for (Path file : jobs()) {
      left.addAll(pipelines(file, root));
    }
    List<Pipeline> ordered = new ArrayList<>();
    while (!left.isEmpty()) {
      Pipeline next =
          left.stream()
              .filter(
                  job -> left.stream().noneMatch(other -> !other.equals(job) && needs(job, other)))
              .findFirst()
              .orElseThrow();
      left.remove(next);
      ordered.add(next);
    }
    return ordered;
  }

  /** Rows by output, as texts; what the place of a file goes into is told as if it were nowhere. */
  private static Map<String, List<String>> rows(SparkSession spark, Pipeline job, String root)
      throws IOException {
    List<String> own = new ArrayList<>();
    RecordTree.all(AddRowId.class, job.transforms(), job.outputs())
        .forEach(step -> own.add(step.as()));
    RecordTree.all(AddRunTime.class, job.transforms(), job.outputs())
        .forEach(step -> own.add(step.as()));
    Map<String, List<String>> rows = new TreeMap<>();
    List<String> folders = new ArrayList<>(job.folders());
    for (String folder : folders) {
      Dataset<Row> all = read(spark, folder).drop(own.toArray(String[]::new));
      List<String> texts =
          all.collectAsList().stream()
              .map(row -> row.toString().replaceAll("(file:/*|s3a:/*)?\\Q" + root + "\\E", ""))
              .sorted()
              .toList();
      rows.put(folder.replace(root, ""), texts);
      rows.put(folder.replace(root, "") + " columns", List.of(all.schema().treeString()));
    }
    return rows;
  }

  /** Files of text as their lines. */
  private static Dataset<Row> read(SparkSession spark, String folder) throws IOException {
    var path = new org.apache.hadoop.fs.Path(folder);
    var files =
        path.getFileSystem(spark.sparkContext().hadoopConfiguration()).listFiles(path, true);
    while (files.hasNext()) {
      if (files.next().getPath().getName().endsWith(".parquet")) {
        return spark.read().parquet(folder);
      }
    }
    return spark.read().text(folder);
  }

  private static List<String> counts(RunReport report) {
    return report.balances().stream()
        .map(
            each ->
                "%s read, %s written, %s rejected, %s filtered"
                    .formatted(each.read(), each.written(), each.rejected(), each.filtered()))
        .toList();
  }

  @Test
  void theyLeaveTheSameRows(SparkSession spark) throws Exception {
    String local = folder.resolve("lake").toString();
    String store = "s3a://" + BUCKET + "/jobs";
    new SampleLake(local, 1_000, 50, 42, 0.02).write(new Configuration());
    new SampleLake(local + "/clean", 1_000, 50, 42, 0).write(new Configuration());
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    server.register(hadoop, BUCKET);
    for (String each : List.of("/raw", "/clean/raw")) {
      var to = new org.apache.hadoop.fs.Path(store + each);
      var from = new org.apache.hadoop.fs.Path(local + each);
      assertThat(
              FileUtil.copy(
                  from.getFileSystem(hadoop), from, to.getFileSystem(hadoop), to, false, hadoop))
          .isTrue();
    }
    List<Pipeline> here = inOrder(local);
    List<Pipeline> there = inOrder(store);
    assertThat(there).hasSameSizeAs(here).hasSizeGreaterThanOrEqualTo(SOME.size());
    Map<String, Object> differences = new LinkedHashMap<>();
    for (int i = 0; i < here.size(); i++) {
      Pipeline one = here.get(i);
      Pipeline other = there.get(i);
      assertThat(other.name()).isEqualTo(one.name());
      List<String> counts = counts(one.run(spark));
      assertThat(counts(other.run(spark))).as(one.name()).isEqualTo(counts);
      Map<String, List<String>> expected = rows(spark, one, local);
      assertThat(expected.values())
          .as(one.name())
          .anySatisfy(rows -> assertThat(rows).hasSizeGreaterThan(1));
      Map<String, List<String>> found = rows(spark, other, store);
      if (!found.equals(expected)) {
        differences.put(one.name(), List.of(expected, found));
      }
      System.out.println(one.name() + ": " + counts);
    }
    assertThat(differences).isEmpty();
  }
}
