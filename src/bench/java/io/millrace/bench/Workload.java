package io.millrace.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** A job that every engine can do. */
interface Workload {

  /** Those that there are. */
  enum Known {
    FLATTEN_WEBLOGS("flatten-weblogs", FlattenWeblogs::new),
    JOIN_USERPROFILE("join-userprofile", JoinUserprofile::new),
    FLATTEN_USERS("flatten-users", FlattenUsers::new);

    private final String word;
    private final Supplier<Workload> maker;

    Known(String word, Supplier<Workload> maker) {
      this.word = word;
      this.maker = maker;
    }

    static Workload of(String word) {
      return Arrays.stream(values())
          .filter(known -> known.word.equals(word))
          .findFirst()
          .map(known -> known.maker.get())
          .orElseThrow(
              () -> new IllegalArgumentException(word + " is no job here; there are " + words()));
    }

    static String words() {
      return Arrays.stream(values()).map(known -> known.word).collect(Collectors.joining(", "));
    }
  }

  /** The name of the job, and of the page of figures. */
  String name();

  /** Rows of the input, if nobody asks for others. */
  long rows();

  /** The columns that must be the same. */
  List<String> columns();

  /** The column that becomes folders; null if there are none. */
  String folders();

  /** The folder of the input. */
  Path input(Home home, long rows);

  /** Makes the input. */
  void make(Home home, Options options) throws IOException, SQLException;

  /** The folder below {@code target} that Millrace writes to; the others do as it does. */
  Path output(Path target);

  /** What comes after {@code run} on Millrace's command line. */
  List<String> arguments(Home home, Options options, Path target);

  /** What DuckDB is to select, and to write into {@link #folders}. */
  String select(String input);

  /** The same as Spark tutorials write it. */
  Dataset<Row> naive(SparkSession spark, String input);

  /** Where the rows lie below the output. */
  default String pattern() {
    return folders() == null ? "*.parquet" : "*/*.parquet";
  }
}
