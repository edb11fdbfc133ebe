package io.millrace.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an older Java or Spark is answered. */
class MillraceTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          1.8 | 3.3.0-amzn-1 | Millrace needs Java 17, but this is Java 1.8: on AWS take Glue 5.0 or EMR 7.0, or later; elsewhere let JAVA_HOME lead to a JDK 17
          11  | 3.5.4        | Millrace needs Java 17, but this is Java 11: on AWS take Glue 5.0 or EMR 7.0, or later; elsewhere let JAVA_HOME lead to a JDK 17
          17  | 3.4.3        | Millrace needs Spark 3.5 or 4.1, but this is Spark 3.4.3: on AWS take Glue 5.0 or EMR 7.0, or later; elsewhere a newer Spark
          17  | 2.4.8        | Millrace needs Spark 3.5 or 4.1, but this is Spark 2.4.8: on AWS take Glue 5.0 or EMR 7.0, or later; elsewhere a newer Spark
          17  | 4.0.2        | Millrace needs Spark 3.5 or 4.1, but this is Spark 4.0.2: on AWS take EMR 7, emr-spark-8.1 or Glue 6.0; elsewhere one of these Sparks
          17  |              | there is no Spark on the class path: start Millrace by spark-submit --class io.millrace.jobs.Millrace, or by ./millrace
          25  | 3.5.4        | Spark 3.5.4 does not run on Java 25: let JAVA_HOME lead to a JDK 17
          17  | 3.5.4-amzn-0 |
          17  | 3.5.6        |
          21  | 3.5.4        |
          17  | 4.1.1        |
          25  | 4.2.0        |
          """)
  void whatIsTooOldOrMissingIsOneSentence(String java, String spark, String sentence) {
    assertThat(Millrace.refusal(java, spark)).isEqualTo(sentence);
  }

  /** Only then can Java 8 load it and let it speak; the others are for 17. */
  @ParameterizedTest
  @CsvSource({"io/millrace/jobs/Millrace.class, 52", "io/millrace/jobs/CommandLine.class, 61"})
  void theEntranceIsCompiledForJava8(String file, int version) throws IOException {
    try (DataInputStream in =
        new DataInputStream(Millrace.class.getClassLoader().getResourceAsStream(file))) {
      assertThat(in.readInt()).isEqualTo(0xCAFEBABE);
      assertThat(in.readInt()).isEqualTo(version);
    }
  }
}
