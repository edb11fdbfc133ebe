package io.millrace.jobs;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;

/**
 * The command line, the same on every platform: {@code main} returns when the verb is done and
 * throws a {@link MillraceException} when it failed. This class alone is compiled for Java 8, so
 * that an older Java or Spark is answered in a sentence; it uses no other before it has looked.
 */
public final class Millrace {

  private static final int LEAST_JAVA = 17;

  /** Hadoop asks Java for what 24 took away, before its version 3.5. */
  private static final int TOO_NEW_FOR_SPARK_3 = 24;

  private Millrace() {}

  /** Runs one verb. */
  public static void main(String[] args) {
    String refusal = refusal(System.getProperty("java.specification.version"), sparkVersion());
    if (refusal != null) {
      IllegalStateException failure = new IllegalStateException(refusal);
      failure.setStackTrace(new StackTraceElement[0]);
      throw failure;
    }
    CommandLine.run(args);
  }

  /**
   * Why Millrace cannot run here, or null.
   *
   * @param java such as 1.8 or 17
   * @param spark such as 3.5.4-amzn-0, or null if there is none
   */
  static String refusal(String java, String spark) {
    int version = number(java.startsWith("1.") ? java.substring(2) : java);
    if (version < LEAST_JAVA) {
      return "Millrace needs Java 17, but this is Java "
          + java
          + ": on AWS take Glue 5.0 or EMR 7.0, or later; elsewhere let JAVA_HOME lead to a JDK 17";
    }
    if (spark == null) {
      return "there is no Spark on the class path: start Millrace by spark-submit --class"
          + " io.millrace.jobs.Millrace, or by ./millrace";
    }
    String[] parts = spark.split("[.-]", -1);
    int family = number(parts[0]);
    int minor = number(parts.length > 1 ? parts[1] : "");
    if (family < 3 || (family == 3 && minor < 5) || (family == 4 && minor < 1)) {
      return "Millrace needs Spark 3.5 or 4.1, but this is Spark "
          + spark
          + (family < 4
              ? ": on AWS take Glue 5.0 or EMR 7.0, or later; elsewhere a newer Spark"
              : ": on AWS take EMR 7, emr-spark-8.1 or Glue 6.0; elsewhere one of these Sparks");
    }
    if (family == 3 && version >= TOO_NEW_FOR_SPARK_3) {
      return "Spark "
          + spark
          + " does not run on Java "
          + java
          + ": let JAVA_HOME lead to a JDK 17";
    }
    return null;
  }

  /** What a version begins with; 0 if that is no number. */
  private static int number(String text) {
    String digits = text.replaceAll("[^0-9].*", "");
    return digits.isEmpty() ? 0 : Integer.parseInt(digits);
  }

  /** Where Spark itself looks its version up; asking its classes would link them. */
  private static String sparkVersion() {
    try (InputStream in =
        Millrace.class.getClassLoader().getResourceAsStream("spark-version-info.properties")) {
      if (in == null) {
        return null;
      }
      Properties properties = new Properties();
      properties.load(in);
      return properties.getProperty("version", "0");
    } catch (IOException e) {
      throw new IllegalStateException("cannot read spark-version-info.properties", e);
    }
  }
}
