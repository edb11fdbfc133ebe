package io.millrace.jobs;

import io.millrace.transforms.InvalidInputException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiFunction;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/**
 * One job for many tables, in one application. A table that fails does not stop the others, and how
 * each of them ended is remembered, so that a later run can take only those that failed.
 *
 * @param tables by name, in the order in which they are begun
 * @param folders where those lie that a glob found, so that they are missed when they are gone
 * @param parallelism how many are worked on at a time
 * @param reports folder that remembers how each table ended
 */
public record TableJobs(
    Map<String, Pipeline> tables, Map<String, String> folders, int parallelism, String reports) {

  /** Spelled {@code --tables failed}: those that have not succeeded since they were last begun. */
  public static final String FAILED = "failed";

  public TableJobs {
    tables = new LinkedHashMap<>(tables);
    folders = Map.copyOf(folders);
    requireOwnTargets(tables);
  }

  /** Of tables that no glob found. */
  public TableJobs(Map<String, Pipeline> tables, int parallelism, String reports) {
    this(tables, Map.of(), parallelism, reports);
  }

  /** Two that write to one place would each replace, at the same time, what the other wrote. */
  private static void requireOwnTargets(Map<String, Pipeline> tables) {
    Map<String, String> writers = new HashMap<>();
    tables.forEach(
        (name, pipeline) -> {
          for (Output output : pipeline.outputs()) {
            for (String target : output.sink().places()) {
              String place =
                  output.sink().folder().isEmpty() ? target : new Path(target).toString();
              String other = writers.putIfAbsent(place, name);
              if (other != null && !other.equals(name)) {
                throw new InvalidInputException(
                    "tables: %s and %s both write to %s; put ${table.name} into the sink, so that each has its own"
                        .formatted(other, name, target));
              }
            }
          }
        });
  }

  /**
   * Only some of them.
   *
   * @param choice names with commas between, or {@link #FAILED}
   */
  public TableJobs only(String choice, SparkSession spark) {
    return only(
        choice.equals(FAILED)
            ? new TableStatus(reports, spark.sparkContext().hadoopConfiguration())
                .notSucceeded(tables.keySet())
            : names(choice));
  }

  /** Only those with these names, if any are given. */
  TableJobs named(Optional<String> choice) {
    return choice.map(names -> only(names(names))).orElse(this);
  }

  private static List<String> names(String choice) {
    return List.of(choice.split("\\s*,\\s*", -1));
  }

  private TableJobs only(List<String> names) {
    Map<String, Pipeline> chosen = new LinkedHashMap<>();
    List<String> unknown = new ArrayList<>();
    for (String name : names) {
      if (tables.containsKey(name)) {
        chosen.put(name, tables.get(name));
      } else {
        unknown.add(name);
      }
    }
    if (!unknown.isEmpty()) {
      throw new InvalidCommandException(
          "--tables: the job has no table %s; it has %s"
              .formatted(String.join(", ", unknown), String.join(", ", tables.keySet())));
    }
    return new TableJobs(chosen, folders, parallelism, reports);
  }

  /**
   * Runs all of them to their end.
   *
   * @return how each ended, by name
   */
  public Map<String, TableStatus.Ended> run(SparkSession spark) {
    return run(spark, (name, pipeline) -> pipeline.run(spark));
  }

  /** The same; {@code work} runs one of them. */
  Map<String, TableStatus.Ended> run(
      SparkSession spark, BiFunction<String, Pipeline, RunReport> work) {
    TableStatus status = new TableStatus(reports, spark.sparkContext().hadoopConfiguration());
    status.begin(tables.keySet(), folders);
    ExecutorService workers = Executors.newFixedThreadPool(parallelism);
    Map<String, Future<TableStatus.Ended>> futures = new LinkedHashMap<>();
    Queue<Throwable> forgotten = new ConcurrentLinkedQueue<>();
    try {
      tables.forEach(
          (name, pipeline) ->
              futures.put(
                  name,
                  workers.submit(
                      () -> {
                        Outcome outcome = outcome(name, pipeline, work);
                        try {
                          status.remember(name, outcome.kept(), folders.getOrDefault(name, ""));
                        } catch (RuntimeException | Error e) {
                          forgotten.add(e);
                        }
                        return outcome.told();
                      })));
      Map<String, TableStatus.Ended> all = new LinkedHashMap<>();
      for (Map.Entry<String, Future<TableStatus.Ended>> one : futures.entrySet()) {
        all.put(one.getKey(), one.getValue().get());
      }
      if (!forgotten.isEmpty()) {
        throw forgot(forgotten.peek(), all);
      }
      return all;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InvalidInputException("interrupted while tables were being worked on", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } finally {
      workers.shutdownNow();
    }
  }

  private static InvalidInputException forgot(Throwable cause, Map<String, TableStatus.Ended> all) {
    List<String> failed = new ArrayList<>();
    all.forEach(
        (name, how) -> {
          if (!how.succeeded()) {
            failed.add(name + ": " + how.error());
          }
        });
    return new InvalidInputException(
        "%s; %s of %s tables succeeded, which --tables failed does not know, so name those to be run again%s"
            .formatted(
                FailureText.of(cause),
                all.size() - failed.size(),
                all.size(),
                failed.isEmpty() ? "" : ". " + String.join("; ", failed)),
        cause);
  }

  /** As whoever began it hears it, and as it is kept for others to read. */
  private record Outcome(TableStatus.Ended told, TableStatus.Ended kept) {}

  private static Outcome outcome(
      String name, Pipeline pipeline, BiFunction<String, Pipeline, RunReport> work) {
    try {
      TableStatus.Ended ended = TableStatus.Ended.of(work.apply(name, pipeline), "");
      return new Outcome(ended, ended);
    } catch (JobFailedException e) {
      return new Outcome(
          TableStatus.Ended.of(e.report(), e.getMessage()),
          TableStatus.Ended.of(e.report(), pipeline.name() + ": " + ValueFailure.sentence(e)));
    } catch (RuntimeException | Error e) {
      // Whatever befalls one table is not the fault of the others.
      return new Outcome(
          TableStatus.Ended.failed(FailureText.of(e)),
          TableStatus.Ended.failed(ValueFailure.sentence(e)));
    }
  }
}
