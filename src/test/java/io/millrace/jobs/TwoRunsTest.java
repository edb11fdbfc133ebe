package io.millrace.jobs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.support.SparkExtension;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two processes that begin the same job together: one of them takes the batch. {@code
 * -Dmillrace.rounds=50} lets them meet so often.
 */
@ExtendWith(SparkExtension.class)
class TwoRunsTest {

  private static final int ROUNDS = Integer.getInteger("millrace.rounds", 1);
  private static final LedgerJob JOB = LedgerJob.TWO_OUTPUTS;

  @TempDir private Path folder;

  /** What runs twice. */
  public static final class Child {
    private Child() {}

    /** Runs the job for every line that it is sent. */
    public static void main(String[] args) throws Exception {
      SparkSession spark = ChildJvm.session("local[1]");
      FaultyFileSystem.register(spark.sparkContext().hadoopConfiguration());
      spark.range(1).count();
      System.out.println("ready");
      BufferedReader in = new BufferedReader(new InputStreamReader(System.in, UTF_8));
      for (String round = in.readLine(); round != null; round = in.readLine()) {
        String outcome;
        try {
          RunReport report = JOB.in(Path.of(args[0])).run(spark);
          outcome = report.nothingNew().map(text -> "nothing new").orElse("wrote");
        } catch (JobFailedException e) {
          outcome = e.getMessage().contains("ledger is held by ") ? "held" : e.getMessage();
        }
        System.out.println(round + ": " + outcome);
        System.out.println("end " + round);
      }
    }
  }

  private ChildJvm start(String name) throws Exception {
    return ChildJvm.start(
        Files.createDirectories(folder.resolve(name)),
        Child.class,
        List.of("-Dmillrace.basedir=" + Lake.PROJECT),
        folder.toString());
  }

  private static String outcome(ChildJvm child, int round) throws Exception {
    child.await("end " + round);
    return Files.readAllLines(child.out()).stream()
        .filter(line -> line.startsWith(round + ": "))
        .findFirst()
        .orElse("ended, see child.log");
  }

  @Test
  void oneOfTwoWritesEachBatchAndTheOtherSaysWhyNot(SparkSession spark) throws Exception {
    FaultyFileSystem.register(spark.sparkContext().hadoopConfiguration());
    JOB.in(folder);
    List<ChildJvm> children = List.of(start("one"), start("two"));
    for (ChildJvm child : children) {
      child.await("ready");
    }
    Map<String, Integer> outcomes = new TreeMap<>();
    for (int round = 0; round < ROUNDS; round++) {
      JOB.add(folder, round);
      for (ChildJvm child : children) {
        child.process().getOutputStream().write((round + "\n").getBytes(UTF_8));
        child.process().getOutputStream().flush();
      }
      List<String> both = new ArrayList<>();
      for (ChildJvm child : children) {
        both.add(outcome(child, round).substring((round + ": ").length()));
      }
      both.sort(null);
      assertThat(both.get(1)).as("round %s: %s", round, both).isEqualTo("wrote");
      assertThat(both.get(0)).as("round %s: %s", round, both).isIn("held", "nothing new");
      outcomes.merge(both.get(0), 1, Integer::sum);
      JOB.check(folder, spark, round + 1, "round " + round);
    }
    for (ChildJvm child : children) {
      child.process().getOutputStream().close();
      child.said();
    }
    System.out.println("of " + ROUNDS + " rounds, the other run: " + outcomes);
  }
}
