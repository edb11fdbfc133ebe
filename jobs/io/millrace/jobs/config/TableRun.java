package io.millrace.jobs.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import io.millrace.transforms.Default;

/**
 * How the tables of a job are run.
 *
 * @param parallelism how many are worked on at a time
 * @param reports folder that remembers how each table ended
 */
record TableRun(@Default("4") int parallelism, String reports) {

  TableRun {
    if (parallelism < 1) {
      throw new IllegalArgumentException("parallelism must be at least 1, was " + parallelism);
    }
  }

  /** The part of {@code tables} that is about it. */
  static Config of(ConfigObject tables) {
    Config own = ConfigFactory.empty().root().withOrigin(tables.origin()).toConfig();
    for (String key : new String[] {"parallelism", "reports"}) {
      own = tables.containsKey(key) ? own.withValue(key, tables.get(key)) : own;
    }
    return own.root().withOrigin(tables.origin()).toConfig();
  }
}
