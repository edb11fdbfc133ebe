package io.millrace.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.support.SparkExtension;
import io.millrace.transforms.Derive;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A session that the platform gave us is used, and neither changed nor stopped. */
@ExtendWith(SparkExtension.class)
class SessionsTest {

  @TempDir private Path folder;

  @Test
  void settingsGoIntoASessionBesideThePlatforms(SparkSession any) {
    SparkSession platform = io.millrace.support.Sessions.local();
    Map<String, String> before = settings(platform);
    SparkSession spark;
    try (Sessions opened =
        Sessions.open(
            "sessions",
            Map.of(
                "sql.shuffle.partitions", "7",
                "spark.sql.session.timeZone", "Asia/Tokyo",
                "sql.catalog.lake", "com.example.Catalog",
                "sql.extensions", "com.example.Extensions",
                "sql.warehouse.dir", "elsewhere",
                "master", "local[9]",
                "executor.memory", "1g"))) {
      spark = opened.spark();
      assertThat(spark).isNotSameAs(platform);
      assertThat(spark.conf().get("spark.sql.shuffle.partitions")).isEqualTo("7");
      assertThat(spark.conf().get("spark.sql.session.timeZone")).isEqualTo("Asia/Tokyo");
      assertThat(spark.conf().get("spark.sql.catalog.lake")).isEqualTo("com.example.Catalog");
      assertThat(spark.conf().get("spark.sql.warehouse.dir")).doesNotEndWith("elsewhere");
      assertThat(spark.sparkContext().master()).isEqualTo("local[2]");
    }
    assertThat(spark.sparkContext().isStopped()).isFalse();
    assertThat(platform.range(3).count()).isEqualTo(3);
    assertThat(settings(platform)).isEqualTo(before);
  }

  @Test
  void theZoneIsUtcUnlessAJobSaysOtherwise(SparkSession any) {
    try (Sessions opened = Sessions.open("sessions", Map.of())) {
      assertThat(opened.spark().conf().get("spark.sql.session.timeZone")).isEqualTo("UTC");
    }
  }

  /** What a cast does is settled when the column is made, by the session of the thread. */
  @ParameterizedTest
  @CsvSource({"true, false", "false, true"})
  void expressionsFollowTheJobsSettingsAndNotThoseOfTheSessionThatRuns(
      boolean platforms, boolean jobs, SparkSession any) {
    new Lake(folder).write("in/a.csv", "id", "1");
    SparkSession platform = any.newSession();
    platform.conf().set("spark.sql.ansi.enabled", platforms);
    Lake lake = new Lake(folder);
    Pipeline job =
        new Pipeline(
            "test",
            lake.csv("in", "id int"),
            List.of(new Derive(Map.of("n", "cast(concat('x', id) as int)"))),
            List.of(new Output(lake.parquet("out"))),
            Rejects.NONE,
            Optional.empty(),
            Map.of("spark.sql.ansi.enabled", "" + jobs));
    Sessions.within(
        platform,
        () -> {
          if (jobs) {
            assertThatThrownBy(() -> job.run(platform)).hasMessageContaining("CAST_INVALID_INPUT");
          } else {
            job.run(platform);
            assertThat(lake.rows(any, "out").where("n is null").count()).isEqualTo(1);
          }
          assertThat(SparkSession.active()).isSameAs(platform);
          return true;
        });
  }

  /** All settings, by SQL, because the Java method hands out a Scala map. */
  private static Map<String, String> settings(SparkSession spark) {
    return spark.sql("set").collectAsList().stream()
        .collect(
            java.util.stream.Collectors.toMap(row -> row.getString(0), row -> row.getString(1)));
  }
}
