package io.millrace.jobs.config;

import com.typesafe.config.Config;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The resolved configurations of a job for many tables.
 *
 * @param tables by the name of the table, in order
 * @param folders where those lie that a glob found
 * @param vanished those of them that only earlier runs found
 * @param parallelism how many are worked on at a time
 * @param reports folder that remembers how each table ended
 */
public record TableConfigs(
    Map<String, Config> tables,
    Map<String, String> folders,
    Set<String> vanished,
    int parallelism,
    String reports) {

  public TableConfigs {
    tables = new LinkedHashMap<>(tables);
    folders = Map.copyOf(folders);
    vanished = Set.copyOf(vanished);
  }
}
