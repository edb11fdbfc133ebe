package io.millrace.jobs.config;

import com.typesafe.config.Config;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The resolved configurations of a job for many tables.
 *
 * @param tables by the name of the table, in order
 * @param parallelism how many are worked on at a time
 * @param reports folder that remembers how each table ended
 */
public record TableConfigs(Map<String, Config> tables, int parallelism, String reports) {

  public TableConfigs {
    tables = new LinkedHashMap<>(tables);
  }
}
