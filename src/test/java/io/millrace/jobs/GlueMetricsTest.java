package io.millrace.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.support.SparkExtension;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import javax.tools.ToolProvider;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * A class of the name and constructor of Glue's, which is not published where a build could take
 * it, on the class path of a run.
 */
@ExtendWith(SparkExtension.class)
class GlueMetricsTest {

  private static final String CONTEXT = "com.amazonaws.services.glue.GlueContext";

  @TempDir private Path folder;

  private ClassLoader withContext(String constructor) throws Exception {
    Path source = folder.resolve("com/amazonaws/services/glue/GlueContext.java");
    Files.createDirectories(source.getParent());
    Files.writeString(
        source,
        """
        package com.amazonaws.services.glue;

        public class GlueContext {
          public static org.apache.spark.SparkContext made;

          public GlueContext(org.apache.spark.SparkContext spark) {
            %s
          }
        }
        """
            .formatted(constructor));
    String spark =
        Path.of(SparkContext.class.getProtectionDomain().getCodeSource().getLocation().toURI())
            .toString();
    String scala =
        Path.of(scala.Option.class.getProtectionDomain().getCodeSource().getLocation().toURI())
            .toString();
    assertThat(
            ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-cp", spark + ":" + scala, source.toString()))
        .isZero();
    return new URLClassLoader(new URL[] {folder.toUri().toURL()}, getClass().getClassLoader());
  }

  /** Opens and closes a session where that class is, and gives what was said. */
  private static String open(ClassLoader glue) {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    PrintStream err = System.err;
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    thread.setContextClassLoader(glue);
    System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
    try (Sessions opened = Sessions.open("sessions", Map.of("sql.shuffle.partitions", "7"))) {
      assertThat(opened.spark().conf().get("spark.sql.shuffle.partitions")).isEqualTo("7");
    } finally {
      System.setErr(err);
      thread.setContextClassLoader(before);
    }
    return said.toString(StandardCharsets.UTF_8);
  }

  @Test
  void glueIsGivenTheContextOfTheRun(SparkSession spark) throws Exception {
    ClassLoader glue = withContext("made = spark;");
    assertThat(open(glue)).isEmpty();
    assertThat(glue.loadClass(CONTEXT).getField("made").get(null)).isSameAs(spark.sparkContext());
  }

  @Test
  void aRunGoesOnWithoutMetrics(SparkSession any) throws Exception {
    assertThat(open(withContext("throw new IllegalStateException(\"no region\");")))
        .isEqualTo(
            "no metrics of Glue for this run: IllegalStateException: no region"
                + System.lineSeparator());
    assertThat(open(getClass().getClassLoader())).isEmpty();
  }
}
