package io.millrace.jobs;

import static io.millrace.jobs.Registered.action;
import static io.millrace.jobs.Registered.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.support.SparkExtension;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Folders that nobody described. */
@ExtendWith(SparkExtension.class)
class InferTableTest {

  private static final String DATABASE = "infer_table_test";

  @TempDir private Path folder;

  private String found(SparkSession spark, String more) {
    return action("type = infer-table, path = \"%s/in\"%s".formatted(folder, more))
        .run(spark)
        .toString();
  }

  private static String[] lines(String text) {
    return text.split("/", -1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      ignoreLeadingAndTrailingWhitespace = true,
      value = {
        "a,b /1,x/2,y                ~ format=csv, options={delimiter=,, header=true}, schema=a int, b string",
        "group ;b/1;\"x;y\"/2.5;y    ~ format=csv, options={delimiter=;, header=true}, schema=group double, b string",
        "7|x|00705/8||00706          ~ format=csv, options={delimiter=|}, schema=col0 int, col1 string, col2 string",
        "name,city/ann,rome          ~ format=csv, options={delimiter=,}, schema=col0 string, col1 string",
        "{\"a\":1}/{\"b\":{\"c\":2}} ~ format=json, schema=a bigint, b struct<c:bigint>",
      })
  void whatIsInTheFile(String content, String message, SparkSession spark) {
    new Lake(folder).write("in/a.txt", lines(content));
    assertThat(found(spark, "")).isEqualTo("{" + message + ", files=1}");
  }

  @Test
  void packedFilesInBareFolders(SparkSession spark) throws Exception {
    Lake lake = new Lake(folder);
    lake.write("in/2024/08/a.csv.gz", packed("id,what\n1,a\n"));
    lake.write("in/2024/09/a.csv.gz", packed("id,what\n2,b\n"));
    lake.write("in/tmp/a.bin", "\0\0\0");
    String table =
        ", table = %s.visits, create-database = true, exclude = [\"tmp/**\"]".formatted(DATABASE);
    assertThat(found(spark, table))
        .contains(
            "schema=id int, what string, partition-keys=partition_0 string, partition_1 string",
            "database=made, table=made",
            "partitions-added=2");
    assertThat(rows(spark, "SELECT * FROM " + DATABASE + ".visits"))
        .containsExactly("[1,a,2024,08]", "[2,b,2024,09]");
    assertThat(rows(spark, "SHOW TBLPROPERTIES " + DATABASE + ".visits"))
        .contains("[compressionType,gzip]", "[recordCount,2]");
    assertThat(found(spark, table)).contains("table=unchanged", "partitions-added=0");
    spark.sql("DROP DATABASE " + DATABASE + " CASCADE");
  }

  /** What a crawler tells of them, and what it does not. */
  @Test
  void jsonLinesInNamedFolders(SparkSession spark) {
    Lake lake = new Lake(folder);
    for (String day : List.of("01", "02")) {
      lake.write("in/year=2022/month=08/day=" + day + "/a.json", "{\"id\":1}\n".repeat(5).strip());
    }
    lake.write("in/year=2022/month=09/day=01/a.json", "{\"id\":2}", "{\"id\":");
    String table = ", table = %s.days, create-database = true".formatted(DATABASE);
    assertThat(found(spark, table).toString())
        .contains(
            "partition-keys=year string, month string, day string",
            "1 of 12 records do not fit the columns; whoever reads the table sees what its reader makes of them");
    assertThat(rows(spark, "SHOW TBLPROPERTIES " + DATABASE + ".days"))
        .contains("[classification,json]", "[objectCount,3]", "[recordCount,12]");
    assertThat(
            rows(
                spark,
                "SELECT day, count(*) FROM %s.days WHERE cast(year as int) > 2021 AND month = '08' GROUP BY day ORDER BY day"
                    .formatted(DATABASE)))
        .containsExactly("[01,5]", "[02,5]");
    spark.sql("DROP DATABASE " + DATABASE + " CASCADE");
  }

  private static byte[] packed(String text) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream packed = new GZIPOutputStream(bytes)) {
      packed.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  @Test
  void parquetInNamedFolders(SparkSession spark) {
    spark.sql("SELECT 1L id, '08' month").write().partitionBy("month").parquet(folder + "/in");
    assertThat(found(spark, ""))
        .isEqualTo("{format=parquet, schema=id bigint, partition-keys=month string, files=1}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "a,1/b,2  ~ {\"a\":1}/{\"a\":2} ~ are of several kinds: 1 JSON lines, such as FOLDER/in/b; 1 csv of 2 columns with ',' between them, such as FOLDER/in/a",
        "a,1/b,2  ~ a,1,x/b,2,x         ~ 1 csv of 2 columns with ',' between them, such as FOLDER/in/a; 1 csv of 3 columns",
        "id,n/b,2 ~ a,1/b,2             ~ do not all have a header: FOLDER/in/a has [id, n], the first line of FOLDER/in/b is [a, 1]",
        "a,1/b,2  ~ [{\"a\":1}]         ~ FOLDER/in/b is JSON over several lines or in one array",
        "a,1/b,2  ~ word/more words     ~ nobody can tell the format of FOLDER/in/b",
        "a,1/b,2  ~ ORC                 ~ FOLDER/in/b is ORC; only parquet, csv and JSON lines are registered",
      })
  void whatIsNotOneTable(String one, String other, String message, SparkSession spark) {
    Lake lake = new Lake(folder);
    lake.write("in/a", lines(one));
    lake.write("in/b", lines(other));
    assertThatThrownBy(() -> found(spark, ""))
        .hasMessageStartingWith("action.path: ")
        .hasMessageContaining(message.replace("FOLDER", "file:" + folder));
  }

  @Test
  void foldersOfDifferentDepth(SparkSession spark) {
    Lake lake = new Lake(folder);
    lake.write("in/a", "a,1");
    lake.write("in/b/c", "a,1");
    assertThatThrownBy(() -> found(spark, ""))
        .hasMessageContaining(
            "files lie in folders of different depth, so these are no partitions");
  }
}
