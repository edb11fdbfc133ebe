package io.millrace.jobs;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.udf;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.jobs.io.ChangedFiles;
import io.millrace.jobs.io.Format;
import io.millrace.jobs.io.MissingFiles;
import io.millrace.jobs.io.ReadFiles;
import io.millrace.jobs.io.WriteFiles;
import io.millrace.jobs.io.WriteMode;
import io.millrace.support.SparkExtension;
import io.millrace.transforms.ByteSize;
import io.millrace.transforms.RowWise;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** An executor that dies in the middle of a batch costs time, and neither a row nor a reject. */
@ExtendWith(SparkExtension.class)
class ExecutorLossTest {

  private static final int ROWS = 30_000;

  @TempDir private Path folder;

  /** Takes its whole JVM down, once, in mid-task. */
  private record DiesOnce(String mark) implements RowWise {
    @Override
    public Dataset<Row> apply(Dataset<Row> rows) {
      String path = mark;
      UDF1<Integer, Integer> dies =
          id -> {
            if (id != null && id == ROWS / 2 && TaskContext.get().attemptNumber() == 0) {
              Files.writeString(Path.of(path), "executor");
              Runtime.getRuntime().halt(137);
            }
            return id;
          };
      return rows.withColumn(
          "id", udf(dies, DataTypes.IntegerType).asNondeterministic().apply(col("id")));
    }
  }

  /** What the child runs. */
  public static final class Child {
    private Child() {}

    /** One batch on two executors. */
    public static void main(String[] args) {
      Lake lake = new Lake(Path.of(args[0]));
      SparkSession spark =
          SparkSession.builder()
              .master("local-cluster[2,1,512]")
              .config("spark.executor.memory", "512m")
              .config("spark.executor.extraClassPath", System.getProperty("java.class.path"))
              .config("spark.ui.enabled", "false")
              .config("spark.driver.bindAddress", "127.0.0.1")
              .config("spark.driver.host", "127.0.0.1")
              .getOrCreate();
      ReadFiles source =
          new ReadFiles(
              lake.text("in"),
              Format.CSV,
              Optional.of("id int"),
              false,
              Optional.empty(),
              Optional.empty(),
              Map.of("header", "true"),
              new ByteSize(16 << 10),
              true,
              ChangedFiles.FAIL,
              MissingFiles.FAIL,
              Optional.empty(),
              Optional.empty());
      Pipeline job =
          new Pipeline(
              "lossy",
              source,
              List.of(new DiesOnce(lake.text("died"))),
              List.of(new Output(new WriteFiles(lake.text("out"), List.of(), WriteMode.APPEND))),
              lake.rejectsTo("bad", null, null),
              Optional.empty(),
              Map.of());
      System.out.println(job.run(spark).toJson());
      System.out.println(job.run(spark).json().get("nothing-new"));
      spark.stop();
    }
  }

  @Test
  void everyRowAndEveryRejectIsThereOnce(SparkSession spark) throws Exception {
    StringBuilder lines = new StringBuilder("id\n");
    for (int id = 0; id < ROWS; id++) {
      lines.append(id).append(id % 100 == 7 ? "\nx" + id + "\n" : "\n");
    }
    Lake lake = new Lake(folder);
    lake.write("in/a.csv", lines.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8));
    String scala = spark.version().startsWith("3.") ? "2.12" : "2.13";
    ChildJvm child =
        ChildJvm.start(
            folder,
            Child.class,
            List.of("-Dmillrace.basedir=" + Lake.PROJECT),
            Map.of("SPARK_HOME", sparkHome().toString(), "SPARK_SCALA_VERSION", scala),
            folder.toString());
    String said = child.said();
    assertThat(lake.path("died")).as(said).exists();
    assertThat(said).contains("nothing new: all 1 file");
    assertThat(lake.rows(spark, "out").distinct().count()).isEqualTo(ROWS);
    assertThat(lake.rows(spark, "out").count()).isEqualTo(ROWS);
    assertThat(lake.rows(spark, "bad").count()).isEqualTo(ROWS / 100);
    assertThat(lake.rows(spark, "bad").select("raw").distinct().count()).isEqualTo(ROWS / 100);
  }

  /** All that a worker wants of a Spark installation; the classes come by the class path. */
  private Path sparkHome() throws IOException {
    Path home = folder.resolve("spark-home");
    Files.createDirectories(home.resolve("jars"));
    Files.writeString(home.resolve("RELEASE"), "Spark");
    return home;
  }
}
