package io.millrace.jobs.config;

import java.util.List;

/** The folders of tables that a glob names. */
public interface TableFolders {

  /** Those that are there, in order. */
  List<String> present(String glob);

  /** Those that earlier runs found, as the folder {@code reports} remembers. */
  default List<String> remembered(String glob, String reports) {
    return List.of();
  }
}
