package io.millrace.jobs.stage;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;

/** One write in flight. Spark names a sink by text, so the request waits here under an id. */
public final class Staging {

  static final String ID = "staging";
  private static final Map<String, Staging> IN_FLIGHT = new ConcurrentHashMap<>();

  private final StageSpec spec;
  private volatile List<StagedTask> tasks;

  private Staging(StageSpec spec) {
    this.spec = spec;
  }

  /**
   * Runs the query and writes it into the staging folders.
   *
   * @param rows {@code record struct, partition values string..., aside struct}
   */
  public static StagedOutput write(Dataset<Row> rows, StageSpec spec) {
    String id = UUID.randomUUID().toString();
    Staging staging = new Staging(spec);
    IN_FLIGHT.put(id, staging);
    try {
      rows.write()
          .format(StagedTable.Provider.class.getName())
          .option(ID, id)
          .mode(SaveMode.Append)
          .save();
      return StagedOutput.of(staging.tasks);
    } finally {
      IN_FLIGHT.remove(id);
    }
  }

  /**
   * Counts rows that were set aside, and writes the rejects among them.
   *
   * @param aside one struct per row
   * @param place for the rejects; without one they are only counted
   */
  public static StagedOutput setAside(
      Dataset<Row> aside, String runId, Optional<StagePlace> place, boolean fail) {
    StageSpec spec =
        new StageSpec(
            null,
            place.orElse(null),
            ParquetSettings.PLAIN,
            new StructType(),
            List.of(),
            false,
            Map.of(),
            Long.MAX_VALUE,
            runId,
            fail);
    Column struct = functions.col(aside.columns()[0]);
    return write(aside.select(functions.lit(null).as("record"), struct), spec);
  }

  /** A file without rows, which tells readers the columns. */
  public static StagedFile withoutRows(StageSpec spec, Configuration hadoop) throws IOException {
    String name =
        (spec.bucketed() ? "000000_0_" : "")
            + ("part-00000-0-" + spec.runId() + "-0000" + spec.encoding().extension());
    var target = RecordFile.Target.of(spec.data(), "", name);
    try (RecordFormat format = new RecordFormat(spec.encoding(), spec.schema(), hadoop)) {
      return format.open(target).close();
    }
  }

  static Staging find(String id) {
    Staging staging = IN_FLIGHT.get(id);
    if (staging == null) {
      throw new IllegalStateException("no write is in flight under " + id);
    }
    return staging;
  }

  StageSpec spec() {
    return spec;
  }

  void finished(List<StagedTask> done) {
    tasks = List.copyOf(done);
  }
}
