package io.millrace.jobs;

import com.typesafe.config.ConfigFactory;
import io.millrace.jobs.config.Binder;
import io.millrace.jobs.io.Action;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Actions as a job file spells them, and rows as text. */
final class Registered {

  private Registered() {}

  /** The action of some HOCON. */
  static Action action(String hocon) {
    return new Binder(Catalog.NAMES)
        .bind(
            ConfigFactory.parseString("name = a, reports = r, actions = [ { " + hocon + " } ]"),
            JobFile.class)
        .actions()
        .get(0);
  }

  /** What a query gives, in order of the text. */
  static List<String> rows(SparkSession spark, String query) {
    return spark.sql(query).collectAsList().stream().map(Row::toString).sorted().toList();
  }
}
