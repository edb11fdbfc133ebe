package io.millrace.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.jobs.Replica.Target;
import io.millrace.replica.DmsFiles;
import io.millrace.replica.DmsSettings;
import io.millrace.replica.Recordings;
import io.millrace.support.SparkExtension;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A table made from the files of a replication task equals the table of the database that they
 * speak of. Without settings, two databases with few batches, one into files, one into a table. All
 * into both: {@code mvn test -Dtest=ReplicaTest -Dreplica.first=0 -Dreplica.seeds=200
 * -Dreplica.targets=PARQUET,ICEBERG}; DELTA is a target too.
 */
@ExtendWith(SparkExtension.class)
class ReplicaTest {

  @TempDir private Path folder;

  private static LongStream all() {
    int first = Integer.getInteger("replica.first", 155);
    int seeds = Integer.getInteger("replica.seeds", 2);
    assertThat(first + seeds).isLessThanOrEqualTo(Recordings.SEEDS);
    return LongStream.range(first, first + seeds);
  }

  static List<Arguments> seeds() {
    return all()
        .boxed()
        .flatMap(seed -> targets(seed).map(target -> Arguments.of(seed, target)))
        .toList();
  }

  private static Stream<Target> targets(long seed) {
    String given = System.getProperty("replica.targets");
    return given == null
        ? Stream.of(seed % 2 == 0 ? Target.PARQUET : Target.ICEBERG)
        : Arrays.stream(given.split(",", -1)).map(Target::valueOf);
  }

  static List<Arguments> seedsWithTime() {
    return seeds().stream()
        .filter(one -> DmsSettings.of((Long) one.get()[0]).timestampColumn() != null)
        .toList();
  }

  @ParameterizedTest(name = "seed {0} into {1}")
  @MethodSource("seeds")
  void theTableEqualsTheDatabase(long seed, Target target, SparkSession spark) throws Exception {
    DmsFiles files = DmsFiles.write(seed, folder.resolve("staged"));
    Replica replica = Replica.of(files, target, folder, spark);
    replica.merge(1);
    assertThat(replica.rows())
        .as(files.settings().toString())
        .containsExactlyInAnyOrderElementsOf(files.recording().now());
    System.out.println("seed " + seed + " into " + target + ": the table is equal");
  }

  @ParameterizedTest(name = "seed {0} into {1}")
  @MethodSource("seedsWithTime")
  void theHistoryAsOfATimeEqualsTheDatabaseAtThatTime(long seed, Target target, SparkSession spark)
      throws Exception {
    DmsFiles files = DmsFiles.write(seed, folder.resolve("staged"));
    Replica replica = Replica.of(files, target, folder, spark);
    replica.merge(2);
    for (DmsFiles.AsOf asOf : files.history()) {
      String then = "timestamp_ntz '" + asOf.time() + "'";
      assertThat(
              replica.rows(
                  "__start_at <= %1$s and (__end_at is null or __end_at > %1$s)".formatted(then)))
          .as("as of %s, %s", asOf.time(), files.settings())
          .containsExactlyInAnyOrderElementsOf(asOf.rows());
    }
    System.out.println("seed " + seed + " into " + target + ": the history is equal");
  }
}
