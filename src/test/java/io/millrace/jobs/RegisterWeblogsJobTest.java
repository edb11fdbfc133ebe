package io.millrace.jobs;

import static io.millrace.jobs.Registered.rows;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.jobs.sample.SampleLake;
import io.millrace.support.SparkExtension;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The shipped job that tells a catalog of the files of the weblogs. */
@ExtendWith(SparkExtension.class)
class RegisterWeblogsJobTest {

  private static final String DATABASE = "register_weblogs_test";

  @TempDir private Path folder;

  @AfterEach
  void dropDatabase(SparkSession spark) {
    spark.sql("DROP DATABASE IF EXISTS " + DATABASE + " CASCADE");
  }

  private RunReport run(SparkSession spark) {
    return Lake.bound(
            Lake.PROJECT.resolve("conf/jobs/register-weblogs.conf"),
            Map.of(
                "vars.raw", folder + "/raw",
                "vars.curated", folder + "/out",
                "vars.database", DATABASE))
        .actionJob()
        .run(spark);
  }

  @Test
  void bothTablesAreThereAndASecondRunChangesNothing(SparkSession spark) throws Exception {
    new SampleLake(folder.toString(), 100, 50, 42, 0)
        .write(new Configuration(), Set.of("useractivity", "userprofile", "zipcodes"));

    assertThat(run(spark).json().get("actions").toString())
        .contains("table=made")
        .doesNotContain("unchanged");
    assertThat(rows(spark, "SHOW TABLES IN " + DATABASE))
        .containsExactly(
            "[%s,useractivity,false]".formatted(DATABASE),
            "[%s,userprofile,false]".formatted(DATABASE));
    assertThat(spark.table(DATABASE + ".useractivity").schema().toDDL())
        .isEqualTo(
            "ip_address STRING,username STRING,timestamp STRING,request STRING,http INT,bytes INT");
    assertThat(spark.table(DATABASE + ".useractivity").count()).isEqualTo(100);
    assertThat(spark.table(DATABASE + ".userprofile").count()).isEqualTo(50);
    assertThat(run(spark).json().get("actions").toString())
        .contains("table=unchanged")
        .doesNotContain("=made");
  }
}
