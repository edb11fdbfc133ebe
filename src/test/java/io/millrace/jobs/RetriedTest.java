package io.millrace.jobs;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.udf;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.jobs.io.Format;
import io.millrace.jobs.io.ReadFiles;
import io.millrace.support.SparkExtension;
import io.millrace.transforms.ByteSize;
import io.millrace.transforms.Cast;
import io.millrace.transforms.Filter;
import io.millrace.transforms.RowWise;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.ForeachPartitionFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Tasks that fail once and are tried again write and count every row once. */
@ExtendWith(SparkExtension.class)
class RetriedTest {

  private static final int ROWS = 20_000;

  @TempDir private Path folder;

  /** Fails each task in its first attempt, when it has got far. */
  private record FailsFirst() implements RowWise {
    @Override
    public Dataset<Row> apply(Dataset<Row> rows) {
      UDF1<Integer, Integer> fails =
          id -> {
            if (id != null && id % 1000 == 900 && TaskContext.get().attemptNumber() == 0) {
              throw new IllegalStateException("the first attempt fails");
            }
            return id;
          };
      return rows.withColumn(
          "id", udf(fails, DataTypes.IntegerType).asNondeterministic().apply(col("id")));
    }
  }

  private static Pipeline job(Lake lake, boolean two) {
    ReadFiles source =
        new ReadFiles(
            lake.text("in"),
            Format.CSV,
            Optional.of("id int, age string"),
            false,
            Optional.empty(),
            Optional.empty(),
            Map.of("header", "true"),
            new ByteSize(64 << 10));
    Output ages =
        new Output(List.of(new Cast(Map.of("age", "int"))), lake.parquet(two ? "two" : "one"));
    Output all = new Output(List.of(new FailsFirst()), lake.parquet("all"));
    return new Pipeline(
        "retried",
        source,
        List.of(new Filter("id % 10 <> 1"), new FailsFirst()),
        two ? List.of(ages, all) : List.of(ages),
        lake.rejectsTo(two ? "bad-two" : "bad-one", null, null),
        Optional.empty(),
        Map.of());
  }

  /** What the child runs. */
  public static final class Child {
    private Child() {}

    /** Runs both jobs and says what they report. */
    public static void main(String[] args) throws Exception {
      Lake lake = new Lake(Path.of(args[0]));
      SparkSession spark = ChildJvm.session("local[2,4]");
      ForeachPartitionFunction<Long> probe =
          rows -> {
            if (TaskContext.get().attemptNumber() == 0) {
              throw new IllegalStateException("tried again: retries work here");
            }
          };
      spark.range(1).as(org.apache.spark.sql.Encoders.LONG()).foreachPartition(probe);
      for (boolean two : new boolean[] {false, true}) {
        String json = job(lake, two).run(spark).toJson();
        System.out.println(new ObjectMapper().readTree(json));
      }
      spark.stop();
    }
  }

  @Test
  void everyRowIsWrittenAndCountedOnce(SparkSession spark) throws Exception {
    Lake lake = new Lake(folder);
    lake.write(
        "in/a.csv",
        Stream.concat(
                Stream.of("id,age"),
                IntStream.range(0, ROWS)
                    .mapToObj(
                        i -> i % 100 == 7 ? "x" + i + ",1" : i + "," + (i % 50 == 3 ? "?" : i)))
            .toArray(String[]::new));
    ChildJvm child =
        ChildJvm.start(
            folder, Child.class, List.of("-Dmillrace.basedir=" + Lake.PROJECT), folder.toString());
    List<String> said = child.said().lines().filter(line -> line.startsWith("{")).toList();
    assertThat(said).as("reports, see child.log").hasSize(2);

    JsonNode one = new ObjectMapper().readTree(said.get(0));
    assertThat(counts(one, 0)).isEqualTo("20000 read, 17400 written, 600 rejected, 2000 filtered");
    JsonNode two = new ObjectMapper().readTree(said.get(1));
    assertThat(counts(two, 0)).isEqualTo("20000 read, 17400 written, 600 rejected, 2000 filtered");
    assertThat(counts(two, 1)).isEqualTo("20000 read, 17800 written, 200 rejected, 2000 filtered");
    for (String folder : List.of("one", "two")) {
      assertThat(distinct(lake.rows(spark, folder), "id")).isEqualTo("17400 17400");
    }
    assertThat(distinct(lake.rows(spark, "all"), "id")).isEqualTo("17800 17800");
    assertThat(distinct(lake.rows(spark, "bad-one"), "position")).isEqualTo("600 600");
    assertThat(distinct(lake.rows(spark, "bad-two"), "position")).isEqualTo("600 600");
  }

  private static String counts(JsonNode report, int output) {
    JsonNode node = report.at("/outputs/" + output);
    return "%s read, %s written, %s rejected, %s filtered"
        .formatted(
            node.get("read"), node.get("written"), node.get("rejected"), node.get("filtered"));
  }

  private static String distinct(Dataset<Row> rows, String column) {
    return rows.selectExpr("count(*)", "count(distinct " + column + ")").first().mkString(" ");
  }
}
