package io.millrace.transforms;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.holdenkarau.spark.testing.JavaDatasetSuiteBase;
import io.millrace.support.SparkExtension;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Steps over more rows than a table holds, compared by spark-testing-base. */
@ExtendWith(SparkExtension.class)
class ManyRowsTest {

  private final JavaDatasetSuiteBase compare = new JavaDatasetSuiteBase();

  private static Dataset<Row> numbers(SparkSession spark) {
    // Nullable, as every column is that a step has made.
    return spark.range(0, 2_000, 1, 3).selectExpr("nullif(id, -1) as n");
  }

  @Test
  void castThereAndBackGivesTheSameRows(SparkSession spark) {
    Dataset<Row> back =
        new Cast(Map.of("n", "string"))
            .then(new Cast(Map.of("n", "decimal(20,2)")))
            .then(new Cast(Map.of("n", "bigint")))
            .apply(numbers(spark));
    compare.assertDataFrameNoOrderEquals(numbers(spark), back);
  }

  @Test
  void filterAndItsOppositeMakeTheWhole(SparkSession spark) {
    Dataset<Row> rows = numbers(spark);
    Dataset<Row> parts =
        new Filter("n % 3 = 0").apply(rows).union(new Filter("not (n % 3 = 0)").apply(rows));
    compare.assertDataFrameNoOrderEquals(rows, parts);
  }

  @Test
  void flattenRequestIsTheSameForEverySpellingOfOneRequest(SparkSession spark) {
    var path = concat(lit("/shop/p"), col("n").mod(50).cast("string"), lit("/s"), col("n"));
    Dataset<Row> plain = numbers(spark).withColumn("request", concat(lit("GET "), path));
    Dataset<Row> odd =
        numbers(spark)
            .withColumn("request", concat(lit("\"GET  "), path, lit("?q=1/2#x HTTP/1.1\"")));
    List<String> parts = List.of("requesttype", "topdomain", "toppage", "subpage");
    var flatten = new FlattenRequest().then(new Select(parts));
    compare.assertDataFrameNoOrderEquals(flatten.apply(plain), flatten.apply(odd));
  }

  @Test
  void aRowMoreIsSeen(SparkSession spark) {
    Dataset<Row> one = numbers(spark).limit(1);
    assertThatThrownBy(() -> compare.assertDataFrameNoOrderEquals(one, one.union(one)))
        .isInstanceOf(AssertionError.class);
  }
}
