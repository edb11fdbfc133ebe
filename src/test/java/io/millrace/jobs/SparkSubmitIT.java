package io.millrace.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.architecture.Linkage;
import io.millrace.support.SparkExtension;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The packaged jar as users start it, on a stock Spark: see {@code .ci/submit}. */
@ExtendWith(SparkExtension.class)
class SparkSubmitIT {

  @TempDir private static Path folder;

  private static SubmittedWeblogs weblogs;

  @BeforeAll
  static void runHere() throws IOException {
    weblogs = SubmittedWeblogs.in(folder, io.millrace.support.Sessions.local());
  }

  /** A log gets a line for each part of a run, and no line is drawn over another. */
  @Test
  void local(SparkSession spark) throws Exception {
    // Spark tells of plans and schemas in several lines, which are none of ours.
    SparkHome.Ended ended =
        weblogs.submit("local", "--master", "local[2]", "--conf", "spark.log.level=WARN");
    weblogs.requireRows("local", ended, spark);
    assertThat(ended.out()).contains("flatten-weblogs", "written", "rejected");
    assertThat(ended.out() + ended.err()).doesNotContain("\r");
    List<String> parts = ended.said();
    assertThat(parts).hasSize(4);
    assertThat(parts.get(0)).matches("flatten-weblogs: plan, after \\d+ s");
    assertThat(parts.get(1))
        .matches("flatten-weblogs: reading \\d+ files?, \\d\\.\\d MB, after \\d+ s");
    assertThat(parts.get(2)).matches("flatten-weblogs: write, after \\d+ s");
    assertThat(parts.get(3)).matches("flatten-weblogs: publish, after \\d+ s");
  }

  @Test
  void localCluster(SparkSession spark) throws Exception {
    weblogs.requireRows(
        "localCluster",
        weblogs.submit("localCluster", "--master", "local-cluster[2,1,512]"),
        spark);
  }

  /** In client mode, then in cluster mode. */
  @Test
  void standalone(SparkSession spark) throws Exception {
    try (SparkCluster cluster = SparkCluster.start(weblogs.home())) {
      weblogs.requireRows("standalone", weblogs.submit("standalone", cluster.options()), spark);
      for (String worker : SparkCluster.WORKERS) {
        List<Path> fetched = cluster.fetched(worker, weblogs.jar());
        assertThat(fetched).as("jars of " + worker).isNotEmpty();
        for (Path copy : fetched) {
          assertThat(copy).hasSameBinaryContentAs(weblogs.jar());
        }
      }
      List<String> inCluster = new ArrayList<>(List.of(cluster.options()));
      // A worker starts the driver without the options that Java 17 needs, so they are given.
      List<String> java =
          Files.readAllLines(Lake.PROJECT.resolve("conf/environments/java-options"));
      inCluster.addAll(
          List.of(
              "--deploy-mode",
              "cluster",
              "--conf",
              "spark.standalone.submit.waitAppCompletion=true",
              "--conf",
              "spark.driver.extraJavaOptions=" + String.join(" ", java)));
      weblogs.requireRows(
          "clusterMode", weblogs.submit("clusterMode", inCluster.toArray(String[]::new)), spark);
    }
  }

  /** What is in no package of ours would stand before or behind a platform's own. */
  @Test
  void theJarHoldsNothingButOurs() throws IOException {
    assertThat(entries())
        .hasSizeGreaterThan(300)
        .allMatch(
            name ->
                name.matches(
                    "(io/|io/millrace/(shaded/)?|io/millrace/(jobs|transforms|udf|shaded/config)/.*|META-INF/(MANIFEST\\.MF|LICENSE|NOTICE|maven/.*)?)"));
  }

  private static List<String> entries() throws IOException {
    try (JarFile file = new JarFile(weblogs.jar().toFile())) {
      return file.stream().map(entry -> entry.getName()).toList();
    }
  }

  /** All but what calls Glue, for which a platform brings the SDK of AWS. */
  @Test
  void everyClassOfTheJarLinksWithAStockSpark() throws Exception {
    List<String> names =
        entries().stream()
            .filter(name -> name.endsWith(".class") && !name.startsWith("io/millrace/jobs/glue/"))
            .map(name -> name.substring(0, name.length() - ".class".length()))
            .toList();
    List<URL> path = new ArrayList<>(List.of(weblogs.jar().toUri().toURL()));
    try (Stream<Path> jars = Files.list(SparkHome.FOLDER.resolve("jars"))) {
      for (Path each : jars.sorted().toList()) {
        path.add(each.toUri().toURL());
      }
    }
    List<String> problems = new ArrayList<>();
    try (URLClassLoader loader =
        new URLClassLoader(path.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
      Linkage linkage = new Linkage(loader);
      for (String name : names) {
        problems.addAll(linkage.problems(name));
        // Java links a class, and verifies it, before it tells the class's methods.
        assertThat(Class.forName(name.replace('/', '.'), false, loader).getDeclaredMethods())
            .as(name)
            .isNotNull();
      }
    }
    assertThat(problems).isEmpty();
    assertThat(names).hasSizeGreaterThan(300);
  }
}
